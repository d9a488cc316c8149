package store

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

// newTestStore returns a store with one list and a number of leads in it.
func newTestStore(t *testing.T, leads int) (*Store, *Schema, *Record) {
	t.Helper()
	schema := compileTest(t, 1)
	s := New(newState(schema, testIDs(0)))
	var list *Record
	s.Write(schema, func(st *State) {
		list = st.Create(schema.Resource("list"), valuesOf(schema.Resource("list"), "campaign", `"A"`), 1)
		for range leads {
			st.Create(schema.Resource("lead"), valuesOf(schema.Resource("lead"), "list_uuid", list.id.json(), "phone", `"1"`), 1)
		}
	})
	return s, schema, list
}

func valuesOf(res *Resource, pairs ...string) []string {
	values := make([]string, len(res.fields))
	for i := 0; i < len(pairs); i += 2 {
		values[res.Field(pairs[i])] = pairs[i+1]
	}
	return values
}

// count returns how many leads are listed, concurrently with writers.
func count(t *testing.T, s *Store, schema *Schema) (total int) {
	t.Helper()
	if !s.Read(schema, func(st *State) { total = st.Page(schema.Resource("lead"), nil, 10, 0).Total }) {
		t.Fatal("got a store with other documents, want one with those of the schema")
	}
	return total
}

// A long write prepares the next state without blocking readers.
func TestWriteBeside(t *testing.T) {
	s, schema, _ := newTestStore(t, 2)
	leads := schema.Resource("lead")
	s.WriteBeside(schema, func(st *State) {
		page := st.Page(leads, nil, 1, 0)
		for rec := range page.Records {
			st.Delete(leads, rec)
		}
		if now := count(t, s, schema); now != 2 {
			t.Errorf("before the write is done: got %d leads, want 2", now)
		}
	})
	if now := count(t, s, schema); now != 1 {
		t.Errorf("got %d leads after it, want 1", now)
	}
}

// A snapshot for newer documents is a write, so it waits for a long one. Without that the race detector finds this test.
func TestSnapshotOfNewerDocuments(t *testing.T) {
	s, schema, _ := newTestStore(t, 0)
	for serial := 2; serial < 300; serial++ {
		newer, lists := compileTest(t, serial), schema.Resource("list")
		var writing sync.WaitGroup
		writing.Go(func() {
			s.WriteBeside(schema, func(st *State) { st.Create(lists, valuesOf(lists, "campaign", `"B"`), 2) })
		})
		if s.Snapshot(newer) == nil {
			t.Fatal("got no snapshot, want one for the newest documents")
		}
		writing.Wait()
		schema = newer
	}
}

// A snapshot during a long write has the IDs of the state before it, and shares no memory with the write.
func TestSnapshotDuringWriteBeside(t *testing.T) {
	s, schema, _ := newTestStore(t, 0)
	lists := schema.Resource("list")
	create := func(st *State) UUID { return st.Create(lists, valuesOf(lists, "campaign", `"B"`), 2).id }
	var written, afterwards, next UUID
	s.WriteBeside(schema, func(st *State) {
		written = create(st)
		if snapshot := create(s.Snapshot(schema)); snapshot != written {
			t.Errorf("got the ID %s in the snapshot, want that of the first new record, %s", snapshot.json(), written.json())
		}
		next = create(st.Copy())
	})
	s.Write(schema, func(st *State) { afterwards = create(st) })
	if afterwards != next {
		t.Errorf("got the ID %s after the write, want the next of its sequence, %s", afterwards.json(), next.json())
	}
}

func rowsOf(schema *Schema, list *Record, phones ...string) Rows {
	rows := Rows{Resource: schema.Resource("lead"), Ref: list.id.json()}
	for _, phone := range phones {
		rows.Packed = append(rows.Packed, rows.Resource.Pack(valuesOf(rows.Resource, "phone", phone)))
	}
	return rows
}

// While an import is built, readers see none of its rows and writers go on; their records are there afterwards, above the
// rows.
func TestImportBesideWriters(t *testing.T) {
	s, schema, list := newTestStore(t, 2)
	leads := schema.Resource("lead")
	p := &part{store: s, rows: rowsOf(schema, list, `"2"`, `"3"`), of: schema}
	if err := p.begin(func(*State, *Resource) (int64, error) { return 7, nil }); err != nil {
		t.Fatal(err)
	}
	write := func() {
		s.Write(schema, func(st *State) { st.Create(leads, valuesOf(leads, "list_uuid", list.id.json(), "phone", `"4"`), 8) })
	}
	write()
	p.build()
	write()
	if now := count(t, s, schema); now != 4 {
		t.Errorf("before the commit: got %d leads, want 4", now)
	}
	if err := p.commit(); err != nil {
		t.Fatal(err)
	}
	var phones []string
	s.Read(schema, func(st *State) {
		page := st.Page(leads, []Filter{{Field: leads.Field("list_uuid"), Value: list.id.json()}}, 10, 0)
		for rec := range page.Records {
			phones = append(phones, leads.stored(rec, leads.Field("phone")))
		}
	})
	if got := strings.Join(phones, " "); got != `"4" "4" "3" "2" "1" "1"` {
		t.Errorf("after the commit: got %s, want 4 4 3 2 1 1", got)
	}
}

