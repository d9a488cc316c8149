package contract

import (
	"fmt"
	"maps"
	"net/url"
	"slices"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// coverage counts which parts of the document a run has exercised.
type coverage struct {
	judge *judge
	times map[string]int
}

func newCoverage(judge *judge) *coverage { return &coverage{judge: judge, times: map[string]int{}} }

// add counts the parts of an exchange.
func (c *coverage) add(call call, got *reply) {
	c.times[call.Operation]++
	c.times[fmt.Sprintf("%s %d", call.Operation, got.Status)]++
	query, _ := url.ParseQuery(call.Query) // a query that is malformed on purpose counts as far as it parses
	for name := range query {
		c.times[call.Operation+"?"+name]++
	}
	if call.LeadID() != "" {
		c.times[call.Operation+"?lead_uuid"]++
	}
	for _, lead := range target.LeadsIn(got.Value) {
		for _, field := range c.judge.leadFields { // only these: a server could send any number of names
			if _, shown := lead[field]; shown {
				c.times["Lead."+field]++
			}
		}
	}
	for _, field := range call.Fields() {
		c.times[call.Operation+"."+field]++
	}
}

// report lists every part of the document, in document order, with the number of times that it was exercised.
func (c *coverage) report(cfg Config) report.Coverage {
	var all report.Coverage
	for _, operation := range c.judge.operations {
		unsent := "no rule that ran sends it"
		if cfg.ListUUID == "" && operation.Method != "GET" {
			unsent = "it writes, and no list to write to is named"
		}
		all.Operations = append(all.Operations, c.covered(operation.ID, operation.ID, unsent))
		for _, status := range slices.Sorted(maps.Keys(c.judge.operation(operation).Responses.Map())) {
			name := operation.ID + " " + status
			all.Replies = append(all.Replies, c.covered(name, name, whyNoReply(status, c.times[operation.ID], unsent)))
		}
		for _, parameter := range operation.Query {
			all.Parameters = append(all.Parameters, c.covered(operation.ID+" "+parameter.Name, operation.ID+"?"+parameter.Name, unsent))
		}
		if operation.Path == "/v3/lead/{lead_uuid}" {
			all.Parameters = append(all.Parameters, c.covered(operation.ID+" lead_uuid", operation.ID+"?lead_uuid", unsent))
		}
		if operation.Body != nil {
			for _, field := range operation.Body.Fields {
				name := operation.ID + "." + field
				all.Fields = append(all.Fields, c.covered(name, name, unsent))
			}
		}
	}
	for _, field := range c.judge.fields() {
		all.Fields = append(all.Fields, c.covered("Lead."+field, "Lead."+field, "no reply showed a lead with it"))
	}
	return all
}

func (c *coverage) covered(name, key, why string) report.Covered {
	covered := report.Covered{Name: name, Times: c.times[key]}
	if covered.Times == 0 {
		covered.Why = why
	}
	return covered
}

func whyNoReply(status string, sent int, unsent string) string {
	switch {
	case sent == 0:
		return unsent
	case status == "413":
		// A body over every limit is a load on a live deployment, and often the proxy in front answers it.
		return "not sent: it needs a body over an undocumented limit, so many megabytes (A06)"
	}
	return "no reply had this status"
}
