package store

import (
	"encoding/json"
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
		w.t.Fatal("got a store with other documents, want one with those of the schema")
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
		old := st.Find(w.res("lead"), lead.id)
		st.Merge(w.res("lead"), old, st.Stored(w.res("lead"), old), w.values(w.res("lead"), pairs...), w.now)
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
		st.Merge(w.res("list"), old, st.Stored(w.res("list"), old), w.values(w.res("list"), "campaign", campaign), w.now)
		w.model.lists[list] = campaign
	}) {
		w.t.Fatal("got a store with other documents, want one with those of the schema")
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
