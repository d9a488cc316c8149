package store

import (
	"errors"
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

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
			w.t.Fatalf("commit into another state: got %v, want %v", err, ErrReplaced)
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
