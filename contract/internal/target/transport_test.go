package target

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// refusing is an HTTP/2 server that refuses every stream, and counts them by method.
func refusing(t *testing.T) (address string, streams func() map[string]int) {
	t.Helper()
	counts := make(chan map[string]int, 1)
	counts <- map[string]int{}
	plain := httptest.NewUnstartedServer(nil)
	plain.EnableHTTP2 = true
	plain.StartTLS() // for its certificate
	certificate := plain.TLS.Certificates[0]
	plain.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go refuse2(connection, counts)
		}
	}()
	return listener.Addr().String(), func() map[string]int {
		m := <-counts
		defer func() { counts <- m }()
		return m
	}
}

// refuse2 reads the frames of a connection, and answers each request with REFUSED_STREAM.
func refuse2(connection net.Conn, counts chan map[string]int) {
	defer func() { _ = connection.Close() }()
	if _, err := io.CopyN(io.Discard, connection, int64(len(http2.ClientPreface))); err != nil {
		return
	}
	framer := http2.NewFramer(connection, connection)
	framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	if framer.WriteSettings() != nil {
		return
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() && framer.WriteSettingsAck() != nil {
				return
			}
		case *http2.MetaHeadersFrame:
			m := <-counts
			m[frame.PseudoValue("method")]++
			counts <- m
			if framer.WriteRSTStream(frame.StreamID, http2.ErrCodeRefusedStream) != nil {
				return
			}
		}
	}
}

// TestWriteIsSentOnce shows that net/http does not repeat a write, whatever the server refuses.
func TestWriteIsSentOnce(t *testing.T) {
	address, streams := refusing(t)
	transport := ownTransport(Options{}).(*http.Transport)
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // a server of this test
	c := New(Options{
		Base: &url.URL{Scheme: "https", Host: address}, Token: "a-token-of-nobody", ListUUID: testList, RunID: testRun,
		IntentsDir: t.TempDir(), HTTP: &http.Client{Transport: transport},
	})
	for _, call := range []Call{createCall("lc-test01-1"), {Method: http.MethodPut, Path: leadPath + "a1", Body: []byte("{}")}, Delete("a1")} {
		if _, _, err := c.sendOnce(t.Context(), call); err == nil || !strings.Contains(err.Error(), "REFUSED_STREAM") {
			t.Errorf("%s: got %v, want that the stream is refused", call.Method, err)
		}
	}
	for method, want := range map[string]int{"POST": 1, "PUT": 1, "DELETE": 1} {
		if got := streams()[method]; got != want {
			t.Errorf("%s was sent %d times, want %d", method, got, want)
		}
	}
}

// TestReplyIsBounded serves endless bodies and headers.
func TestReplyIsBounded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if request.URL.Query().Get("phone_number") == "header" {
			w.Header().Set("X-Long", strings.Repeat("x", 2*maxHeader))
			return
		}
		for request.Context().Err() == nil {
			if _, err := w.Write([]byte(strings.Repeat("[", 1<<16))); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := New(Options{Base: base, Token: "a-token-of-nobody", RunID: testRun})
	got, err := c.roundTrip(t.Context(), firstPage())
	if err != nil || got.NotJSON == nil || len(got.Body) > 0 || !strings.Contains(got.String(), "longer than 2 MB") {
		t.Errorf("a body without end: got %.80v, error %v; want a reply that is too long", got, err)
	}
	if _, err := c.roundTrip(t.Context(), List(url.Values{"phone_number": {"header"}})); err == nil {
		t.Error("a header of half a megabyte: no error, want one")
	}
}
