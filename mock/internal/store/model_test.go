package store

import (
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadapi/leadapi/openapi"
)

// text is a property of type string whose default is "".
func text(name string) openapi.Property {
	return openapi.Property{Name: name, Type: "string", Default: json.RawMessage(`""`)}
}

// compileTest compiles a schema of leads that copy campaign and title from lists and are filtered by list, campaign and
// phone.
func compileTest(t interface {
	Helper()
	Fatal(...any)
}, serial int, further ...openapi.Property) *Schema {
	t.Helper()
	stamp := func(name, stamp string) openapi.Property {
		return openapi.Property{Name: name, Type: "string", Default: json.RawMessage(`""`), Stamp: stamp}
	}
	made, err := Compile(serial, []openapi.Resource{
		{
			Name: "lead", ID: "lead_uuid", Place: "test",
			Copies: []openapi.Copy{{From: "list", By: "list_uuid", Fields: []string{"campaign", "title"}}},
			Properties: append([]openapi.Property{
				text("lead_uuid"), text("list_uuid"), text("phone"), text("note"), stamp("created_at", "create"), stamp("updated_at", "update"),
				text("campaign"), text("title"), {Name: "day", Type: "integer", Default: json.RawMessage(`0`)},
			}, further...),
		},
		{Name: "list", ID: "list_uuid", Place: "test", Properties: []openapi.Property{text("list_uuid"), text("title"), text("campaign")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	leads := made.Resource("lead")
	for _, field := range []string{"list_uuid", "campaign", "phone"} {
		if err := leads.Index(leads.Field(field)); err != nil {
			t.Fatal(err)
		}
	}
	leads.Compose("note", "day", "phone")
	return made
}

func testIDs(seed byte) *IDs { return NewIDs(mathrand.NewChaCha8([32]byte{seed}), true) }

// modelLead is a lead in a plain slice.
type modelLead struct {
	seq               uint64
	id, list          string
	phone, note       string // as JSON
	listed            bool
	created, modified int64
}

// model is the expected state: records in a slice, searched linearly.
type model struct {
	leads []modelLead
	lists map[string]string // campaign by id
	seq   uint64
}

func (m *model) copy() *model {
	twin := &model{leads: slices.Clone(m.leads), lists: map[string]string{}, seq: m.seq}
	for id, campaign := range m.lists {
		twin.lists[id] = campaign
	}
	return twin
}

func (m *model) campaign(lead modelLead) string {
	if campaign, there := m.lists[lead.list]; there {
		return campaign
	}
	return `""`
}

// find returns the listed leads that have the values, newest first; empty values are ignored.
func (m *model) find(list, campaign, phone string) []modelLead {
	found := []modelLead{}
	for _, lead := range m.leads {
		if lead.listed && (list == "" || `"`+lead.list+`"` == list) && (phone == "" || lead.phone == phone) && (campaign == "" || m.campaign(lead) == campaign) {
			found = append(found, lead)
		}
	}
	slices.SortFunc(found, func(a, b modelLead) int { return int(b.seq) - int(a.seq) })
	return found
}

// world is a store and its model, with saved copies of both.
type world struct {
	t      *rapid.T
	schema *Schema
	store  *Store
	model  *model
	saved  []save
	now    int64
}

type save struct {
	schema *Schema
	state  *State
	model  *model
}

var (
	phones    = []string{`"1"`, `"2"`, `"3"`, `""`}
	campaigns = []string{`"A"`, `"B"`, `""`}
)

func (w *world) res(name string) *Resource { return w.schema.Resource(name) }

func (w *world) write(change func(st *State)) {
	if !w.store.Write(w.schema, change) {
		w.t.Fatal("the store has other documents")
	}
}

func (w *world) values(res *Resource, pairs ...string) []string {
	values := make([]string, len(res.fields))
	for i := 0; i < len(pairs); i += 2 {
		values[res.Field(pairs[i])] = pairs[i+1]
	}
	return values
}

func (w *world) drawList() string {
	var ids []string
	for id := range w.model.lists {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return rapid.SampledFrom(append(ids, "11111111-1111-4111-8111-111111111111")).Draw(w.t, "list") // the last ID is not a list
}

func (w *world) createList() {
	campaign := rapid.SampledFrom(campaigns).Draw(w.t, "campaign")
	w.now++
	w.write(func(st *State) {
		rec := st.Create(w.res("list"), w.values(w.res("list"), "campaign", campaign), w.now)
		w.model.lists[rec.ID().String()] = campaign
	})
}

func (w *world) createLead() {
	list, phone := w.drawList(), rapid.SampledFrom(phones).Draw(w.t, "phone")
	w.now++
	w.write(func(st *State) {
		rec := st.Create(w.res("lead"), w.values(w.res("lead"), "list_uuid", `"`+list+`"`, "phone", phone), w.now)
		w.model.seq++
		w.model.leads = append(w.model.leads, modelLead{w.model.seq, rec.ID().String(), list, phone, `""`, true, w.now, w.now})
	})
}

// pick draws a lead; nil if there is none.
func (w *world) pick() *modelLead {
	if len(w.model.leads) == 0 {
		return nil
	}
	return &w.model.leads[rapid.IntRange(0, len(w.model.leads)-1).Draw(w.t, "lead")]
}

func (w *world) mergeLead() {
	lead := w.pick()
	if lead == nil {
		return
	}
	pairs := []string{}
	if rapid.Bool().Draw(w.t, "move") {
		lead.list = w.drawList()
		pairs = append(pairs, "list_uuid", `"`+lead.list+`"`)
	}
	if phone := rapid.SampledFrom(append(phones, "")).Draw(w.t, "phone"); phone != "" {
		lead.phone = phone
		pairs = append(pairs, "phone", phone)
	}
	w.now++
	lead.listed, lead.modified = true, w.now
	w.write(func(st *State) {
		st.Merge(w.res("lead"), st.Find(w.res("lead"), lead.id), w.values(w.res("lead"), pairs...), w.now)
	})
}

func (w *world) deleteLead() {
	lead := w.pick()
	if lead == nil {
		return
	}
	w.write(func(st *State) { st.Delete(w.res("lead"), st.Find(w.res("lead"), lead.id)) })
	w.model.leads = slices.DeleteFunc(w.model.leads, func(l modelLead) bool { return l.id == lead.id })
}

func (w *world) changeList() {
	list := w.drawList()
	if _, there := w.model.lists[list]; !there {
		return
	}
	campaign := rapid.SampledFrom(append(campaigns, "")).Draw(w.t, "campaign") // an empty campaign deletes the list
	w.now++
	if !w.store.WriteBeside(w.schema, func(st *State) {
		old := st.Find(w.res("list"), list)
		if campaign == "" {
			st.Delete(w.res("list"), old)
			delete(w.model.lists, list)
			return
		}
		st.Merge(w.res("list"), old, w.values(w.res("list"), "campaign", campaign), w.now)
		w.model.lists[list] = campaign
	}) {
		w.t.Fatal("the store has other documents")
	}
}

// restart restarts the sequence of IDs, so that IDs repeat.
func (w *world) restart() {
	w.store.Exclusive(func(st *State) { st.SetIDs(testIDs(0)) })
}

func (w *world) save() {
	w.store.Exclusive(func(st *State) { w.saved = append(w.saved, save{w.schema, st.Copy(), w.model.copy()}) })
}

// restore continues with a saved state, which must not change.
func (w *world) restore() {
	if len(w.saved) == 0 {
		return
	}
	from := rapid.SampledFrom(w.saved).Draw(w.t, "saved")
	if from.schema != w.schema {
		return
	}
	w.store.Replace(func(*State) *State { return from.state.Copy() })
	w.model = from.model.copy()
}

// roundTrip exports the state and reads it again. The order stays, but seqs are assigned again.
func (w *world) roundTrip() {
	var out strings.Builder
	w.store.Exclusive(func(st *State) {
		if err := st.Export(&out); err != nil {
			w.t.Fatal(err)
		}
	})
	exported := out.String()
	if lead := w.pick(); lead != nil && lead.listed {
		exported = strings.Replace(exported, `"unlisted":[]`, fmt.Sprintf(`"unlisted":[%q]`, lead.id), 1)
		lead.listed = !strings.Contains(exported, fmt.Sprintf(`"unlisted":[%q]`, lead.id))
	}
	batch, err := w.schema.Read(Source{Name: "export", Data: []byte(exported), IDs: testIDs(9), Loose: true})
	if err != nil {
		w.t.Fatalf("%v in %s", err, exported)
	}
	read, err := batch.State(nil)
	if err != nil {
		w.t.Fatalf("%v in %s", err, exported)
	}
	w.store.Replace(func(now *State) *State {
		read.ContinueIDs(now)
		return read
	})
	w.recount()
}

// reload switches to other documents, with a further field.
func (w *world) reload() {
	w.schema = compileTest(w.t, w.schema.serial+1, text(fmt.Sprint("further", w.schema.serial)))
	w.write(func(*State) {})
	w.recount()
}

// recount numbers the model's leads from 1, like a state that is built from records.
func (w *world) recount() {
	slices.SortFunc(w.model.leads, func(a, b modelLead) int { return int(a.seq) - int(b.seq) })
	for i := range w.model.leads {
		w.model.leads[i].seq = uint64(i + 1)
	}
	w.model.seq = uint64(len(w.model.leads))
}

// importRows imports with other writes between the steps.
func (w *world) importRows() {
	list := w.drawList()
	var rows Rows
	rows.Resource, rows.Ref = w.res("lead"), `"`+list+`"`
	var drawn []string
	for range rapid.IntRange(0, 5).Draw(w.t, "rows") {
		phone := rapid.SampledFrom(phones).Draw(w.t, "phone")
		drawn = append(drawn, phone)
		rows.Packed = append(rows.Packed, rows.Resource.Pack(w.values(rows.Resource, "phone", phone, "day", "1", "note", Composed)))
	}
	w.now++
	part := &part{store: w.store, rows: rows, of: w.schema, few: rapid.SampledFrom([]int{-1, -1, -1, fewRows}).Draw(w.t, "few")}
	at := w.now
	if err := part.begin(func(*State, *Resource) (int64, error) { return at, nil }); err != nil {
		w.t.Fatal(err)
	}
	first := w.model.seq + 1
	w.model.seq += uint64(len(drawn))
	if part.next == nil {
		w.imported(drawn, list, first, at)
		return
	}
	w.writes()
	part.build()
	w.writes()
	part.catchUp()
	w.writes()
	replaced := rapid.IntRange(0, 9).Draw(w.t, "replace") == 0 && len(w.saved) > 0
	if replaced {
		w.store.Replace(func(now *State) *State { return now.Copy() })
	}
	err := part.commit()
	w.store.Exclusive(part.stop)
	if replaced {
		if !errors.Is(err, ErrReplaced) {
			w.t.Fatalf("commit into another state: %v", err)
		}
		return
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.imported(drawn, list, first, at)
}

// imported adds rows to the model.
func (w *world) imported(drawn []string, list string, first uint64, at int64) {
	for i, phone := range drawn {
		seq := first + uint64(i)
		var id string
		w.write(func(st *State) {
			for rec := range st.All(w.res("lead")) {
				if rec.seq == seq {
					id = rec.id.String()
				}
			}
		})
		note := fmt.Sprintf(`"{\"day\":1,\"phone\":\"%s\"}"`, strings.Trim(phone, `"`))
		w.model.leads = append(w.model.leads, modelLead{seq, id, list, phone, note, true, at, at})
	}
}

// writes makes some writes such as can come while an import is built.
func (w *world) writes() {
	for range rapid.IntRange(0, 4).Draw(w.t, "writes") {
		rapid.SampledFrom([]func(){w.createLead, w.mergeLead, w.deleteLead, w.changeList, w.createList, w.restart, w.save}).Draw(w.t, "write")()
	}
}

// check compares a state with its model: totals and pages of all filters, and each record.
func check(t *rapid.T, schema *Schema, st *State, m *model) {
	leads := schema.Resource("lead")
	limit, offset := rapid.IntRange(0, 4).Draw(t, "limit"), rapid.IntRange(0, 4).Draw(t, "offset")
	lists := []string{"", `"11111111-1111-4111-8111-111111111111"`}
	for id := range m.lists {
		lists = append(lists, `"`+id+`"`)
	}
	for _, list := range lists {
		for _, campaign := range append([]string{""}, campaigns...) {
			for _, phone := range append([]string{""}, phones...) {
				comparePages(t, st, leads, m, list, campaign, phone, limit, offset)
			}
		}
	}
	if n := st.Count()["lead"]; n != len(m.leads) {
		t.Fatalf("%d leads by id, want %d", n, len(m.leads))
	}
	all := 0
	last := uint64(1 << 63)
	for rec := range st.All(leads) {
		if rec.seq >= last {
			t.Fatalf("All yields %d after %d", rec.seq, last)
		}
		last = rec.seq
		all++
	}
	if all != len(m.leads) {
		t.Fatalf("All yields %d leads, want %d", all, len(m.leads))
	}
	for _, want := range m.leads {
		rec := st.Find(leads, want.id)
		if rec == nil {
			t.Fatalf("no lead %s", want.id)
		}
		var got map[string]any
		if err := json.Unmarshal(st.Encoder(leads).Append(nil, rec), &got); err != nil {
			t.Fatal(err)
		}
		for field, value := range map[string]string{"lead_uuid": want.id, "list_uuid": want.list, "phone": unquoted(want.phone), "note": unquoted(want.note), "campaign": unquoted(m.campaign(want))} {
			if got[field] != value {
				t.Fatalf("lead %s: %s is %v, want %q", want.id, field, got[field], value)
			}
		}
		if rec.created != want.created || rec.updated != want.modified || rec.listed != want.listed {
			t.Fatalf("lead %s: %+v, want %+v", want.id, rec, want)
		}
	}
}

func unquoted(value string) (text string) {
	_ = json.Unmarshal([]byte(value), &text)
	return text
}

func comparePages(t *rapid.T, st *State, leads *Resource, m *model, list, campaign, phone string, limit, offset int) {
	var filters []Filter
	for field, value := range map[string]string{"list_uuid": list, "campaign": campaign, "phone": phone} {
		if value != "" {
			filters = append(filters, Filter{Field: leads.Field(field), Value: value})
		}
	}
	want := m.find(list, campaign, phone)
	page := st.Page(leads, filters, limit, offset)
	got := []string{}
	for rec := range page.Records {
		got = append(got, rec.id.String())
	}
	ids := []string{}
	for _, lead := range want[min(offset, len(want)):min(offset+limit, len(want))] {
		ids = append(ids, lead.id)
	}
	if page.Total != len(want) || page.Count != len(ids) || !slices.Equal(got, ids) {
		t.Fatalf("list %s campaign %s phone %s limit %d offset %d:\ngot  %d of %d %v\nwant %d of %d %v", list, campaign, phone, limit, offset, page.Count, page.Total, got, len(ids), len(want), ids)
	}
}

// TestModel runs random operations against a store and a model of it, with copies that must not change, imports with writes
// between their steps, reloads, and repeated IDs.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		schema := compileTest(t, 1)
		w := &world{t: rt, schema: schema, store: New(newState(schema, testIDs(0))), model: &model{lists: map[string]string{}}}
		do := func(action func()) func(*rapid.T) {
			return func(rt *rapid.T) { w.t = rt; action() }
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create list": do(w.createList), "create": do(w.createLead), "merge": do(w.mergeLead), "delete": do(w.deleteLead), "change list": do(w.changeList),
			"import": do(w.importRows), "restart ids": do(w.restart), "save": do(w.save), "restore": do(w.restore), "export and read": do(w.roundTrip), "reload": do(w.reload),
			"": func(rt *rapid.T) {
				w.store.Read(w.schema, func(st *State) { check(rt, w.schema, st, w.model) })
				if len(w.saved) > 0 {
					saved := rapid.SampledFrom(w.saved).Draw(rt, "look at")
					check(rt, saved.schema, saved.state, saved.model)
				}
			},
		})
	})
}
