package mock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// checkSession checks a session that no longer changes: totals equal what pages show, filters find exactly what they should,
// ids are unique, and an export reads back the same.
func checkSession(t *testing.T, c *client, session *mock.Session) {
	t.Helper()
	all := pagesOf(t, c, session, url.Values{})
	ids := map[string]bool{}
	by := map[string]map[string][]string{"list_uuid": {}, "campaign_uuid": {}, "phone_number": {}}
	for _, lead := range all {
		id := lead["lead_uuid"].(string)
		if ids[id] {
			t.Errorf("session %q: got lead %s twice, want it once", session.Name(), id)
		}
		ids[id] = true
		for field := range by {
			value, _ := lead[field].(string)
			by[field][value] = append(by[field][value], id)
		}
		got, err := session.Records("lead").Get(id)
		if err != nil || fmt.Sprint(object(t, got)) != fmt.Sprint(lead) {
			t.Errorf("session %q: lead %s: got %s, %v, want, as in the page, %v", session.Name(), id, got, err, lead)
		}
	}
	for field, values := range by {
		for value, want := range values {
			if value == "" {
				continue
			}
			var got []string
			for _, lead := range pagesOf(t, c, session, url.Values{field: {value}}) {
				got = append(got, lead["lead_uuid"].(string))
			}
			if !slices.Equal(got, want) {
				t.Errorf("session %q, %s=%s: got %d leads, want %d:\n%v\n%v", session.Name(), field, value, len(got), len(want), got, want)
			}
		}
	}
	records := 0
	for _, err := range session.Records("lead").All() {
		if err != nil {
			t.Fatal(err)
		}
		records++
	}
	if n := session.Info().Records["lead"]; n != records || n < len(all) {
		t.Errorf("session %q: got %d leads counted, %d there, %d listed, want all the same", session.Name(), n, records, len(all))
	}
	t.Logf("session %q: %d leads in %d lists, %d requests", session.Name(), len(all), len(by["list_uuid"]), session.LastRequest())
}

// pagesOf reads everything that a query finds, page by page.
func pagesOf(t *testing.T, c *client, session *mock.Session, query url.Values) (all []map[string]any) {
	t.Helper()
	const limit = 97
	query.Set("limit", fmt.Sprint(limit))
	for total := 1; len(all) < total; {
		query.Set("offset", fmt.Sprint(len(all)))
		_, got := c.exchange("GET", "/v3/lead?"+query.Encode(), http.Header{"Authorization": {"Bearer test"}, "X-Mock-Session": {session.Name()}}, nil)
		var page struct {
			Data  []map[string]any
			Total int
		}
		if err := json.Unmarshal(got.body, &page); err != nil || got.status != 200 {
			t.Fatalf("%s: got %d %s; want 200", query.Encode(), got.status, got.body)
		}
		if total = page.Total; len(page.Data) != min(limit, total-len(all)) {
			t.Fatalf("session %q %s: got %d leads, want %d", session.Name(), query.Encode(), len(page.Data), min(limit, total-len(all)))
		}
		all = append(all, page.Data...)
	}
	return all
}
