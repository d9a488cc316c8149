package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// followersOf are the numbers of followers that BenchmarkFollowers compares; the last one is the maximum.
var followersOf = []int{0, 10, 100}

// BenchmarkFollowers reports what clients that follow the request log cost the others: the rate of gets with 10 and with 100
// followers, relative to the rate without any. It is the median of rounds, in which the servers take turns in random order.
func BenchmarkFollowers(b *testing.B) {
	for name, query := range map[string]string{"one": "", "all": "?sessions=all"} {
		b.Run("sessions="+name, func(b *testing.B) {
			var servers []*followed
			for _, followers := range followersOf {
				servers = append(servers, startFollowed(b, followers, query))
			}
			shares := make([][]float64, len(servers))
			var rates []float64
			for b.Loop() {
				took := make([]float64, len(servers))
				for _, i := range rand.Perm(len(servers)) {
					took[i] = servers[i].round(b)
				}
				for i := range servers {
					shares[i] = append(shares[i], took[0]/took[i])
				}
				rates = append(rates, followClients*followBatch/took[0])
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(middle(rates), "req/s")
			for i, followers := range followersOf[1:] {
				b.ReportMetric(middle(shares[i+1]), fmt.Sprintf("with-%d", followers))
			}
		})
	}
}

const (
	followClients = 16
	followBatch   = 250 // requests per client and round: together some more than the request log holds
)

// followed is a mock with followers.
type followed struct {
	clients []*bufio.ReadWriter
	seen    []chan string // for each follower the marks that it has seen
	rounds  int
}

func startFollowed(b *testing.B, followers int, query string) *followed {
	b.Helper()
	url, _, stop := runForBenchmark(b)
	b.Cleanup(stop)
	f := &followed{}
	for range followClients {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		f.clients = append(f.clients, bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn)))
	}
	for range followers {
		response, err := http.Get(url + "/__mock/requests/stream" + query)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = response.Body.Close() })
		seen := make(chan string, 1)
		f.seen = append(f.seen, seen)
		go follow(response.Body, seen)
	}
	return f
}

// follow reads a stream, and sends the marks in it.
func follow(stream io.Reader, seen chan<- string) {
	for lines := bufio.NewReaderSize(stream, 64<<10); ; {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			return
		}
		if _, mark, found := bytes.Cut(line[:min(len(line), 200)], []byte("?mark=")); found {
			mark, _, _ = bytes.Cut(mark, []byte(`"`))
			seen <- string(mark)
		}
	}
}

// round returns how many seconds a round of gets takes. It then waits until the followers have seen all of them, so that they
// do not slow the next round.
func (f *followed) round(b *testing.B) float64 {
	start := time.Now()
	var all sync.WaitGroup
	for _, client := range f.clients {
		all.Go(func() {
			for range followBatch {
				f.get(b, client, "")
			}
		})
	}
	all.Wait()
	took := time.Since(start).Seconds()
	f.rounds++
	mark := fmt.Sprint(f.rounds)
	f.get(b, f.clients[0], "?mark="+mark)
	for i, seen := range f.seen {
		if got := <-seen; got != mark {
			b.Errorf("follower %d: got mark %s, want %s", i, got, mark)
		}
	}
	return took
}

func (f *followed) get(b *testing.B, client *bufio.ReadWriter, query string) {
	const lead = "152a5c45-68f0-4ee7-85c0-32ae87bb611b"
	fmt.Fprintf(client, "GET /v3/lead/%s%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer bench\r\n\r\n", lead, query)
	_ = client.Flush() // reading fails too
	response, err := http.ReadResponse(client.Reader, nil)
	if err != nil {
		b.Error(err)
		return
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		b.Errorf("%d %v, want %d", response.StatusCode, err, http.StatusOK)
	}
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
