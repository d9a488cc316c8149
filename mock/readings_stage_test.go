package mock_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// step is a request. An empty Content-Type means JSON if there is a body.
type step struct {
	method, path, contentType, body string
	noToken                         bool
}

func (s step) String() string {
	return fmt.Sprintf("%s %s %q %q", s.method, s.path, s.contentType, s.body)
}

// stage is a mock whose replies differ only by its readings: clock and IDs are the same each time.
type stage struct {
	t      testing.TB
	server *mock.Server
}

var stageStart = time.Date(2023, 4, 1, 8, 0, 0, 0, time.UTC)

func onStage(t testing.TB, options ...mock.Option) stage {
	t.Helper()
	server, err := mock.New(append(options, mock.WithNow(stageStart), mock.WithIDSeed(1), mock.WithImportDelay(0))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return stage{t, server}
}

// send returns status and body of the reply in one line.
func (s stage) send(session string, sent step) string {
	request := httptest.NewRequest(sent.method, sent.path, strings.NewReader(sent.body))
	if !sent.noToken {
		request.Header.Set("Authorization", "Bearer stage")
	}
	if sent.body != "" && sent.contentType == "" {
		sent.contentType = "application/json"
	}
	if sent.contentType != "" {
		request.Header.Set("Content-Type", sent.contentType)
	}
	if session != "" {
		request.Header.Set("X-Mock-Session", session)
	}
	reply := httptest.NewRecorder()
	s.server.ServeHTTP(reply, request)
	if sent.method == "HEAD" {
		reply.Body.Reset()
		reply.Body.WriteString(reply.Header().Get("Content-Length"))
	}
	return fmt.Sprintf("%d %s\n", reply.Code, reply.Body)
}

func (s stage) state(session string) string {
	var out bytes.Buffer
	if err := s.server.InSession(session).ExportState(&out); err != nil {
		s.t.Fatal(err)
	}
	return out.String()
}

// play sends all steps and returns the replies.
func (s stage) play(steps []step) (replies string) {
	for _, request := range steps {
		replies += s.send("", request)
	}
	return replies
}

func creating(body string) step { return step{method: "POST", path: "/v3/lead", body: body} }

func creatingWith(more string) step {
	return creating(`{"list_uuid":"` + documentedList + `","phone_number":"0349710001"` + more + `}`)
}

func updating(more string) step {
	return step{method: "PUT", path: "/v3/lead/" + demo01, body: `{"lead_uuid":"` + demo01 + `","phone_number":"0349719999"` + more + `}`}
}

func getting(path string) step { return step{method: "GET", path: path} }

func listing(query string) step { return getting("/v3/lead?" + query) }

// uploading returns an upload; an empty list or file omits the part.
func uploading(list, file string) step {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.SetBoundary("boundary-of-the-form")
	if file != "" {
		part, _ := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="leads.csv"`}})
		_, _ = part.Write([]byte(file))
	}
	if list != "" {
		_ = form.WriteField("list_uuid", list)
	}
	_ = form.Close()
	return step{method: "POST", path: "/v3/lead/file", contentType: form.FormDataContentType(), body: body.String()}
}
