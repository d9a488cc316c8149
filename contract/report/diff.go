package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// A diffLine is one line of the expected text, of the received text, or of both. Changed is the part that differs from its
// counterpart, between Before and After. In a line without a counterpart it is empty, and Before is the whole line.
type diffLine struct {
	Sign                   diffSign
	Before, Changed, After string
}

type diffSign string

const (
	same     diffSign = " "
	expected diffSign = "-"
	got      diffSign = "+"
	gap      diffSign = "…"
)

const (
	maxDiffLines = 200 // per side; comparing takes time proportional to their product
	diffContext  = 2   // context lines around a difference
	maxDiffWidth = 200 // characters of a line
	maxDiffDepth = 50  // of JSON that is indented: each level lengthens every line in it
)

// diff compares two texts line by line, JSON in its indented form.
func diff(want, have string) []diffLine {
	a, b := diffInput(want, have)
	return fold(pairUp(compare(a, b)))
}

func diffInput(want, have string) (a, b []string) {
	wantJSON, wantOK := indentJSON(want)
	haveJSON, haveOK := indentJSON(have)
	if wantOK && haveOK {
		want, have = wantJSON, haveJSON
	}
	return diffLines(want), diffLines(have)
}

// indentJSON keeps order and duplicate keys, unlike decoding.
func indentJSON(s string) (string, bool) {
	if !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") || depth(s) > maxDiffDepth {
		return s, false
	}
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(s), "", "  "); err != nil {
		return s, false
	}
	return out.String(), true
}

// depth returns an upper bound of the nesting depth of JSON: it also counts brackets in strings.
func depth(s string) int {
	maxDepth, now := 0, 0
	for _, c := range []byte(s) {
		switch c {
		case '{', '[':
			now++
		case '}', ']':
			now--
		}
		maxDepth = max(maxDepth, now)
	}
	return maxDepth
}

func diffLines(s string) []string {
	if s == "" {
		return []string{"(nothing)"}
	}
	lines := strings.Split(Visible(s), "\n")
	if len(lines) > maxDiffLines {
		lines = append(lines[:maxDiffLines], "… "+plural(len(lines)-maxDiffLines, "more line"))
	}
	return lines
}

// compare returns the lines of both sides, with their longest common subsequence kept.
func compare(a, b []string) []diffLine {
	longest := make([][]int, len(a)+1) // longest[i][j]: of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var lines []diffLine
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, diffLine{Sign: same, Before: a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			lines = append(lines, diffLine{Sign: expected, Before: a[i]})
			i++
		default:
			lines = append(lines, diffLine{Sign: got, Before: b[j]})
			j++
		}
	}
	return lines
}

// pairUp marks the changed part of a line that was replaced by a similar one.
func pairUp(lines []diffLine) []diffLine {
	for i := 0; i+1 < len(lines); i++ {
		if lines[i].Sign == expected && lines[i+1].Sign == got {
			lines[i], lines[i+1] = markChange(lines[i], lines[i+1])
		}
	}
	for i := range lines {
		lines[i] = lines[i].clipped()
	}
	return lines
}

func markChange(a, b diffLine) (diffLine, diffLine) {
	x, y := []rune(a.Before), []rune(b.Before)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	if 2*(head+tail) < min(len(x), len(y)) {
		return a, b // too different for marks to help
	}
	part := func(sign diffSign, s []rune) diffLine {
		end := len(s) - tail
		return diffLine{Sign: sign, Before: string(s[:head]), Changed: string(s[head:end]), After: string(s[end:])}
	}
	return part(expected, x), part(got, y)
}

// clipped shortens a long line and keeps the changed part visible.
func (l diffLine) clipped() diffLine {
	if len(l.Before)+len(l.Changed)+len(l.After) <= maxDiffWidth {
		return l
	}
	if l.Changed == "" && l.After == "" {
		l.Before = clip(l.Before, maxDiffWidth)
		return l
	}
	l.Before = clipLeft(l.Before, maxDiffWidth/4)
	l.Changed = clip(l.Changed, maxDiffWidth/2)
	l.After = clip(l.After, maxDiffWidth/4)
	return l
}

// fold replaces long runs of equal lines with a gap.
func fold(lines []diffLine) []diffLine {
	near := make([]bool, len(lines))
	for i, line := range lines {
		if line.Sign == same {
			continue
		}
		for k := max(0, i-diffContext); k <= min(len(lines)-1, i+diffContext); k++ {
			near[k] = true
		}
	}
	if !slices.Contains(near, true) {
		return lines // no text differs: show everything
	}
	var kept []diffLine
	for i := 0; i < len(lines); {
		if near[i] {
			kept = append(kept, lines[i])
			i++
			continue
		}
		from := i
		for i < len(lines) && !near[i] {
			i++
		}
		kept = append(kept, diffLine{Sign: gap, Before: plural(i-from, "equal line")})
	}
	return kept
}
