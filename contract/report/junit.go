package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/openapi"
)

// The elements that both common JUnit XML schemas allow: Ant's (windyroad) and Jenkins' (junit-10). Ant's requires
// properties, system-out and system-err in each suite and a time without a zone, and allows one child per case.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		ID         int             `xml:"id,attr"`
		Package    string          `xml:"package,attr"`
		Name       string          `xml:"name,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Hostname   string          `xml:"hostname,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitMessage `xml:"failure"`
		Error   *junitMessage `xml:"error"`
		Skipped *junitMessage `xml:"skipped"`
	}
	junitMessage struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes JUnit XML: one suite per operation, one case per rule. A break that fails the run is a failure, and so
// is a baseline entry whose rule holds. A rule that did not run, or is a known break, is skipped with its reason. A rule
// that differs passes, and the suite's output lists it.
func WriteJUnit(w io.Writer, r Report) error {
	r = r.Fit()
	var suites junitSuites
	for _, group := range r.groups() {
		suites.Suites = append(suites.Suites, r.junitSuite(len(suites.Suites), group))
	}
	if len(r.Expected) > 0 {
		suites.Suites = append(suites.Suites, r.junitExpected(len(suites.Suites)))
	}
	for _, use := range r.Usage {
		suites.Suites = append(suites.Suites, r.junitUse(len(suites.Suites), use))
	}
	if len(r.Leftovers) > 0 {
		suites.Suites = append(suites.Suites, r.junitLeftovers(len(suites.Suites)))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(suites); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r Report) junitSuite(id int, group group) junitSuite {
	suite := r.emptySuite(id, group.Operation)
	var took time.Duration
	var differs []string
	for _, result := range group.Results {
		took += result.Duration
		suite.add(junitRule(suite.Package+"."+suite.Name, result))
		if result.Outcome == Differs {
			differs = append(differs, "differs: "+result.ID+": "+result.Text)
			differs = append(differs, findingLines(result)...)
		}
	}
	suite.Time = seconds(took)
	suite.Out = strings.Join(differs, "\n")
	return suite
}

func (r Report) emptySuite(id int, name string) junitSuite {
	return junitSuite{
		ID: id, Package: "leadcontract", Name: name, Hostname: "localhost", Time: seconds(0),
		Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"),
		Properties: []junitProperty{
			{"target", OneLine(r.Target)},
			{"run_id", r.RunID},
			{"gate", string(r.Gate)},
			{"document", r.Document.Title + " " + r.Document.Version},
		},
	}
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitRule(class string, r Result) junitCase {
	c := junitCase{Class: class, Name: r.ID + ": " + r.Text, Time: seconds(r.Duration)}
	switch {
	case r.failed():
		c.Failure = &junitMessage{Type: "broken", Message: clip(r.summary(), 500), Text: r.card()}
	case r.stale():
		c.Failure = &junitMessage{Type: "baseline", Message: "The rule holds, but the baseline lists it as broken: remove the entry."}
	case r.Outcome == Error && r.Gated:
		c.Error = &junitMessage{Type: "error", Message: clip(firstLine(r.Reason), 500), Text: r.card()}
	case r.known():
		c.Skipped = &junitMessage{Type: "known", Message: "known until " + OneLine(r.Known.Expires) + ": " + OneLine(r.Known.Reason)}
	case r.Outcome == NotRun, r.Outcome == Error:
		c.Skipped = &junitMessage{Type: string(r.Outcome), Message: clip(firstLine(r.Reason), 500)}
	}
	return c
}

// junitExpected returns one case per expected reading: a drifted one is a failure, an unknown one an error.
func (r Report) junitExpected(id int) junitSuite {
	suite := r.emptySuite(id, "readings")
	for _, expected := range r.Expected {
		c := junitCase{Class: suite.Package + ".readings", Name: expected.ID + ": " + expected.Reading, Time: seconds(0)}
		message := &junitMessage{Message: clip(OneLine(expected.Text), 500)}
		switch expected.Outcome {
		case Broken:
			message.Type, c.Failure = "drift", message
		case Error:
			message.Type, c.Error = "untold", message
		}
		suite.add(c)
	}
	return suite
}

// junitUse returns one case per assumption that an app relies on. Rules already have cases.
func (r Report) junitUse(id int, use AppUse) junitSuite {
	suite := r.emptySuite(id, "assumptions of "+OneLine(use.App))
	for _, fact := range use.Facts {
		choice, isAssumption := openapi.FindChoice(fact)
		if !isAssumption {
			continue
		}
		c := junitCase{Class: suite.Package + "." + suite.Name, Name: choice.ID + ": " + choice.Claim, Time: seconds(0)}
		ofFact := func(fact Fact) bool { return fact.ID == choice.ID }
		if at := slices.IndexFunc(use.Broken, ofFact); at >= 0 {
			c.Failure = &junitMessage{Type: "assumption", Message: clip(OneLine(use.Broken[at].Text), 500)}
		} else if at := slices.IndexFunc(use.Unsettled, ofFact); at >= 0 {
			c.Skipped = &junitMessage{Type: "not settled", Message: clip(OneLine(use.Unsettled[at].Text), 500)}
		}
		suite.add(c)
	}
	suite.Out = strings.Join(append([]string{use.Verdict()}, use.Lines()...), "\n")
	return suite
}

func (r Report) junitLeftovers(id int) junitSuite {
	suite := r.emptySuite(id, "cleanup")
	var lines []string
	for _, lead := range r.Leftovers {
		lines = append(lines, OneLine(lead.LeadUUID)+" "+OneLine(lead.LeadCode)+" "+OneLine(lead.PhoneNumber)+": "+OneLine(lead.Why))
	}
	if r.MoreLeftovers > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", r.MoreLeftovers))
	}
	suite.add(junitCase{
		Class: suite.Package + ".cleanup", Name: "cleanup: Every lead that the run created is deleted.", Time: seconds(0),
		Failure: &junitMessage{Type: "leftovers", Message: plural(r.LeftBehind(), "lead") + " left behind", Text: strings.Join(lines, "\n")},
	})
	return suite
}

// summary returns the break in a sentence or two.
func (r Result) summary() string {
	return strings.Join(append([]string{r.Text}, findingLines(r)...), " ")
}

func findingLines(r Result) []string {
	var lines []string
	for _, finding := range r.Findings {
		lines = append(lines, finding.line())
	}
	if r.MoreFindings > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", r.MoreFindings))
	}
	return lines
}

// card returns everything about a break as plain text.
func (r Result) card() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", r.Text, r.basis())
	if r.Reason != "" {
		fmt.Fprintf(&b, "%s\n", Visible(r.Reason))
	}
	for _, finding := range r.Findings {
		fmt.Fprintf(&b, "\n%s (- expected, + got)\n%s", OneLine(finding.What), finding.diffText())
	}
	if r.MoreFindings > 0 {
		fmt.Fprintf(&b, "\nand %d more\n", r.MoreFindings)
	}
	if _, shown, _ := r.telling(); shown != nil {
		fmt.Fprintf(&b, "\n%s\n\n%s\n", shown.sent(), shown.came())
		if shown.Curl != "" {
			fmt.Fprintf(&b, "\n%s\n", Visible(shown.Curl))
		}
	}
	return b.String()
}

// diffText returns the difference as plain text, each line with its sign.
func (f Finding) diffText() string {
	var b strings.Builder
	for _, line := range diff(f.Expected, f.Got) {
		fmt.Fprintf(&b, "%s %s%s%s\n", line.Sign, line.Before, line.Changed, line.After)
	}
	return b.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
