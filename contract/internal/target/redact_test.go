package target

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract/report"
)

const awkwardToken = `eyJ"a<b>&c+d/e==f%g'h`

// spelled is how a server may send a token back.
func spelled(token string) map[string]string {
	quoted, _ := json.Marshal(token)
	escaped := ""
	for _, c := range []byte(token) {
		escaped += fmt.Sprintf(`\u%04X`, c)
	}
	return map[string]string{
		"as it is":               token,
		"in a header":            "Authorization: Bearer " + token,
		"in capitals":            strings.ToUpper(token),
		"in a query":             "?token=" + url.QueryEscape(token),
		"in a path":              "/" + url.PathEscape(token) + "/x",
		"in JSON":                string(quoted),
		"in JSON, every byte":    escaped,
		"quoted":                 strconv.Quote(token),
		"in HTML":                "<b>" + html.EscapeString(token) + "</b>",
		"in base64":              base64.StdEncoding.EncodeToString([]byte(token)),
		"in base64, for URLs":    base64.URLEncoding.EncodeToString([]byte(token)),
		"in base64, after one":   base64.StdEncoding.EncodeToString([]byte(":" + token)),
		"in base64, after two":   base64.StdEncoding.EncodeToString([]byte("::" + token + "::")),
		"in base64, a header":    base64.StdEncoding.EncodeToString([]byte("Bearer " + token)),
		"in hexadecimal":         hex.EncodeToString([]byte(token)),
		"in HEXADECIMAL":         strings.ToUpper(hex.EncodeToString([]byte(token))),
		"twice, without a space": token + token,
	}
}

// core is what must not be left of a spelling: its middle half, since the ends of base64 hold bits of their neighbours.
func core(text string) string { return text[len(text)/4 : len(text)*3/4] }

func TestRedactor(t *testing.T) {
	r := newRedactor(awkwardToken)
	for name, text := range spelled(awkwardToken) {
		got := r.text("before " + text + " after")
		if strings.Contains(got, core(text)) || !strings.Contains(got, tokenMark) {
			t.Errorf("%s: %s is still there: %s", name, text, got)
		}
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: too much is gone: %s", name, got)
		}
	}
	if got := newRedactor("test").text("a test of Bearer test"); got != "a test of "+tokenMark {
		t.Errorf("a short token: %q", got)
	}
}

// TestRedactorAll puts the token into every string of a report, whatever fields it has.
func TestRedactorAll(t *testing.T) {
	whole := report.Report{
		Version: awkwardToken, RunID: awkwardToken, Target: awkwardToken, Notes: []string{awkwardToken},
		Leftovers: []report.Leftover{{LeadUUID: awkwardToken, Why: awkwardToken}},
		Coverage:  report.Coverage{Replies: []report.Covered{{Name: awkwardToken, Why: awkwardToken}}},
		Results: []report.Result{{
			ID: awkwardToken, Reason: awkwardToken, Assumptions: []string{awkwardToken}, Known: &report.Known{Reason: awkwardToken},
			Findings: []report.Finding{{What: awkwardToken, Expected: awkwardToken, Got: awkwardToken}},
			Exchanges: []report.Exchange{{
				Error: awkwardToken, Curl: awkwardToken, Request: report.Request{URL: awkwardToken, Body: awkwardToken},
				Response: &report.Response{Body: awkwardToken, Header: []report.Field{{Name: awkwardToken, Value: awkwardToken}}},
			}},
		}},
	}
	newRedactor(awkwardToken).all(&whole)
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	if quoted, _ := json.Marshal(awkwardToken); strings.Contains(string(text), core(string(quoted))) {
		t.Errorf("the token is still there: %s", text)
	}
	if got, want := strings.Count(string(text), tokenMark), 22; got != want {
		t.Errorf("%d marks, want %d: %s", got, want, text)
	}
}
