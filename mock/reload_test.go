package mock_test

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// edited returns the spec for lists with changes, given as old and new text in turn.
func edited(t testing.TB, changes ...string) *openapi.Document {
	t.Helper()
	text := strings.NewReplacer(changes...).Replace(readFile(t, "testdata/list.yaml"))
	page, err := openapi.Load("list.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// A reloaded spec is served at once, and no record is lost: new fields have their defaults, removed fields are gone, all
// others stay, in every session.
func TestReload(t *testing.T) {
	c := startWithLists(t, mock.WithLeads(20))
	c.in("a", "POST", "/v3/list", jsonBody(map[string]string{"campaign_uuid": "x", "list_name": "Danh sách"}))
	c.in("a", "DELETE", "/v3/lead/"+demo01, "")
	if _, err := c.server.SaveSnapshot("before"); err != nil {
		t.Fatal(err)
	}
	c.create("x", "0349710001")
	before := c.getUnchecked("/v3/lead?limit=100").text()
	page := edited(t, "total_upload: ", "total_sent: ", "  /v3/list:", "  /v4/list:", "list_name is exists", "list_name is taken")
	if err := c.server.Reload(mock.WithSpec(page)); err != nil {
		t.Fatal(err)
	}
	if got := c.getUnchecked("/v3/lead?limit=100").text(); got != before {
		t.Errorf("after the reload: got\n%s\nwant, as before,\n%s", got, before)
	}
	lists := c.getUnchecked("/s/a/v4/list").text()
	if !strings.Contains(lists, `"list_name":"Danh sách"`) || !strings.Contains(lists, `"total_sent":0`) || strings.Contains(lists, "total_upload") || !strings.HasSuffix(lists, `"total":2}`) {
		t.Errorf("got %s, want 2 lists with the fields of the new spec", lists)
	}
	if got := c.getUnchecked("/v3/list"); got.status != 404 {
		t.Errorf("the old path: got %d, want 404", got.status)
	}
	if got := c.getUnchecked("/s/a/v3/lead/" + demo01); got.status != 404 {
		t.Errorf("a lead that was deleted: got %d, want 404", got.status)
	}
	if c.server.RestoreSnapshot("before"); totalOf(t, c) != 22 {
		t.Errorf("got total %d after an older snapshot was restored, want 22", totalOf(t, c))
	}
	c.expect("DELETE", "/v3/lead/"+c.create("y", "0349710001"), "", 200, "")
}

// A new seed applies to new sessions and to resets.
func TestReloadOfTheSeed(t *testing.T) {
	c := start(t)
	c.in("a", "GET", "/v3/lead", "")
	seed := fmt.Sprintf(`{"lists":[{"list_uuid":%q,"list_name":"L"}]}`, documentedList)
	if err := c.server.Reload(mock.WithSeed("new.json", []byte(seed))); err != nil {
		t.Fatal(err)
	}
	for session, want := range map[string]string{"a": `"total":2}`, "": `"total":2}`, "b": `"total":0}`} {
		if got := c.in(session, "GET", "/v3/lead?limit=0", "").text(); !strings.HasSuffix(got, want) {
			t.Errorf("session %q: got %s, want %s", session, got, want)
		}
	}
	c.server.Reset()
	if total := totalOf(t, c); total != 0 {
		t.Errorf("got total %d after a reset, want 0, as in the new seed", total)
	}
}

func TestReloadsThatAreRefused(t *testing.T) {
	c := startWithLists(t)
	c.create("x", "0349710001")
	if err := c.server.Reload(mock.WithSpec(edited(t, "resource: list", "resource: nothing"))); err == nil || !strings.Contains(err.Error(), `spec list.yaml:9: x-mock: unknown resource "nothing" (lead, list)`) {
		t.Errorf("got %v, want an error about the resource nothing", err)
	}
	if err := c.server.Reload(mock.WithSeed("bad.json", []byte("{\n\"leads\": 7}"))); err == nil || !strings.HasPrefix(err.Error(), "seed bad.json:2: leads: want an array") {
		t.Errorf("got %v, want an error about leads in the seed", err)
	}
	if total := totalOf(t, c); total != 3 {
		t.Errorf("got total %d, want 3", total)
	}
	c.expect("GET", "/v3/list", "", 200, "")
}

// Rows uploaded before a reload are imported after it, according to the new documents.
func TestReloadBesideAnImport(t *testing.T) {
	c := startWithLists(t)
	c.imports(mock.Imports{AfterReads: 1})
	c.upload(t, form{{"file", "a.csv", "lead_name,phone_number,after_day\nTrần,0971234567,3\n"}, {"list_uuid", "", documentedList}})
	if err := c.server.Reload(mock.WithSpec(edited(t, "total_upload: ", "total_sent: "))); err != nil {
		t.Fatal(err)
	}
	totalOf(t, c)
	leads, total := c.page("")
	if total != 3 || leads[0]["lead_name"] != "Trần" || leads[0]["after_day"] != 3.0 || leads[0]["network"] != "viettel" || leads[0]["list_name"] != "List Autodialer" {
		t.Errorf("got %d %v, want 3, the imported lead first", total, leads[0])
	}
}

// Requests during a reload get a reply by the old documents, by the new ones, or the request to send them again.
func TestReloadBesideRequests(t *testing.T) {
	c := startWithLists(t, mock.WithImportDelay(time.Microsecond))
	pages := []*openapi.Document{listPage(t), edited(t, "total_upload: ", "total_sent: ")}
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := c.server.ExportState(io.Discard); err != nil {
					t.Error(err) // a file of --state would be left as it was
				}
				if got := c.getUnchecked("/v3/list"); got.status != 200 && (got.status != 503 || got.header.Get("X-Mock-Error") == "") {
					t.Errorf("got %d %s, want 200, or 503 of the mock", got.status, got.body)
				}
			}
		})
	}
	for i := range 50 {
		if err := c.server.Reload(mock.WithSpec(pages[i%2])); err != nil {
			t.Fatal(err)
		}
		c.server.Reset()
	}
	close(stop)
	clients.Wait()
}

// A field whose type has changed gets its default, because its value would fit no client.
func TestReloadWithAnotherType(t *testing.T) {
	c := startWithLists(t)
	c.send("POST", "/v3/list", `{"campaign_uuid":"x","list_name":"L","description":"a text"}`)
	if err := c.server.Reload(mock.WithSpec(edited(t, "description: {type: string}", "description: {type: integer}"))); err != nil {
		t.Fatal(err)
	}
	if got := c.getUnchecked("/v3/list?limit=1").text(); !strings.Contains(got, `"list_name":"L"`) || !strings.Contains(got, `"description":0`) {
		t.Errorf("got %s, want list_name L and description 0", got)
	}
}
