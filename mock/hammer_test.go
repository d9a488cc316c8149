package mock_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

var hammerFor = flag.Duration("hammer", 0, "how long TestHammer goes on; 0 for a number of calls that takes some seconds")

// hammerClients send hammerCalls calls each if no time is given.
const (
	hammerClients = 32
	hammerCalls   = 60
)

// hammer is one of many clients that do everything that can be done, at random.
type hammer struct {
	*client
	random *rand.Rand
}

var (
	hammerSessions  = []string{"", "a", "b"}
	hammerPhones    = []string{"0349710001", "0349710002", "0349710003", "0349719999"}
	hammerCampaigns = []string{documentedCampaign, "11111111-1111-4111-8111-111111111111"}
)

// TestHammer runs 32 clients on three sessions: all operations, records in Go, resets, snapshots, states, reloads, imports,
// faults, clocks, followers and readings. Each reply must be one that the mock gives on purpose, and show one moment. At the end each session
// must be consistent. Run it with -race, and with -hammer 2m for longer.
func TestHammer(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: every kind of request at once, for seconds; go test ./... runs it")
	}
	c := startWithLists(t, mock.WithLeads(30), mock.WithImportDelay(time.Millisecond))
	deadline := time.Now().Add(*hammerFor)
	var clients sync.WaitGroup
	for n := range hammerClients {
		clients.Go(func() {
			h := &hammer{client: c, random: rand.New(rand.NewPCG(1, uint64(n)))}
			for i := 0; *hammerFor > 0 && time.Now().Before(deadline) || *hammerFor == 0 && i < hammerCalls; i++ {
				h.call()
			}
		})
	}
	clients.Wait()
	for _, session := range c.server.Sessions() {
		if err := settle(c, session); err != nil {
			t.Fatal(err)
		}
		checkSession(t, c, session)
	}
}

func pick[T any](h *hammer, of []T) T { return of[h.random.IntN(len(of))] }

// call makes one random call; frequent ones are listed several times.
func (h *hammer) call() {
	session := h.server.InSession(pick(h, hammerSessions))
	pick(h, []func(*mock.Session){
		h.create, h.create, h.create, h.create, h.update, h.update, h.update, h.delete, h.get, h.get, h.list, h.list, h.list, h.list,
		h.upload, h.upload, h.lists, h.lists, h.lists, h.records, h.records, h.longPage, h.look,
		h.control, h.control, h.wait, h.disturb, h.arrange,
	})(session)
}

// do sends a request. It must get one of the statuses, be refused because of a reload, or meet a fault.
func (h *hammer) do(session *mock.Session, method, path, body string, statuses ...int) reply {
	header := http.Header{"Authorization": {"Bearer test"}, "X-Mock-Session": {session.Name()}}
	if body != "" {
		header.Set("Content-Type", "application/json")
	}
	return h.answered(method, path, header, strings.NewReader(body), statuses...)
}

const hammerFault = 418

func (h *hammer) answered(method, path string, header http.Header, body io.Reader, statuses ...int) reply {
	_, got := h.exchange(method, path, header, body)
	if got.status != hammerFault && got.status != http.StatusServiceUnavailable && !slices.Contains(statuses, got.status) {
		h.t.Errorf("%s %s: got %d %s, want %v", method, path, got.status, got.body, statuses)
	}
	return got
}

// id returns the ID of one of a session's newest leads or lists, or of none; others may delete it at any time.
func (h *hammer) id(session *mock.Session, resource string) string {
	id, left := unknownID, h.random.IntN(20)
	for record, err := range session.Records(resource).All() {
		if err != nil {
			h.t.Error(err)
			break
		}
		_, rest, _ := strings.Cut(string(record), `"`+resource+`_uuid":"`)
		if id = rest[:len(unknownID)]; left == 0 {
			break
		}
		left--
	}
	return id
}

func (h *hammer) create(session *mock.Session) {
	body := jsonBody(map[string]string{"list_uuid": h.id(session, "list"), "lead_name": "x", "phone_number": pick(h, hammerPhones)})
	h.do(session, "POST", "/v3/lead", body, 200, 404)
}

func (h *hammer) update(session *mock.Session) {
	id := h.id(session, "lead")
	body := jsonBody(map[string]string{"lead_uuid": id, "phone_number": pick(h, hammerPhones), "province": "Huế"})
	h.do(session, "PUT", "/v3/lead/"+id, body, 200, 404)
}

func (h *hammer) delete(session *mock.Session) {
	h.do(session, "DELETE", "/v3/lead/"+h.id(session, "lead"), "", 200, 404)
}

func (h *hammer) get(session *mock.Session) {
	id := h.id(session, "lead")
	if got := h.do(session, "GET", "/v3/lead/"+id, "", 200, 404); got.status == 200 && got.decoded(h.t)["lead_uuid"] != id {
		h.t.Errorf("get %s: got %s, want that lead", id, got.body)
	}
}

// list reads a page with random filters, which must show one moment.
func (h *hammer) list(session *mock.Session) {
	query := url.Values{}
	if h.random.IntN(2) == 0 {
		query.Set("list_uuid", h.id(session, "list"))
	}
	if h.random.IntN(2) == 0 {
		query.Set("campaign_uuid", pick(h, hammerCampaigns))
	}
	if h.random.IntN(2) == 0 {
		query.Set("phone_number", pick(h, hammerPhones))
	}
	limit, offset := h.random.IntN(20), h.random.IntN(20)
	query.Set("limit", fmt.Sprint(limit))
	query.Set("offset", fmt.Sprint(offset))
	h.page(session, query, limit, offset)
}

