package mock

import (
	"strings"
	"testing"
)

// A list that is deleted between the reply and the import gets no leads.
func TestImportIntoAListThatIsGone(t *testing.T) {
	var said []string
	s, err := New(WithLog(func(e Entry) { said = append(said, e.Why) }))
	if err != nil {
		t.Fatal(err)
	}
	form := uploadForm{room: 1000, list: "00000000-0000-4000-8000-000000000000", name: "a.csv", leads: s.spec.Load().schema.Resource("lead")}
	if err := form.readFile(strings.NewReader("phone_number\n1\n")); err != nil || len(form.rows) != 1 {
		t.Fatalf("got %+v %v, want one row", form, err)
	}
	s.importRows(0, form)
	if total := s.Info().Records["lead"]; total != 4 || !strings.Contains(strings.Join(said, "\n"), "the list is gone") {
		t.Errorf("got %d leads; the log says %q, want 4, and the list gone", total, said)
	}
}
