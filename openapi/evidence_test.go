package openapi

import (
	"strings"
	"testing"
)

const oneAssumption = `- id: A01
  claim: a
  why: b
  disproof: c
  evidence:
    - says: d
      where: e
      side: against
      strength: medium
`

// The words of evidence are a closed vocabulary. Any other word is refused with file, line and the known words.
func TestEvidenceIsClosed(t *testing.T) {
	read, err := decodeAll[Assumption]("a.yaml", []byte(oneAssumption))
	if want := (Evidence{"d", "e", "against", "medium"}); err != nil || len(read) != 1 || len(read[0].Evidence) != 1 || read[0].Evidence[0] != want {
		t.Fatalf("got %+v, %v; want the evidence %+v", read, err, want)
	}
	for name, one := range map[string]struct{ old, new, want string }{
		"side":        {"side: against", "side: maybe", `spec a.yaml:6: A01: evidence: unknown side "maybe" (for, against, open)`},
		"no side":     {"      side: against\n", "", `spec a.yaml:6: A01: evidence: unknown side "" (for, against, open)`},
		"strength":    {"strength: medium", "strength: 3", `spec a.yaml:6: A01: evidence: unknown strength "3" (strong, medium, weak)`},
		"no place":    {"where: e", "where: ''", `spec a.yaml:6: A01: evidence: where is missing`},
		"nothing":     {"says: d", "says:", `spec a.yaml:6: A01: evidence: says is missing`},
		"unknown key": {"side: against", "sides: against", `a.yaml: yaml: unmarshal errors:` + "\n" + `  line 8: field sides not found`},
	} {
		text := strings.Replace(oneAssumption, one.old, one.new, 1)
		if text == oneAssumption {
			t.Errorf("%s: got no %q to replace, want it in the text", name, one.old)
		}
		if _, err := decodeAll[Assumption]("a.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), one.want) {
			t.Errorf("%s\n got %v\nwant %s", name, err, one.want)
		}
	}
}
