package mock_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// The benchmarks send the same requests over real HTTP on loopback to the mock and to a bare net/http handler that
// writes the same bytes, batch by batch in turn, and report how much of the bare handler's rate the mock reaches.

const (
	connections = 16
	batch       = 20 // requests a connection
	million     = 1_000_000
)

var benchCases = []struct {
	name, method, path, body string
}{
	{"get", "GET", "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", ""},
	{"list", "GET", "/v3/lead?limit=10", ""},
	{"list-offset", "GET", "/v3/lead?limit=10&offset=OFFSET", ""},
	{"list-by-list", "GET", "/v3/lead?limit=10&offset=OFFSET&list_uuid=" + documentedList, ""},
	{"list-by-campaign", "GET", "/v3/lead?limit=10&offset=OFFSET&campaign_uuid=7bbe986b-8a6e-404c-840b-781102b5aa07", ""},
	{"list-by-list-and-campaign", "GET", "/v3/lead?limit=10&offset=OFFSET&list_uuid=" + documentedList + "&campaign_uuid=7bbe986b-8a6e-404c-840b-781102b5aa07", ""},
	{"list-by-phone", "GET", "/v3/lead?limit=10&phone_number=0349719999", ""},
	{"create", "POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","lead_name":"Demo01","lead_code":"DP01","phone_number":"0349719999"}`},
	{"create-refused", "POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","phone_number":""}`},
}

func BenchmarkHTTP(b *testing.B) {
	for _, leads := range []int{4, million} {
		b.Run(fmt.Sprintf("leads=%d", leads), func(b *testing.B) {
			for _, one := range benchCases {
				b.Run(one.name, func(b *testing.B) {
					if leads < million && strings.Contains(one.path, "OFFSET") {
						b.Skip("an offset needs leads")
					}
					path := strings.Replace(one.path, "OFFSET", "900000", 1)
					compare(b, benchServer(b, leads), one.method, path, one.body)
				})
			}
		})
	}
}

// benchServers are shared by the benchmarks, since a million leads take seconds to make.
var benchServers = map[int]*mock.Server{}

func benchServer(b *testing.B, leads int) *mock.Server {
	b.Helper()
	if benchServers[leads] == nil {
		var options []mock.Option
		if leads > 4 {
			options = append(options, mock.WithLeads(leads))
		}
		made, err := mock.New(options...)
		if err != nil {
			b.Fatal(err)
		}
		benchServers[leads] = made
	}
	return benchServers[leads]
}

func compare(b *testing.B, handler http.Handler, method, path, body string) {
	played := httptest.NewServer(handler)
	defer played.Close()
	sample := exchange(b, played.URL, method, path, body)
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(sample.body)))
		w.WriteHeader(sample.status)
		_, _ = w.Write(sample.body)
	}))
	defer bare.Close()
	request := wire(method, path, body)
	toMock, toBare := dial(b, played), dial(b, bare)
	run(b, toMock, request)
	run(b, toBare, request)
	var mockTime, bareTime time.Duration
	rounds := 0
	for b.Loop() {
		bareTime += run(b, toBare, request)
		mockTime += run(b, toMock, request)
		rounds++
	}
	requests := float64(rounds * connections * batch)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(bareTime.Seconds()/mockTime.Seconds(), "of-bare")
	b.ReportMetric(requests/mockTime.Seconds(), "mock-req/s")
	b.ReportMetric(requests/bareTime.Seconds(), "bare-req/s")
}

type benchReply struct {
	status int
	body   []byte
}

func exchange(b *testing.B, url, method, path, body string) benchReply {
	b.Helper()
	request, err := http.NewRequest(method, url+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer bench")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return benchReply{response.StatusCode, data}
}

func wire(method, path, body string) []byte {
	return fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", method, path, len(body), body)
}

// connection is a client that costs next to nothing, so that the servers are what is measured.
type connection struct {
	net.Conn
	reader *bufio.Reader
}

func dial(b *testing.B, server *httptest.Server) []connection {
	b.Helper()
	var open []connection
	for range connections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		open = append(open, connection{conn, bufio.NewReaderSize(conn, 32<<10)})
	}
	return open
}

func run(b *testing.B, open []connection, request []byte) time.Duration {
	start := time.Now()
	var all sync.WaitGroup
	for _, one := range open {
		all.Go(func() {
			for range batch {
				if err := one.roundTrip(request); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
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

// BenchmarkMemory reports the live heap that a lead takes, indexes counted.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		before := liveHeap()
		made, err := mock.New(mock.WithLeads(million))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(liveHeap()-before)/million, "heap-B/lead")
		runtime.KeepAlive(made)
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// BenchmarkImport uploads files of 100,000 rows and reports the rows a second until they are on listings.
func BenchmarkImport(b *testing.B) {
	const rows = 100_000
	form, contentType := uploadOf(b, rows)
	served := mock.RunT(b, mock.WithImportDelay(0))
	for b.Loop() {
		request, err := http.NewRequest(http.MethodPost, served.URL+"/v3/lead/file", bytes.NewReader(form))
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer bench")
		request.Header.Set("Content-Type", contentType)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		served.WaitForImports()
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
