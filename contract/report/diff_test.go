package report

import (
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	cases := []struct{ name, want, have, diff string }{
		{"words", "200", "201", "- 20[0]\n+ 20[1]\n"},
		{"unlike words", "a JSON object", "<html>", "- a JSON object\n+ <html>\n"},
		{"nothing came", "true", "", "- true\n+ (nothing)\n"},
		{"a character of several bytes", "Nguyễn", "Nguyên", "- Nguy[ễ]n\n+ Nguy[ê]n\n"},
		{"something added", "abcdef", "abcXdef", "- abcdef\n+ abc[X]def\n"},
		{"JSON is indented, order kept", `{"b":1,"a":2}`, `{"b":1,"a":3}`,
			"  {\n    \"b\": 1,\n-   \"a\": [2]\n+   \"a\": [3]\n  }\n"},
		{"a line missing", `["x","y","z"]`, `["x","z"]`, "  [\n    \"x\",\n-   \"y\",\n    \"z\"\n  ]\n"},
		{"no JSON stays as it is", `{"a":1`, `{"a":2`, "- {\"a\":[1]\n+ {\"a\":[2]\n"},
	}
	for _, c := range cases {
		if got := drawn(diff(c.want, c.have)); got != c.diff {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.diff)
		}
	}
}

func TestDiffFoldsWhatIsEqual(t *testing.T) {
	lines := strings.Split(strings.Repeat("same\n", 30), "\n")
	want := strings.Join(lines, "\n") + "end"
	have := strings.Join(lines, "\n") + "END"
	if got := drawn(diff(want, have)); !strings.HasPrefix(got, "… 28 equal lines\n  same\n  same\n- end\n") {
		t.Errorf("got\n%s\nwant equal lines left out, and two before the change", got)
	}
}

func TestDiffOfHugeTextsStaysSmall(t *testing.T) {
	many := strings.Repeat("line\n", 50_000)
	long := strings.Repeat("ế", 100_000)
	if n := len(diffLines(many)); n != maxDiffLines+1 { // comparing takes the product of two such numbers
		t.Fatalf("%d lines are compared, want %d", n, maxDiffLines+1)
	}
	total := 0
	for _, line := range diff(many+long, long+many) {
		total += len(line.Before) + len(line.Changed) + len(line.After)
	}
	if total > 2*maxDiffLines*maxDiffWidth {
		t.Errorf("the diff of two large texts is %d bytes, want at most %d", total, 2*maxDiffLines*maxDiffWidth)
	}
}

func TestDiffKeepsTheChangeOfALongLineInSight(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, line := range diff(long+"A"+long, long+"B"+long) {
		if line.Changed != "A" && line.Changed != "B" {
			t.Errorf("got the changed part %q, want A or B", line.Changed)
		}
		if n := len([]rune(line.Before + line.Changed + line.After)); n > maxDiffWidth {
			t.Errorf("a line of %d characters, want at most %d", n, maxDiffWidth)
		}
	}
}

// drawn shows a diff with its marks in brackets.
func drawn(lines []diffLine) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(string(line.Sign) + " " + line.Before)
		if line.Changed != "" {
			b.WriteString("[" + line.Changed + "]")
		}
		b.WriteString(line.After + "\n")
	}
	return b.String()
}
