package target

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// fake answers requests in this process. Its handler may call next for the deployment's answer.
type fake func(request *http.Request, body string) (status int, reply any, header map[string]string)

func (f fake) RoundTrip(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body)
	}
	status, reply, header := f(request, string(body))
	if err, isError := reply.(error); isError {
		return nil, err
	}
	text, isText := reply.(string)
	kind := "text/plain"
	if strings.HasPrefix(text, "<") {
		kind = "text/html"
	}
	if !isText {
		encoded, err := json.Marshal(reply)
		if err != nil {
			return nil, err
		}
		text, kind = string(encoded), "application/json"
	}
	response := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(bytes.NewReader([]byte(text))), Request: request}
	for name, value := range header {
		response.Header.Set(name, value)
	}
	return response, nil
}

// clientOf returns a client of a fake that may write to testList.
func clientOf(t *testing.T, f fake) *Client {
	t.Helper()
	return New(Options{
		Base: &url.URL{Scheme: "http", Host: "deployment.test"}, Token: "a-token-of-nobody", ListUUID: testList, RunID: testRun,
		IntentsDir: t.TempDir(), HTTP: &http.Client{Transport: f}, Patience: 30 * time.Second, Settle: 2 * time.Second, ImportTimeout: time.Minute,
	})
}

type object = map[string]any

func createCall(code string) Call {
	body, _ := json.Marshal(object{"list_uuid": testList, "lead_code": code, "phone_number": testPhone})
	return Call{Operation: "createLead", Method: http.MethodPost, Path: createPath, ContentType: "application/json", Body: body}
}

func uploadCall(file string) Call {
	contentType, body := formOf(testList, file, false)
	return Call{Operation: "uploadLeads", Method: http.MethodPost, Path: uploadPath, ContentType: contentType, Body: body}
}

func shownLead(id, code, phone string) object {
	return object{"lead_uuid": id, "list_uuid": testList, "lead_code": code, "phone_number": phone}
}

func page(leads ...object) object {
	data := []object{}
	return object{"data": append(data, leads...), "limit": 10, "offset": 0, "total": len(leads)}
}

// answers returns a deployment that answers every request in the same way.
func answers(reply object) fake {
	return func(*http.Request, string) (int, any, map[string]string) { return 200, reply, nil }
}
