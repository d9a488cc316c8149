package report

import (
	"regexp"
	"strings"
	"testing"
)

func TestHTMLNeedsNothingElse(t *testing.T) {
	out := render(t, "html", sample())
	for _, forbidden := range []string{"<script", "<link", "<iframe", "src=", "@import", "url("} {
		// Text from the target is escaped, so a plain occurrence is part of the template. Attribute-like text from the target is not inside a tag.
		if strings.Contains(strings.ReplaceAll(out, "img src=x", ""), forbidden) {
			t.Errorf("got %s, want it escaped or absent", forbidden)
		}
	}
	if !strings.Contains(out, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Errorf("want a policy that forbids the rest in\n%.1000s", out)
	}
	if len(htmlStyle) == 0 || !strings.Contains(out, "prefers-color-scheme: dark") {
		t.Errorf("%d bytes of style, want some, with a dark scheme, in\n%.1000s", len(htmlStyle), out)
	}
}

func TestHTMLSections(t *testing.T) {
	out := render(t, "html", sample())
	for heading, id := range map[string]string{
		"Broken": "create.phone-empty", "Known, and fixed": "delete.not-found", "Could not be checked": "upload.columns",
		"Known breaks": "list.total", "Differs": "create.status",
	} {
		_, section, found := strings.Cut(out, "<h2>"+heading+"</h2>")
		section, _, _ = strings.Cut(section, "</section>")
		if !found || !strings.Contains(section, `id="`+id+`"`) {
			t.Errorf("%s: got no card of %s, want one", heading, id)
		}
	}
	for _, want := range []string{"Nguyễn Thị Ánh Tuyết", "$TOKEN", "A02, A12", "needs a campaign: --campaign-uuid", "ticket 4711", "r7f3a2c91"} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %q, want it", want)
		}
	}
}

func TestHTMLOfAGoodRunHasNoEmptySections(t *testing.T) {
	report := sample()
	report.Results, report.Leftovers, report.Notes, report.Profile, report.Expected = report.Results[:1], nil, nil, nil, nil
	out := render(t, "html", report)
	for _, absent := range []string{"<h2>Broken", "<h2>Known", "<h2>Differs", "<h2>Could", "<h2>Readings", "Left behind"} {
		if strings.Contains(out, absent) {
			t.Errorf("got %s, want none", absent)
		}
	}
	if !strings.Contains(out, "Every stated rule that was selected holds (1).") {
		t.Error("got no verdict, want that every stated rule holds")
	}
}

func TestHTMLLinksLeadSomewhere(t *testing.T) {
	out := render(t, "html", sample())
	links := regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(out, -1)
	if len(links) == 0 {
		t.Fatal("got no link from the table to a card, want some")
	}
	for _, link := range links {
		if strings.Count(out, `id="`+link[1]+`"`) != 1 {
			t.Errorf("#%s leads to %d places, want 1", link[1], strings.Count(out, `id="`+link[1]+`"`))
		}
	}
}
