package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// impatient serves a handler that reads its body, or does not, and sends what it has read to a channel.
func impatient(t *testing.T, reads bool) (address string, read chan string) {
	t.Helper()
	read = make(chan string, 1)
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if reads {
			body, err := io.ReadAll(r.Body)
			read <- fmt.Sprint(string(body), " ", err != nil)
		}
	})
	server := httptest.NewServer(pace{atFirst: 50 * time.Millisecond, rate: 100}.limit(handler))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), read
}

func sendRaw(t *testing.T, address, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// If a body stops arriving, its connection is closed, whether the handler reads it or not.
func TestStalledBodyEnds(t *testing.T) {
	for _, reads := range []bool{true, false} {
		address, read := impatient(t, reads)
		conn := sendRaw(t, address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
		if _, err := io.Copy(io.Discard, conn); err != nil { // returns when the server has closed the connection
			t.Fatal(err)
		}
		if reads {
			if got := <-read; got != "abc true" {
				t.Errorf("the handler: got %q, want abc and an error", got)
			}
		}
	}
}

// A complete body is read, and the connection stays open for a slow reply and the next request.
func TestWholeBodyStays(t *testing.T) {
	address, read := impatient(t, true)
	conn := sendRaw(t, address, "")
	reader := bufio.NewReader(conn)
	for range 3 {
		body := strings.Repeat("x", 200)
		if _, err := fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(reader, nil)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("got %v %v, want 200", response, err)
		}
		_ = response.Body.Close()
		if got := <-read; got != body+" false" {
			t.Errorf("the handler: got %q, want all", got)
		}
	}
}
