package report

import (
	"strings"
	"testing"
)

// TestReportsShowReadings looks for readings that are not as assumed, and for those that have drifted or are unknown.
func TestReportsShowReadings(t *testing.T) {
	wanted := map[string][]string{
		"terminal": {"Readings 1 as assumed, 1 otherwise, 1 without a reading, 1 untold", "A14  prefix: The filter finds", "drift A14: expected exact", "untold A66: expected as-is"},
		"markdown": {"Readings: 1 as assumed", "| A14 | prefix | <code>The filter finds", "**drift**", "**untold**"},
		"html":     {"<h2>Readings</h2>", "<code>prefix</code> The filter finds", "<b>Drift</b> A14", "<b>Untold</b> A66"},
		"junit":    {`name="A14: exact"`, `type="drift"`, `type="untold"`},
	}
	for format, texts := range wanted {
		out := render(t, format, sample())
		for _, want := range texts {
			if !strings.Contains(out, want) {
				t.Errorf("%s: got no %q, want it", format, want)
			}
		}
		if strings.Contains(out, "Every success has status 200.") {
			t.Errorf("%s: got a reading that is as assumed, want only others", format)
		}
	}
}

func TestVerdictOnReadings(t *testing.T) {
	held := Result{Provenance: Stated, Gated: true, Outcome: Holds}
	for want, outcome := range map[string]Outcome{
		"1 of 1 expected reading has drifted.": Broken, "1 of 1 expected reading has not been determined.": Error, "Every stated rule holds (1).": Holds,
	} {
		r := Report{Gate: Stated, Results: []Result{held}, Expected: []Expected{{Outcome: outcome}}}
		if got := r.Verdict(); got != want {
			t.Errorf("verdict %q, want %q", got, want)
		}
	}
}
