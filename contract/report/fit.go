package report

import (
	"fmt"
	"reflect"
)

// The bounds of a report: a deployment cannot make its texts or its lists arbitrarily long.
const (
	MaxFindings = 20 // per rule

	maxExchanges = 50        // per rule
	maxEvidence  = 128 << 10 // bytes of a rule's exchanges
	maxFinding   = 32 << 10  // bytes of a rule's findings
	maxHeader    = 8 << 10   // bytes of header fields
	maxNotes     = 100
	maxLeftovers = 1000
)

// Fit returns a copy of the report in which every text is cut (see Cut), as is every list that a deployment can lengthen. It counts
// what it leaves out. Applying it twice changes nothing.
func (r Report) Fit() Report {
	more := max(0, len(r.Leftovers)-maxLeftovers)
	r.Leftovers, r.MoreLeftovers = r.Leftovers[:len(r.Leftovers)-more], r.MoreLeftovers+more
	if more := len(r.Notes) - maxNotes; more > 0 {
		r.Notes = append(r.Notes[:maxNotes-1:maxNotes-1], fmt.Sprintf("and %d more notes", more+1))
	}
	results := r.Results
	r.Results = nil
	r = fitted(r)
	for _, result := range results {
		r.Results = append(r.Results, result.Fit())
	}
	return r
}

// Fit is like Report.Fit for one result. It keeps the exchanges around the one that showed the break (see Finding.After).
func (r Result) Fit() Result {
	findings, exchanges := r.Findings, r.Exchanges
	_, shown, _ := r.telling()
	r.Findings, r.Exchanges = nil, nil
	r = fitted(r)

	size := 0
	for i, finding := range findings {
		finding = fitted(finding)
		size += len(finding.What) + len(finding.Expected) + len(finding.Got)
		if i > 0 && size > maxFinding || i == MaxFindings {
			r.MoreFindings += len(findings) - i
			break
		}
		r.Findings = append(r.Findings, finding)
	}
	if shown == nil {
		return r
	}
	from, to := window(exchanges, shown)
	for _, exchange := range exchanges[from:to] {
		r.Exchanges = append(r.Exchanges, exchange.Fit())
	}
	r.MoreExchanges += len(exchanges) - len(r.Exchanges)
	for i := range r.Findings {
		r.Findings[i].After = min(max(r.Findings[i].After-from, 0), len(r.Exchanges))
	}
	return r
}

// window returns the exchanges around shown that fit into a report, earlier ones first.
func window(exchanges []Exchange, shown *Exchange) (from, to int) {
	at := 0
	for &exchanges[at] != shown {
		at++
	}
	size := exchanges[at].size()
	room := func(i int) bool {
		size += exchanges[i].size()
		return size <= maxEvidence
	}
	from, to = at, at+1
	for from > 0 && to-from < maxExchanges && room(from-1) {
		from--
	}
	for to < len(exchanges) && to-from < maxExchanges && room(to) {
		to++
	}
	return from, to
}

// size returns an upper bound of the length of an exchange's texts after they are cut.
func (e Exchange) size() int {
	size := min(len(e.Request.URL), MaxText) + min(len(e.Request.Body), MaxText) + min(len(e.Error), MaxText) + min(len(e.Curl), MaxText) +
		min(headerSize(e.Request.Header), maxHeader)
	if e.Response != nil {
		size += min(len(e.Response.Body), MaxText) + min(headerSize(e.Response.Header), maxHeader)
	}
	return size
}

func headerSize(fields []Field) int {
	size := 0
	for _, field := range fields {
		size += len(field.Name) + len(field.Value)
	}
	return size
}

// Fit is like Report.Fit for one exchange.
func (e Exchange) Fit() Exchange {
	e.Request.Header = fitHeader(e.Request.Header)
	if e.Response != nil {
		response := *e.Response
		response.Header = fitHeader(response.Header)
		e.Response = &response
	}
	return fitted(e)
}

// leftOut is the name of the field that counts the omitted ones.
const leftOut = "…"

func fitHeader(fields []Field) []Field {
	var kept []Field
	size := 0
	for _, field := range fields {
		field = fitted(field)
		if size += len(field.Name) + len(field.Value); size > maxHeader && field.Name != leftOut {
			return append(kept, Field{Name: leftOut, Value: fmt.Sprintf("[cut: %d fields in all]", len(fields))})
		}
		kept = append(kept, field)
	}
	return kept
}

// fitted returns a deep copy of value with every text cut. It thus covers fields that are added to a report later.
func fitted[T any](value T) T {
	return copyOf(reflect.ValueOf(&value).Elem()).Interface().(T)
}

func copyOf(v reflect.Value) reflect.Value {
	whole := reflect.New(v.Type()).Elem()
	whole.Set(v)
	switch v.Kind() {
	case reflect.String:
		whole.SetString(Cut(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			whole.Set(reflect.New(v.Type().Elem()))
			whole.Elem().Set(copyOf(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			whole.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			whole.Index(i).Set(copyOf(v.Index(i)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if whole.Field(i).CanSet() { // the rest is of time.Time
				whole.Field(i).Set(copyOf(v.Field(i)))
			}
		}
	}
	return whole
}