// If the documents are reloaded during an import, it starts again, with the same IDs and time.
func TestImportAcrossAReload(t *testing.T) {
	s, schema, list := newTestStore(t, 1)
	p := &part{store: s, rows: rowsOf(schema, list, `"2"`, `"3"`), of: schema}
	begun := 0
	begin := func(*State, *Resource) (int64, error) { begun++; return 7, nil }
	if err := p.begin(begin); err != nil {
		t.Fatal(err)
	}
	p.build()
	want := p.next.tables[0].order.Items()
	next := compileTest(t, 2, text("further"))
	s.Write(next, func(*State) {})
	if err := p.commit(); !errors.Is(err, errReloaded) {
		t.Fatalf("commit after a reload: got %v, want %v", err, errReloaded)
	}
	if err := p.begin(begin); !errors.Is(err, errReloaded) {
		t.Fatalf("begin with the old documents: got %v, want %v", err, errReloaded)
	}
	p.of = next
	if err := p.begin(begin); err != nil {
		t.Fatal(err)
	}
	p.build()
	if err := p.commit(); err != nil {
		t.Fatal(err)
	}
	got := s.state.tables[0].order.Items()
	for i := range max(len(got), len(want)) {
		if len(got) != len(want) || got[i].id != want[i].id || got[i].created != want[i].created {
			t.Fatalf("after the reload: got\n%v\nwant\n%v", got, want)
		}
	}
	if begun != 1 {
		t.Errorf("got %d begins of the import, want 1", begun)
	}
}

// Import with few and many rows, errors before it begins, and replaced states.
func TestImport(t *testing.T) {
	s, schema, list := newTestStore(t, 0)
	current := func() *Schema { return schema }
	begin := func(*State, *Resource) (int64, error) { return 7, nil }
	many := make([]string, 5*fewRows)
	for i := range many {
		many[i] = `"9"`
	}
	changed := 0
	s.OnChange(func() { changed++ })
	for _, rows := range []Rows{rowsOf(schema, list, `"2"`), rowsOf(schema, list, many...)} {
		before := count(t, s, schema)
		if err := s.Import(current, rows, begin); err != nil {
			t.Fatal(err)
		}
		if got := count(t, s, schema) - before; got != len(rows.Packed) {
			t.Errorf("got %d more leads, want %d", got, len(rows.Packed))
		}
	}
	if changed != 2 {
		t.Errorf("got %d changes reported, want 2", changed)
	}
	gone := errors.New("gone")
	if err := s.Import(current, rowsOf(schema, list, many...), func(*State, *Resource) (int64, error) { return 0, gone }); !errors.Is(err, gone) {
		t.Errorf("got %v, want %v", err, gone)
	}
	p := &part{store: s, rows: rowsOf(schema, list, many...), of: schema}
	if err := p.begin(begin); err != nil {
		t.Fatal(err)
	}
	s.Replace(func(*State) *State { return newState(schema, testIDs(0)) })
	p.build()
	if err := p.commit(); !errors.Is(err, ErrReplaced) || count(t, s, schema) != 0 {
		t.Errorf("got %v and %d leads, want %v and none", err, count(t, s, schema), ErrReplaced)
	}
}

// A copy of a copy cannot be indexed; the error names the place in the document.
func TestIndexOfACopyOfACopy(t *testing.T) {
	schema := compileTest(t, 1)
	lists := schema.Resource("list")
	if err := lists.Index(lists.Field("campaign")); err != nil {
		t.Error(err)
	}
	leads := schema.Resource("lead")
	if !lists.Copied() || leads.Copied() {
		t.Errorf("lists and leads are copied: got %v and %v, want true and false", lists.Copied(), leads.Copied())
	}
	lists.fields[lists.Field("title")].kind = copiedField // as if titles were copied from elsewhere
	if err := leads.Index(leads.Field("title")); err == nil || err.Error() != `"title" is a copy of a copy, by which records cannot be found` {
		t.Errorf("got %v, want an error, because title is a copy of a copy", err)
	}
}

// The JSON of a lead is kept from its second time on, but not if more than the lead and its list decide it.
func TestEncodingsAreKept(t *testing.T) {
	for _, chained := range []bool{false, true} {
		s, schema, _ := newTestStore(t, 1)
		lists, leads := schema.Resource("list"), schema.Resource("lead")
		if chained {
			lists.fields[lists.Field("title")].kind = copiedField // as if titles were copied from elsewhere
			leads.special = nil
			leads.listSpecial()
			lists.fields[lists.Field("title")].kind = plainField
		}
		s.Read(schema, func(st *State) {
			for rec := range st.All(leads) {
				for n := 1; n <= 3; n++ {
					st.Encoder(leads).Append(nil, rec)
					kept := leads.encodings.find(rec, &[maxCopies]*Record{st.Target(leads.copies[0], rec.ref)}) != nil
					if want := n > 1 && !chained; kept != want {
						t.Errorf("chained %v, after %d times: got kept %v, want %v", chained, n, kept, want)
					}
				}
			}
		})
	}
}
