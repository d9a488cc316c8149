package mock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// Every documented reply of every operation is available by name and by status, word for word, without a token, and changes
// no state.
func TestPreferredReplies(t *testing.T) {
	c := startWithLists(t)
	lead, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	pages := append([]*openapi.Document{lead}, listPage(t))
	before := exported(t, c.server)
	forced := 0
	for _, page := range pages {
		operations, err := page.Operations()
		if err != nil {
			t.Fatal(err)
		}
		for _, operation := range operations {
			path := strings.NewReplacer("{lead_uuid}", demo01, "{list_uuid}", documentedList).Replace(operation.Path)
			seen := map[string]bool{}
			for _, example := range operation.Examples {
				forced++
				byName := c.prefer(operation.Method, path, "example="+example.Name+", code="+example.Status)
				wantForced(t, byName, example)
				if !seen[example.Status] { // the status selects the first of its examples
					seen[example.Status] = true
					wantForced(t, c.prefer(operation.Method, path+"?__code="+example.Status, ""), example)
				}
			}
		}
	}
	if forced < 25 {
		t.Errorf("got %d documented replies, want 25 at least", forced)
	}
	if after := exported(t, c.server); after != before {
		t.Errorf("the state: got\n%s\nwant, as before,\n%s", after, before)
	}
}

func wantForced(t *testing.T, got reply, example openapi.Example) {
	t.Helper()
	if fmt.Sprint(got.status) != example.Status || !bytes.Equal(got.body, example.Body) || got.header.Get("Preference-Applied") == "" {
		t.Errorf("example %s: got %d %s, Preference-Applied %q; want %s %s", example.Name, got.status, got.body, got.header.Get("Preference-Applied"), example.Status, example.Body)
	}
}

// prefer sends a request without a token.
func (c *client) prefer(method, path, prefer string) reply {
	c.t.Helper()
	header := http.Header{"Content-Type": {"application/json"}}
	if prefer != "" {
		header.Set("Prefer", prefer)
	}
	_, got := c.exchange(method, path, header, strings.NewReader(`{}`))
	return got
}

func exported(t testing.TB, s *mock.Server) string {
	t.Helper()
	var out bytes.Buffer
	if err := s.ExportState(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// recordsOf returns all records of a resource, newest first.
func recordsOf(t testing.TB, s *mock.Server, resource string) (all []string) {
	t.Helper()
	for record, err := range s.Records(resource).All() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(record))
	}
	return all
}

func TestPreferencesThatAreUnknown(t *testing.T) {
	c := start(t)
	const replies = "(200 page, 400 limit_invalid, 401 unauthorized)"
	for _, test := range []struct{ query, prefer, says string }{
		{"", "code=418", "listLeads has no documented reply 418 " + replies},
		{"", "example=nothing", "listLeads has no documented reply nothing " + replies},
		{"", "code=200, example=limit_invalid", "listLeads has no documented reply 200 limit_invalid " + replies},
		{"", "code=many", `header Prefer: code: want a status such as 404, not "many"`},
		{"", "code=0", `code: want a status such as 404, not "0"`},
		{"", "code", `code: want a status such as 404, not ""`},
		{"?__example=", "", "__example: want the name of a documented reply"},
		{"", "delay=2", `header Prefer: delay: want a time such as 2s or 300ms, not "2"`},
		{"", "delay=2h", `header Prefer: delay: want a time from 0 to 1h0m0s, not 2h0m0s`},
		{"", "delay=-1s", `header Prefer: delay: want a time from 0 to 1h0m0s, not -1s`},
		{"?__status=404", "", `__status: unknown preference (__code, __example, __delay)`},
		{"?__code=418", "", "no documented reply 418 " + replies},
		{"?__delay=x", "", `__delay: want a time such as`},
	} {
		got := c.prefer("GET", "/v3/lead"+test.query, test.prefer)
		if text, _ := got.decoded(t)["error"].(string); got.status != 400 || !strings.Contains(text, test.says) || got.header.Get("X-Mock-Error") == "" {
			t.Errorf("%s %s: got %d %s, want 400 of the mock with %s", test.query, test.prefer, got.status, got.body, test.says)
		}
	}
}

// Words of Prefer that are not the mock's are ignored (RFC 7240), and quoted values are the same as others.
func TestPreferencesAmongOthers(t *testing.T) {
	c := start(t)
	if got := c.prefer("GET", "/v3/lead", `respond-async, wait=10; foo, Code="401"`); got.status != 401 || got.header.Get("Preference-Applied") != "code=401" {
		t.Errorf("got %d %v, want 401 by the preference", got.status, got.header)
	}
	got := c.sendWith("GET", "/v3/lead", http.Header{"Authorization": {"Bearer x"}, "Prefer": {"return=minimal"}}, nil)
	if got.status != 200 || got.header.Get("Preference-Applied") != "" {
		t.Errorf("got %d %v, want 200 without a preference", got.status, got.header)
	}
	if got := c.prefer("GET", "/v3/leads", "code=404"); got.status != 404 || got.header.Get("X-Mock-Error") != "unknown path" || got.header.Get("Preference-Applied") != "" {
		t.Errorf("an unknown path: got %d %v %s, want 404, unknown path", got.status, got.header, got.body)
	}
	if got := c.prefer("PATCH", "/v3/lead?__delay=1ms", "code=404"); got.status != 405 || got.header.Get("Preference-Applied") != "delay=1ms" {
		t.Errorf("an unknown method: got %d %v %s, want 405 after the delay", got.status, got.header, got.body)
	}
}

func TestPreferredDelay(t *testing.T) {
	c := start(t)
	got := c.sendWith("GET", "/v3/lead?__delay=1ms", http.Header{"Authorization": {"Bearer x"}, "Prefer": {"delay=1h"}}, nil)
	if got.status != 200 || got.header.Get("Preference-Applied") != "delay=1h, delay=1ms" {
		t.Errorf("got %d %v, want 200 after delay=1h, delay=1ms", got.status, got.header)
	}
	// A client that does not wait is detected, and its request changes nothing.
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, "DELETE", c.server.URL+"/v3/lead/"+demo01+"?__delay=1h", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer x")
	failed := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(request) //nolint:bodyclose // there is none
		failed <- err
	}()
	cancel()
	if err := <-failed; err == nil {
		t.Error("got no error, want the client to give up")
	}
	c.expect("GET", "/v3/lead/"+demo01, "", 200, "")
}

// The request log has a forced reply with the body that the client has sent.
func TestPreferredReplyIsInTheJournal(t *testing.T) {
	c := start(t)
	c.prefer("POST", "/v3/lead", "example=phone_empty")
	found, _ := c.server.Requests(mock.RequestFilter{Operation: "createLead"}, 1)
	if len(found) != 1 || found[0].Body != "{}" || found[0].Why != "forced by example=phone_empty" || found[0].Status != 400 || !json.Valid([]byte(found[0].Reply)) {
		t.Errorf("got %+v, want 1, forced, with its body", found)
	}
}
