package store

import (
	"encoding/json"
	"slices"

	"pgregory.net/rapid"
)

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
		t.Fatalf("got %d leads by id, want %d", n, len(m.leads))
	}
	all := 0
	last := uint64(1 << 63)
	for rec := range st.All(leads) {
		if rec.seq >= last {
			t.Fatalf("All: got %d after %d, want descending", rec.seq, last)
		}
		last = rec.seq
		all++
	}
	if all != len(m.leads) {
		t.Fatalf("All: got %d leads, want %d", all, len(m.leads))
	}
	for _, want := range m.leads {
		rec := st.Find(leads, want.id)
		if rec == nil {
			t.Fatalf("lead %s: got none, want %+v", want.id, want)
		}
		var got map[string]any
		if err := json.Unmarshal(st.Encoder(leads).Append(nil, rec), &got); err != nil {
			t.Fatal(err)
		}
		for field, value := range map[string]string{"lead_uuid": want.id, "list_uuid": want.list, "phone": unquoted(want.phone), "note": unquoted(want.note), "campaign": unquoted(m.campaign(want))} {
			if got[field] != value {
				t.Fatalf("lead %s: %s: got %v, want %q", want.id, field, got[field], value)
			}
		}
		if rec.created != want.created || rec.updated != want.modified || rec.listed != want.listed {
			t.Fatalf("lead %s: got %+v, want %+v", want.id, rec, want)
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
