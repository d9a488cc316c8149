package mock_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// BenchmarkAllocations reports what the handler itself allocates for a request, without net/http.
func BenchmarkAllocations(b *testing.B) {
	server, err := mock.New(mock.WithImportDelay(0))
	if err != nil {
		b.Fatal(err)
	}
	file, contentType := uploadOf(b, 1)
	cases := []struct {
		name, method, path, contentType, body string
		status                                int
	}{
		{"get", "GET", "/v3/lead/" + demo01, "", "", 200},
		{"list", "GET", "/v3/lead?limit=10", "", "", 200},
		{"create", "POST", "/v3/lead", "application/json", `{"list_uuid":"` + documentedList + `","lead_name":"Demo01","lead_code":"DP01","phone_number":"0349719999"}`, 200},
		{"create-refused", "POST", "/v3/lead", "application/json", `{"list_uuid":"` + documentedList + `","phone_number":""}`, 400},
		{"update", "PUT", "/v3/lead/" + demo01, "application/json", `{"lead_uuid":"` + demo01 + `","lead_name":"Demo01","phone_number":"0349719999","province":"Hà Nội"}`, 200},
		{"upload", "POST", "/v3/lead/file", contentType, string(file), 200},
	}
	for range 10 { // for the list
		repeated(b, server, cases[2].method, cases[2].path, cases[2].contentType, cases[2].body, 200)()
	}
	for _, test := range cases {
		b.Run(test.name, func(b *testing.B) {
			again := repeated(b, server, test.method, test.path, test.contentType, test.body, test.status)
			b.ReportAllocs()
			for b.Loop() {
				again()
			}
		})
	}
}

// repeated prepares a request that can be sent repeatedly without allocating anything itself.
func repeated(b *testing.B, server http.Handler, method, path, contentType, text string, status int) func() {
	b.Helper()
	request := httptest.NewRequest(method, path, nil)
	request.Header.Set("Authorization", "Bearer bench-0123456789abcdef-0123456789abcdef")
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	body := strings.NewReader("")
	closer := io.NopCloser(body)
	writer := &nothing{header: http.Header{}}
	return func() {
		clear(writer.header)
		body.Reset(text)
		request.Body, request.ContentLength, request.MultipartForm = closer, int64(len(text)), nil
		server.ServeHTTP(writer, request)
		if writer.status != status {
			b.Fatalf("%s %s: got %d, want %d", method, path, writer.status, status)
		}
	}
}

// nothing is a client that discards the reply.
type nothing struct {
	header http.Header
	status int
}

func (n *nothing) Header() http.Header            { return n.header }
func (n *nothing) WriteHeader(status int)         { n.status = status }
func (n *nothing) Write(body []byte) (int, error) { return len(body), nil }
