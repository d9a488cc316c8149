package mock_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/fixtures"
)

// requestOf is the request for each printed reply, in the chosen reading if the documentation contradicts itself.
var requestOf = map[string]struct{ method, path string }{
	"createLead.printed":         {"POST", "/v3/lead"},
	"createLead.list_uuid_short": {"POST", "/v3/lead"},
	"createLead.phone_empty":     {"POST", "/v3/lead"},
	"listLeads.printed":          {"GET", "/v3/lead"},
	"getLead.printed":            {"GET", "/v3/lead/" + testNe},
	"updateLead.printed":         {"PUT", "/v3/lead/" + testNe},
	"updateLead.phone_missing":   {"PUT", "/v3/lead/" + testNe},
	"deleteLead.printed":         {"DELETE", "/v3/lead/b9285f8a-4e3c-40f1-aed7-840b1d5e6118"},
	"deleteLead.not_found":       {"DELETE", "/v3/lead/" + unknownID},
}

// Every printed request, sent to a fresh mock, gets its printed reply: byte for byte except for white space, so with the
// fields in the printed order.
func TestPrintedReplies(t *testing.T) {
	seen := 0
	for _, printed := range fixtures.Cases() {
		name := printed.Operation + "." + printed.Name
		t.Run(name, func(t *testing.T) {
			c := start(t)
			var got reply
			if printed.Operation == "uploadLeads" {
				got = c.upload(t, formOf(t, printed.Name))
			} else {
				request, known := requestOf[name]
				if !known {
					t.Fatal("got no request for this reply, want one in requestOf")
				}
				got = c.send(request.method, request.path, string(printed.Request))
			}
			want := compact(t, printed.Reply)
			if name == "createLead.printed" { // the ID is the server's own
				id := regexp.MustCompile(`"lead_uuid":"[^"]*"`)
				want, got.body = id.ReplaceAll(want, nil), id.ReplaceAll(got.body, nil)
			}
			if !bytes.Equal(got.body, want) {
				t.Errorf("got  %s\nwant %s", got.body, want)
			}
			if failed := got.status >= 400; failed != bytes.Contains(printed.Reply, []byte(`"error"`)) {
				t.Errorf("got %d for %s, want an error exactly if it has the key", got.status, printed.Reply)
			}
		})
		seen++
	}
	if seen != len(requestOf)+3 {
		t.Errorf("got %d printed replies, and requests for %d, want as many", seen, len(requestOf)+3)
	}
}

func formOf(t *testing.T, name string) form {
	file := part{name: "file", filename: "template_lead_viettel.csv", content: string(fixtures.CSV())}
	list := part{name: "list_uuid", content: documentedList}
	switch name {
	case "printed":
		return form{file, list}
	case "list_uuid_missing":
		return form{file}
	case "file_missing":
		return form{list}
	}
	t.Fatalf("got no form for %s, want one", name)
	return nil
}

func compact(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, data); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// People will paste the curls whose method or path the documentation contradicts; the refusal says which reading was chosen.
func TestContradictedCurls(t *testing.T) {
	c := start(t)
	header := http.Header{"Authorization": {"Bearer x"}, "Content-Type": {"application/x-www-form-urlencoded"}}
	list := c.sendWith("POST", "/v3/lead", header, strings.NewReader(""))
	if list.status != 400 || !strings.Contains(list.header.Get("X-Mock-Error"), "send GET (contradiction C02)") {
		t.Errorf("the list curl: got %d, X-Mock-Error %q, want 400 and C02", list.status, list.header.Get("X-Mock-Error"))
	}
	body, contentType := formOf(t, "printed").encode(t)
	header = http.Header{"Authorization": {"Bearer x"}, "Content-Type": {contentType}}
	upload := c.sendWith("POST", "/v3/lead", header, bytes.NewReader(body))
	if upload.status != 400 || !strings.Contains(upload.header.Get("X-Mock-Error"), "/v3/lead/file") {
		t.Errorf("the upload line: got %d, X-Mock-Error %q, want 400 and /v3/lead/file", upload.status, upload.header.Get("X-Mock-Error"))
	}
	if _, total := c.page(""); total != 2 {
		t.Errorf("got total %d after refusals, want 2", total)
	}
}

// form is the parts of an upload, in order.
type form []part

type part struct{ name, filename, content string }

func (f form) encode(t testing.TB) (body []byte, contentType string) {
	t.Helper()
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	if err := writer.SetBoundary("the-same-on-every-run"); err != nil { // a fuzzer needs equal inputs for equal runs
		t.Fatal(err)
	}
	for _, part := range f {
		var to io.Writer
		var err error
		if part.filename != "" {
			to, err = writer.CreateFormFile(part.name, part.filename)
		} else {
			to, err = writer.CreateFormField(part.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte(part.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), writer.FormDataContentType()
}

func (c *client) upload(t testing.TB, f form) reply {
	t.Helper()
	body, contentType := f.encode(t)
	header := http.Header{"Authorization": {"Bearer test"}, "Content-Type": {contentType}}
	return c.sendWith("POST", "/v3/lead/file", header, bytes.NewReader(body))
}
