package mock_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"
)

const (
	connections = 16
	batch       = 100 // requests per connection and round
)

// connection is a client that costs almost nothing, so the servers dominate the measurement.
type connection struct {
	net.Conn
	reader *bufio.Reader
}

func dial(b *testing.B, address string) []connection {
	b.Helper()
	var open []connection
	for range connections {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		open = append(open, connection{conn, bufio.NewReaderSize(conn, 32<<10)})
	}
	return open
}

func (c connection) roundTrip(request []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	length := 0
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if value, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			break
		}
	}
	_, err := c.reader.Discard(length)
	return err
}

// run sends a round of identical requests and returns how long it took.
func run(b *testing.B, open []connection, request []byte) time.Duration {
	start := time.Now()
	var all sync.WaitGroup
	for _, conn := range open {
		all.Go(func() {
			for range batch {
				if err := conn.roundTrip(request); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

func wire(method, path, body string) []byte {
	return fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer bench-0123456789abcdef-0123456789abcdef\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", method, path, len(body), body)
}
