package target

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIntentsAreRead(t *testing.T) {
	i := newIntents(t.TempDir(), testRun)
	if entries, err := i.read(); err != nil || entries != nil {
		t.Errorf("without a file: %v, %v; want nothing", entries, err)
	}
	for _, phone := range []string{"1", "2"} {
		if err := i.write(entry{Intent: &intent{Phones: []string{phone}}}, true); err != nil {
			t.Fatal(err)
		}
	}
	i.close()
	spoil(t, i.path, `{"lead_uuid":"`+strings.Repeat("x", 2*maxLine)+"\"}\n"+`{"intent":{"phones":["cut by a full di`)
	i = newIntents(filepath.Dir(i.path), testRun)
	if err := i.write(entry{Intent: &intent{Phones: []string{"3"}}}, true); err != nil {
		t.Fatal(err)
	}
	i.close()
	entries, err := i.read()
	if err != nil {
		t.Fatal(err)
	}
	var phones []string
	for _, e := range entries {
		phones = append(phones, e.Intent.Phones...)
	}
	if got := strings.Join(phones, " "); got != "1 2 3" {
		t.Errorf("got %q, want 1 2 3: neither a line without end nor one that was cut may swallow another", got)
	}
}

func spoil(t *testing.T, path, text string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestIntentsThatCannotBeWritten shows that nothing is sent then, and that the error does not blame the deployment.
func TestIntentsThatCannotBeWritten(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, nil) // any request ends the test
	c.intents = newIntents(blocked, testRun)
	var local *LocalError
	if err := c.Begin(t.Context()); !errors.As(err, &local) {
		t.Errorf("got %v, want an error of this machine", err)
	}
	if _, _, err := c.Send(t.Context(), createCall("lc-test01-1")); !errors.As(err, &local) {
		t.Errorf("a create: got %v, want an error of this machine", err)
	}
}

// TestHostileIDsStayOut answers creates with invalid ids, or hold the token.
func TestHostileIDsStayOut(t *testing.T) {
	for _, id := range []string{strings.Repeat("x", 2<<20), "../../list/1", "a-token-of-nobody"} {
		c := clientOf(t, answers(object{"created": true, "lead_uuid": id}))
		if _, _, err := c.Send(t.Context(), createCall("lc-test01-1")); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(c.intents.path)
		if err != nil || !strings.Contains(string(text), testPhone) || strings.Contains(string(text), id) {
			t.Errorf("%.20q: the intents are %.200q (%v), want the number but not the id", id, text, err)
		}
	}
}
