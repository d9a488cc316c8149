package report

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// filled returns a value in which every text has a given length and every list n items.
func filled(v reflect.Value, text string, n int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), text, n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			filled(v.Index(i), text, n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				filled(v.Field(i), text, n)
			}
		}
	}
}

// longest returns the length of the longest text in v, and where it is.
func longest(v reflect.Value, path string) (length int, at string) {
	look := func(v reflect.Value, path string) {
		if n, where := longest(v, path); n > length {
			length, at = n, where
		}
	}
	switch v.Kind() {
	case reflect.String:
		return v.Len(), path
	case reflect.Pointer:
		look(v.Elem(), path)
	case reflect.Slice:
		for i := range v.Len() {
			look(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			look(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	}
	return length, at
}

func TestFitCutsEveryText(t *testing.T) {
	var r Report
	filled(reflect.ValueOf(&r).Elem(), strings.Repeat("ế", 2*MaxText), 3)
	if length, _ := longest(reflect.ValueOf(r), "report"); length <= MaxText {
		t.Fatalf("the longest text has %d bytes, want more than %d: the test shows nothing", length, MaxText)
	}
	if length, at := longest(reflect.ValueOf(r.Fit()), "report"); length > MaxText {
		t.Errorf("%s has %d bytes, want at most %d", at, length, MaxText)
	}
}

func TestFitChangesACopy(t *testing.T) {
	var r, want Report
	filled(reflect.ValueOf(&r).Elem(), strings.Repeat("x", 2*MaxText), 30)
	filled(reflect.ValueOf(&want).Elem(), strings.Repeat("x", 2*MaxText), 30)
	r.Fit()
	if !reflect.DeepEqual(r, want) {
		t.Errorf("Fit has changed the report to\n%.2000v\nwant\n%.2000v", r, want)
	}
}

func TestFitCountsWhatItLeavesOut(t *testing.T) {
	result := Result{Findings: make([]Finding, 70), Exchanges: make([]Exchange, 90)}
	for i := range result.Findings {
		result.Findings[i] = Finding{What: fmt.Sprint("finding ", i), After: 80}
	}
	for i := range result.Exchanges {
		result.Exchanges[i] = Exchange{Operation: fmt.Sprint("exchange ", i+1)}
	}
	fields := make([]Field, 3000)
	for i := range fields {
		fields[i] = Field{Name: "X-Name", Value: "value"}
	}
	result.Exchanges[79].Response = &Response{Header: fields}
	whole := Report{Results: []Result{result}, Notes: make([]string, 150), Leftovers: make([]Leftover, 1234)}
	once := whole.Fit()
	if twice := once.Fit(); !reflect.DeepEqual(once, twice) {
		t.Errorf("applied twice it gives\n%.2000v\nwant, as once,\n%.2000v", twice, once)
	}
	got := once.Results[0]
	if n := len(got.Findings); n != MaxFindings || got.MoreFindings != 70-n {
		t.Errorf("%d findings and %d more, want %d and %d", n, got.MoreFindings, MaxFindings, 70-MaxFindings)
	}
	if n := len(got.Exchanges); n != 50 || got.MoreExchanges != 40 {
		t.Errorf("%d exchanges and %d more, want 50 and 40", n, got.MoreExchanges)
	}
	_, shown, _ := got.telling()
	if shown == nil || shown.Operation != "exchange 80" {
		t.Fatalf("the exchange that shows the break is now %+v, want the 80th", shown)
	}
	if last := shown.Response.Header[len(shown.Response.Header)-1]; last.Value != "[cut: 3000 fields in all]" || headerSize(shown.Response.Header) > maxHeader+100 {
		t.Errorf("got a header of %d bytes, the last field %v; want at most %d, and that 3000 fields are cut", headerSize(shown.Response.Header), last, maxHeader+100)
	}
	if n := len(once.Notes); n != 100 || once.Notes[99] != "and 51 more notes" {
		t.Errorf("got %d notes, the last %q; want 100, and that 51 more are left out", n, once.Notes[n-1])
	}
	if once.LeftBehind() != 1234 || len(once.Leftovers) != 1000 {
		t.Errorf("%d leads are left, %d of them named; want 1234 and 1000", once.LeftBehind(), len(once.Leftovers))
	}
}

// TestHostileReportsStaySmall renders a run in which every rule is broken by replies of maximum size.
func TestHostileReportsStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: a report of huge texts in every format; go test ./... writes them")
	}
	huge := strings.Repeat("x<\x1b`::error::", 200_000)
	nested := strings.Repeat("[", 2000) + strings.Repeat("]", 2000)
	var r Report
	for i := range 60 {
		exchange := createExchange(200, huge)
		exchange.Request.URL, exchange.Error, exchange.Curl = huge, huge, huge
		exchange.Response.Header = []Field{{"Location", huge}, {"X-Other", huge}, {"X-More", huge}}
		r.Results = append(r.Results, Result{
			ID: fmt.Sprint("rule.", i), Gated: true, Outcome: Broken, Provenance: Stated,
			Findings:  []Finding{{What: huge, Expected: huge, Got: huge}, {What: "nested", Expected: nested, Got: nested + " "}, {What: huge}},
			Exchanges: []Exchange{exchange, exchange, exchange, exchange},
		})
	}
	for name, most := range map[string]int{"terminal": 2 << 20, "junit": 5 << 20, "json": 15 << 20, "html": 15 << 20, "markdown": 1 << 20, "annotations": 20_000, "record": 2000, "badge": 4000} {
		if size := len(render(t, name, r)); size > most {
			t.Errorf("%s: %d bytes, want at most %d", name, size, most)
		}
	}
}

func TestReportsSayHowMuchIsLeftOut(t *testing.T) {
	r := sample()
	for i := range r.Results {
		if len(r.Results[i].Findings) > 0 {
			r.Results[i].MoreFindings = 417
		}
	}
	r.MoreLeftovers = 31_234
	for name, wants := range map[string][]string{
		"terminal":    {"417 more", "31235 leads", "31234 more"},
		"junit":       {"417 more", "31235 leads", "31234 more"},
		"json":        {`"more_findings": 417`, `"more_leftovers": 31234`},
		"html":        {"417 more", "31234 more"},
		"markdown":    {"417 more", "31234 more"},
		"annotations": {"417 more", "31235 leads"},
	} {
		out := render(t, name, r)
		for _, want := range wants {
			if !strings.Contains(strings.ToLower(out), want) {
				t.Errorf("%s: got no %q, want it", name, want)
			}
		}
	}
}
