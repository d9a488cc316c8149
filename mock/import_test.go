package mock

import (
	"strings"
	"testing"
)

// A list that is deleted between the reply and the import takes no leads.
func TestImportIntoAListThatIsGone(t *testing.T) {
	var said []string
	s, err := New(WithLog(func(e Entry) { said = append(said, e.Why) }))
	if err != nil {
		t.Fatal(err)
	}
	spec := s.spec.Load()
	leads := spec.resource("lead")
	file, err := readCSV(strings.NewReader("phone_number\n1\n"), leads)
	if err != nil || len(file.rows) != 1 {
		t.Fatalf("%+v %v", file, err)
	}
	s.importRows(spec, 0, uploadForm{list: "00000000-0000-4000-8000-000000000000", file: file, name: "a.csv"})
	if total := s.store.state.find(leads, nil, 10, 0).total; total != 2 || !strings.Contains(strings.Join(said, "\n"), "the list is gone") {
		t.Errorf("%d leads; the log says %q", total, said)
	}
}

// A long write prepares the next state beside the readers.
func TestWriteBeside(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	spec := s.spec.Load()
	leads := spec.resource("lead")
	count := func() (total int) {
		s.store.read(spec, func(st *state) { total = st.find(leads, nil, 10, 0).total })
		return total
	}
	s.store.writeBeside(spec, func(st *state) {
		for rec := range st.find(leads, nil, 10, 0).walk {
			st.delete(leads, rec)
			break
		}
		if now := count(); now != 2 {
			t.Errorf("readers see %d leads before the write is done", now)
		}
	})
	if now := count(); now != 1 {
		t.Errorf("%d leads after it", now)
	}
}