// longPage is written piece by piece.
func (h *hammer) longPage(session *mock.Session) {
	h.page(session, url.Values{"limit": {"100000"}}, 100_000, 0)
}

func (h *hammer) page(session *mock.Session, query url.Values, limit, offset int) {
	got := h.do(session, "GET", "/v3/lead?"+query.Encode(), "", 200)
	if got.status != 200 {
		return
	}
	var page struct {
		Data  []map[string]any
		Total int
	}
	if err := json.Unmarshal(got.body, &page); err != nil {
		h.t.Errorf("%v: %s", err, got.body)
		return
	}
	if want := max(min(limit, page.Total-offset), 0); len(page.Data) != want {
		h.t.Errorf("%s: got %d leads of %d, want %d", query.Encode(), len(page.Data), page.Total, want)
	}
	seen := map[any]bool{}
	for _, lead := range page.Data {
		if seen[lead["lead_uuid"]] {
			h.t.Errorf("%s: got lead %v twice, want it once", query.Encode(), lead["lead_uuid"])
		}
		seen[lead["lead_uuid"]] = true
		for _, filter := range []string{"list_uuid", "campaign_uuid", "phone_number"} {
			if value := query.Get(filter); value != "" && lead[filter] != value {
				h.t.Errorf("%s: got a lead has %s %v, want the filtered value", query.Encode(), filter, lead[filter])
			}
		}
	}
}

func (h *hammer) upload(session *mock.Session) {
	file := "phone_number,lead_name\n" + strings.Repeat(pick(h, hammerPhones)+",imported\n", pick(h, []int{1, 5, 200}))
	body, contentType := form{{"file", "a.csv", file}, {"list_uuid", "", h.id(session, "list")}}.encode(h.t)
	header := http.Header{"Authorization": {"Bearer test"}, "X-Mock-Session": {session.Name()}, "Content-Type": {contentType}}
	h.answered("POST", "/v3/lead/file", header, bytes.NewReader(body), 200, 404)
}

// lists uses the sibling spec; a changed list moves its leads. A reload may have removed the spec.
func (h *hammer) lists(session *mock.Session) {
	id := h.id(session, "list")
	switch h.random.IntN(5) {
	case 0:
		body := jsonBody(map[string]string{"campaign_uuid": pick(h, hammerCampaigns), "list_name": fmt.Sprint("list ", h.random.IntN(1e9))})
		h.do(session, "POST", "/v3/list", body, 200, 400, 404)
	case 1:
		h.do(session, "GET", "/v3/list/"+id, "", 200, 404)
	case 2:
		h.do(session, "PATCH", "/v3/list/"+id+"/active", `{"active":false}`, 200, 404)
	case 3:
		if id != documentedList {
			h.do(session, "DELETE", "/v3/list/"+id, "", 200, 404)
		}
	case 4:
		h.do(session, "GET", "/v3/list?limit=5", "", 200, 404)
	}
}

// records does the same in Go; a record that was deleted meanwhile is not an error.
func (h *hammer) records(session *mock.Session) {
	leads, lists := session.Records("lead"), session.Records("list")
	list := h.id(session, "list")
	switch h.random.IntN(5) {
	case 0:
		record := fmt.Appendf(nil, `{"list_uuid":%q,"phone_number":%q,"status":"CALLED"}`, list, pick(h, hammerPhones))
		_, _ = leads.CreateAll([]json.RawMessage{record, record, record})
	case 1:
		_, _ = leads.Update(h.id(session, "lead"), fmt.Appendf(nil, `{"list_uuid":%q}`, list))
	case 2:
		_ = leads.Delete(h.id(session, "lead"))
	case 3:
		_, _ = lists.Update(list, fmt.Appendf(nil, `{"campaign_uuid":%q}`, pick(h, hammerCampaigns)))
	case 4:
		_, _ = lists.Create(fmt.Appendf(nil, `{"campaign_uuid":%q,"list_name":"made in Go"}`, pick(h, hammerCampaigns)))
	}
}

// look reads what the control API shows.
func (h *hammer) look(session *mock.Session) {
	session.Requests(mock.RequestFilter{Operation: "createLead"}, 10)
	_ = h.server.Sessions()
	_, _, _, _ = session.Info(), session.Jobs(), session.Clock(), session.Faults()
	_, _ = h.server.Tallies(), h.server.Operations()
}

// control changes the session as a whole.
func (h *hammer) control(session *mock.Session) {
	name, seed := pick(h, []string{"x", "y"}), int64(h.random.IntN(3))
	var err error
	switch h.random.IntN(10) {
	case 0:
		session.Reset()
	case 1, 2:
		_, err = session.SaveSnapshot(name)
	case 3:
		session.RestoreSnapshot(name)
	case 4:
		session.DeleteSnapshot(name)
	case 5:
		var state bytes.Buffer
		if err = session.ExportState(&state); err == nil {
			err = session.ImportState("exported", state.Bytes())
		}
	case 6:
		err = h.server.Reload(mock.WithSpec(edited(h.t, "total_upload: ", fmt.Sprint("total_", seed, ": "))))
	case 7:
		_, err = session.SetClock(mock.ClockChange{IDSeed: &seed})
	case 8:
		_, err = session.AddFault(mock.Fault{Operation: "getLead", Status: hammerFault, Times: 1})
	case 9:
		session.DeleteRequests()
		h.server.EndSession(pick(h, hammerSessions[1:]))
	}
	if err != nil && !strings.Contains(err.Error(), "names no list of the seed") { // a state can have leads whose list was deleted
		h.t.Errorf("got %v, want no error but that of a lost list", err)
	}
}
