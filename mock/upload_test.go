package mock_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

const processing = `{"msg":"file upload is processing"}`

// imports collects the log lines of imports, for tests.
type imports struct {
	mu    sync.Mutex
	lines []string
}

func (l *imports) log(e mock.Entry) {
	if e.Method != "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, e.Why)
}

func (l *imports) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func TestForms(t *testing.T) {
	file := part{"file", "leads.csv", "phone_number\n0300000001\n"}
	list := part{"list_uuid", "", documentedList}
	for name, test := range map[string]struct {
		form   form
		status int
		want   string
	}{
		"file first":           {form{file, list}, 200, processing},
		"list first":           {form{list, file}, 200, processing},
		"with other parts":     {form{{"note", "", "x"}, list, {"other", "x.bin", "y"}, file, {"z", "", ""}}, 200, processing},
		"nothing":              {form{}, 400, `{"error":"list_uuid is missing"}`}, // A37
		"no list":              {form{file}, 400, `{"error":"list_uuid is missing"}`},
		"an empty list":        {form{file, {"list_uuid", "", ""}}, 400, `{"error":"list_uuid is missing"}`},
		"no file":              {form{list}, 400, `{"error":"http: no such file"}`},
		"a path as text":       {form{list, {"file", "", "/tmp/leads.csv"}}, 400, `{"error":"http: no such file"}`}, // C15
		"another case":         {form{list, {"File", "leads.csv", "phone_number\n1\n"}}, 400, `{"error":"http: no such file"}`},
		"an unknown list":      {form{file, {"list_uuid", "", unknownID}}, 404, `{"error":"Not Found"}`},
		"a list that is long":  {form{file, {"list_uuid", "", strings.Repeat("x", 100_000)}}, 404, `{"error":"Not Found"}`},
		"a list in upper case": {form{file, {"list_uuid", "", strings.ToUpper(documentedList)}}, 404, `{"error":"Not Found"}`},
	} {
		c := start(t, mock.WithImportDelay(0))
		got := c.upload(t, test.form)
		if got.status != test.status || got.text() != test.want {
			t.Errorf("%s: got %d %s, want %d %s", name, got.status, got.body, test.status, test.want)
		}
		c.server.WaitForImports()
		_, total := c.page("")
		if want := map[bool]int{true: 3, false: 2}[test.status == 200]; total != want {
			t.Errorf("%s: got %d leads, want %d", name, total, want)
		}
	}
}

// A form that cannot be read is refused in the words of net/http, and nothing is stored (A38).
func TestUnreadableForms(t *testing.T) {
	whole, contentType := form{{"file", "leads.csv", "phone_number\n" + strings.Repeat("0300000001\n", 1000)}, {"list_uuid", "", documentedList}}.encode(t)
	c := start(t, mock.WithImportDelay(0), mock.WithMaxUpload(20_000))
	send := func(contentType string, body []byte) reply {
		return c.sendWith("POST", "/v3/lead/file", http.Header{"Authorization": {"Bearer x"}, "Content-Type": {contentType}}, bytes.NewReader(body))
	}
	for name, test := range map[string]struct {
		contentType string
		body        []byte
		status      int
		says        string
	}{
		"JSON":                {"application/json", []byte("{}"), 400, "request Content-Type isn't multipart/form-data"},
		"no boundary":         {"multipart/form-data", whole, 400, "no multipart boundary param in Content-Type"},
		"another boundary":    {"multipart/form-data; boundary=other", whole, 400, "EOF"},
		"cut in the file":     {contentType, whole[:len(whole)/2], 400, "EOF"},
		"cut in the list":     {contentType, whole[:len(whole)-40], 400, "EOF"},
		"cut before the last": {contentType, whole[:len(whole)-4], 400, "EOF"},
		"empty":               {contentType, nil, 400, "EOF"},
		"over the limit":      {contentType, append(whole, make([]byte, 20_000)...), 200, ""},
		"a file over it":      {contentType, bytes.ReplaceAll(whole, []byte("0300000001"), []byte("0300000001,xxxxxxxxxxxxxxxxxxxx")), 413, "Request Entity Too Large"},
	} {
		got := send(test.contentType, test.body)
		if got.status != test.status || !strings.Contains(got.text(), test.says) {
			t.Errorf("%s: got %d %s, want %d with %s", name, got.status, got.body, test.status, test.says)
		}
	}
	c.server.WaitForImports()
	if _, total := c.page(""); total != 2+1000 { // of the one that was complete, with an epilogue that is ignored
		t.Errorf("got %d leads, want 1002", total)
	}
}

// The rows of a file appear all at once to concurrent readers.
func TestImportAppearsAtOnce(t *testing.T) {
	c := start(t, mock.WithImportDelay(0))
	const rows = 5000
	body, contentType := uploadOf(t, rows)
	done := make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(func() {
		for {
			if total := totalOf(t, c); total != 2 && total != 2+rows {
				t.Errorf("got total %d: half an import, want 2 or %d", total, 2+rows)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	c.sendWith("POST", "/v3/lead/file", http.Header{"Authorization": {"Bearer x"}, "Content-Type": {contentType}}, bytes.NewReader(body))
	c.server.WaitForImports()
	close(done)
	reader.Wait()
	if total := totalOf(t, c); total != 2+rows {
		t.Errorf("got total %d, want %d", total, 2+rows)
	}
}

func totalOf(t *testing.T, c *client) int {
	var page struct{ Total int }
	if err := json.Unmarshal(c.getUnchecked("/v3/lead?limit=0").body, &page); err != nil {
		t.Error(err)
	}
	return page.Total
}

// The reply comes before the import: with a delay that never ends, it is there and the leads are not.
func TestReplyBeforeImport(t *testing.T) {
	c := start(t, mock.WithImportDelay(1<<62))
	c.upload(t, form{{"file", "a.csv", "phone_number\n1\n"}, {"list_uuid", "", documentedList}})
	if total := totalOf(t, c); total != 2 {
		t.Errorf("got total %d, want 2", total)
	}
	if err := c.server.Close(); err != nil {
		t.Error(err)
	}
	if err := c.server.Close(); err != nil { // a second Close is fine
		t.Error(err)
	}
}

// uploadOf returns a form with a file of a number of rows; the file comes first, as in the documentation's curl.
func uploadOf(t testing.TB, rows int) (body []byte, contentType string) {
	t.Helper()
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	file, err := writer.CreateFormFile("file", "leads.csv")
	if err != nil {
		t.Fatal(err)
	}
	writeRows(file, rows)
	if err := writer.WriteField("list_uuid", documentedList); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), writer.FormDataContentType()
}

func writeRows(file io.Writer, rows int) {
	fmt.Fprintln(file, "lead_name,lead_code,phone_number,contract_number,after_day")
	for i := range rows {
		fmt.Fprintf(file, "Nguyễn Văn %d,KH%d,03%08d,HD%d,%d\n", i, i, i, i, i%7)
	}
}
