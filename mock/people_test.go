package mock_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// Made-up leads are the newest, in the order of their times, and have the history of a call centre.
func TestMakeLeads(t *testing.T) {
	c := start(t)
	made, err := c.server.MakeLeads(200, "", true)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	before := time.Time{}
	for _, record := range made {
		var lead struct {
			Status       string
			CalledCount  int       `json:"called_count"`
			LastCallTime time.Time `json:"last_call_time"`
			CreatedAt    time.Time `json:"created_at"`
			UpdatedAt    time.Time `json:"updated_at"`
			Agent        string    `json:"assign_username"`
		}
		if err := json.Unmarshal(record, &lead); err != nil {
			t.Fatal(err)
		}
		seen[lead.Status]++
		called := lead.Status != "NEW" && lead.Status != "ASSIGNED"
		if called != (lead.CalledCount > 0) || called == lead.LastCallTime.Before(lead.CreatedAt) || (lead.Status == "NEW") == (lead.Agent != "") {
			t.Errorf("got %s, want calls and an agent that fit its status", record)
		}
		if lead.CreatedAt.Before(before) || lead.UpdatedAt.Before(lead.CreatedAt) || lead.UpdatedAt.After(time.Now()) {
			t.Errorf("got created %s after %s, updated %s, want them in order", lead.CreatedAt, before, lead.UpdatedAt)
		}
		before = lead.CreatedAt
	}
	if len(made) != 200 || seen["NEW"] == 0 || seen["NEW"] == 200 || len(seen) < 5 {
		t.Errorf("got %d leads, statuses %v, want 200 with at least 5 statuses", len(made), seen)
	}
	if page, total := c.page("?limit=200"); total != 202 || page[0]["lead_uuid"] != object(t, made[199])["lead_uuid"] {
		t.Errorf("got %d leads are listed, the newest is %v, want 202, and the last one made", total, page[0])
	}
}

// If there is no list, one is made; repeatable IDs make the same people.
func TestMakeLeadsAgain(t *testing.T) {
	make3 := func() string {
		c := start(t, mock.WithEmptySeed(), mock.WithIDSeed(7), mock.WithNow(time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)))
		made, err := c.server.MakeLeads(3, "", false)
		if err != nil {
			t.Fatal(err)
		}
		if info := c.server.Info(); info.Records["list"] != 1 || info.Records["lead"] != 3 {
			t.Errorf("got %v, want 1 list and 3 leads", info.Records)
		}
		if lead := object(t, made[0]); lead["status"] != "NEW" || lead["called_count"] != 0.0 || lead["list_name"] != "Danh sách 1" {
			t.Errorf("got %s, want a new lead in Danh sách 1", made[0])
		}
		text, _ := json.Marshal(made)
		return string(text)
	}
	if text, other := make3(), make3(); text != other {
		t.Errorf("got %s\n%s\nwant the same", text, other)
	}
}

// Many records are updated together or not at all, and a resource can be emptied.
func TestRecordsMany(t *testing.T) {
	c := start(t)
	leads := c.server.Records("leads")
	before := exported(t, c.server)
	if _, err := leads.UpdateAll([]json.RawMessage{
		[]byte(`{"lead_uuid":"` + demo01 + `","status":"A"}`),
		[]byte(`{"lead_uuid":"` + demo01 + `","status":"B"}`),
		[]byte(`{"lead_uuid":"` + testNe + `","called_count":-0.5}`),
	}); err == nil || err.Error() != "[2]: called_count: want integer, not -0.5" {
		t.Errorf("got %v, want an error about called_count of [2]", err)
	}
	if after := exported(t, c.server); after != before {
		t.Errorf("after a change that was refused: got\n%s\nwant, as before,\n%s", after, before)
	}
	if err := c.server.Records("list").DeleteAll(); err != nil {
		t.Fatal(err)
	}
	if found, total, err := leads.Page(2, 1); err != nil || total != 4 || len(found) != 2 || object(t, found[0])["list_name"] != "" {
		t.Errorf("got %d of %d, %v: %s, want 2 of 4", len(found), total, err, found)
	}
}
