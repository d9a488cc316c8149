package report

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
)

func readJUnit(t *testing.T, r Report) junitSuites {
	t.Helper()
	var suites junitSuites
	if err := xml.Unmarshal([]byte(render(t, "junit", r)), &suites); err != nil {
		t.Fatal(err)
	}
	return suites
}

func TestJUnitOutcomes(t *testing.T) {
	got := map[string]string{}
	for _, suite := range readJUnit(t, sample()).Suites {
		for _, c := range suite.Cases {
			id, _, _ := strings.Cut(c.Name, ":")
			switch {
			case c.Failure != nil:
				got[id] = "failure " + c.Failure.Type
			case c.Error != nil:
				got[id] = "error"
			case c.Skipped != nil:
				got[id] = "skipped " + c.Skipped.Type
			default:
				got[id] = "passed"
			}
		}
	}
	for id, want := range map[string]string{
		"create.reply": "passed", "create.phone-empty": "failure broken", "create.status": "passed", "list.total": "skipped known",
		"delete.not-found": "failure baseline", "upload.rows": "skipped not run", "upload.columns": "error", "cleanup": "failure leftovers",
	} {
		if got[id] != want {
			t.Errorf("%s: %s, want %s", id, got[id], want)
		}
	}
}

func TestJUnitCountsAddUp(t *testing.T) {
	tests := 0
	for i, suite := range readJUnit(t, sample()).Suites {
		failures, errors, skipped := 0, 0, 0
		for _, c := range suite.Cases {
			if c.Failure != nil {
				failures++
			}
			if c.Error != nil {
				errors++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
		if suite.Tests != len(suite.Cases) || suite.Failures != failures || suite.Errors != errors || suite.Skipped != skipped {
			t.Errorf("%s: got %d tests, %d failures, %d errors, %d skipped in the attributes; want %d, %d, %d, %d as in the cases",
				suite.Name, suite.Tests, suite.Failures, suite.Errors, suite.Skipped, len(suite.Cases), failures, errors, skipped)
		}
		if suite.ID != i {
			t.Errorf("%s: id %d, want %d", suite.Name, suite.ID, i)
		}
		tests += suite.Tests
	}
	if want := len(sample().Results) + len(sample().Expected) + 1; tests != want { // and one for the leftovers
		t.Errorf("%d tests, want %d", tests, want)
	}
}

// The schemas require these: Ant's the times, the order and the single child of a case, Jenkins' the time format.
func TestJUnitKeepsToTheSchemas(t *testing.T) {
	out := render(t, "junit", sample())
	if found := regexp.MustCompile(`<testsuites [^>]*>`).FindString(out); found != "" {
		t.Errorf("got %s, want no attribute: Ant's schema does not allow any", found)
	}
	for _, stamp := range regexp.MustCompile(`timestamp="([^"]*)"`).FindAllStringSubmatch(out, -1) {
		if stamp[1] != "2026-03-08T08:57:12" {
			t.Errorf("timestamp %s, want UTC without a zone", stamp[1])
		}
	}
	var order []string
	decoder := xml.NewDecoder(strings.NewReader(out))
	depth := 0
	for {
		token, err := decoder.Token()
		if token == nil || err != nil {
			break
		}
		switch element := token.(type) {
		case xml.StartElement:
			if depth == 2 && (len(order) == 0 || order[len(order)-1] != element.Name.Local) {
				order = append(order, element.Name.Local)
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if got := strings.Join(order, " "); got != strings.TrimSpace(strings.Repeat("properties testcase system-out system-err ", 7)) {
		t.Errorf("got the children of the suites %s, want those of 7 suites in the order of the schema", got)
	}
}

func TestJUnitFailureTellsAll(t *testing.T) {
	out := render(t, "junit", sample())
	for _, want := range []string{"Create Lead", "A02, A12", "String length must be greater", "400 Bad Request", "$TOKEN", "differs: create.status"} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
}
