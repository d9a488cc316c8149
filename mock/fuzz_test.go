package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/mock"
)

// direct calls the handler without a network, checks the reply against the document, and refuses a 5xx.
func direct(t *testing.T, server *mock.Server, request *http.Request) reply {
	t.Helper()
	request.Header.Set("Authorization", "Bearer fuzz")
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	got := reply{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	if got.status >= 500 {
		t.Fatalf("got %d %s, want no 5xx", got.status, got.body)
	}
	c := client{t: t, server: server}
	c.pages = append(c.pages, leadPage())
	c.check(request, got)
	return got
}

func newServer(t testing.TB, options ...mock.Option) *mock.Server {
	t.Helper()
	server, err := mock.New(append(options, mock.WithImportDelay(0))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// Whatever the body, the reply is documented, and a lead is stored if and only if the reply says so.
func FuzzBody(f *testing.F) {
	for _, printed := range fixtures.Cases() {
		f.Add(string(printed.Request))
	}
	f.Add(`{"list_uuid":"` + documentedList + `","phone_number":"0349719999","lead_name":"\ud800\u0000"}`)
	f.Add(`[[[[`)
	server := newServer(f)
	total := 2
	f.Fuzz(func(t *testing.T, body string) {
		request := httptest.NewRequest("POST", "/v3/lead", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		if direct(t, server, request).status == 200 {
			total++
		}
		request = httptest.NewRequest("PUT", "/v3/lead/"+demo01, strings.NewReader(body))
		direct(t, server, request)
		list := direct(t, server, httptest.NewRequest("GET", "/v3/lead?limit=1", nil))
		if !strings.HasSuffix(list.text(), fmt.Sprintf(`"total":%d}`, total)) {
			t.Errorf("got %s, want the total %d", list.body, total)
		}
	})
}

func FuzzQuery(f *testing.F) {
	for _, query := range []string{"", "limit=1&offset=1", "limit=-1", "list_uuid=" + documentedList + "&campaign_uuid=x", "phone_number=%zz", "limit=1;2", "limit=99999999999999999999"} {
		f.Add(query)
	}
	server := newServer(f, mock.WithLeads(20))
	f.Fuzz(func(t *testing.T, query string) {
		request := httptest.NewRequest("GET", "/v3/lead", nil)
		request.URL = &url.URL{Path: "/v3/lead", RawQuery: query}
		direct(t, server, request)
	})
}

// Whatever the file, the reply is the same; what is stored has a number and is text.
func FuzzCSV(f *testing.F) {
	f.Add(string(fixtures.CSV()))
	f.Add("phone_number;lead_name\r\n1;\"a\nb\"\r\n;x")
	f.Add("\xef\xbb\xbfphone_number\tafter_day\n1\t-5")
	f.Add("phone_number\n\"")
	server := newServer(f)
	f.Fuzz(func(t *testing.T, file string) {
		body, contentType := form{{"file", "a.csv", file}, {"list_uuid", "", documentedList}}.encode(t)
		request := httptest.NewRequest("POST", "/v3/lead/file", strings.NewReader(string(body)))
		request.Header.Set("Content-Type", contentType)
		if got := direct(t, server, request); got.text() != processing {
			t.Fatalf("got %d %s; want %v", got.status, got.body, processing)
		}
		server.WaitForImports()
		list := direct(t, server, httptest.NewRequest("GET", "/v3/lead?limit=50", nil))
		if !utf8.Valid(list.body) {
			t.Errorf("got %q, want UTF-8", list.body)
		}
		leads, _ := list.decoded(t)["data"].([]any)
		for _, lead := range leads {
			if lead.(map[string]any)["phone_number"] == "" {
				t.Errorf("got %v, want a number in it", lead)
			}
		}
	})
}
