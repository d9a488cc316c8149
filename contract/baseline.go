package contract

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/leadapi/leadapi/contract/report"
)

// Baseline lists known breaks, each with a reason and an expiry date.
type Baseline struct{ entries map[string]report.Known }

// known returns the entry of a rule, or nil. A nil baseline is empty.
func (b *Baseline) known(rule string) *report.Known {
	if b == nil {
		return nil
	}
	entry, found := b.entries[rule]
	if !found {
		return nil
	}
	return &entry
}

// LoadBaseline reads a YAML file of entries with rule, reason and expires (2006-01-02, the last day on which the entry counts).
// The error is a *UsageError that names the file and the line.
func LoadBaseline(path string) (*Baseline, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("the baseline cannot be read: %v", err)
	}
	return parseBaseline(path, data, time.Now())
}

func parseBaseline(name string, data []byte, now time.Time) (*Baseline, error) {
	var entries []yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	if err := decoder.Decode(&entries); err != nil && !errors.Is(err, io.EOF) {
		return nil, usage("%s: %s; want a list of entries with rule, reason and expires", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	baseline := &Baseline{entries: map[string]report.Known{}}
	for _, node := range entries {
		if err := baseline.add(&node, now); err != nil {
			return nil, usage("%s:%d: %v", name, node.Line, err)
		}
	}
	return baseline, nil
}

func (b *Baseline) add(node *yaml.Node, now time.Time) error {
	fields := map[string]string{}
	if err := node.Decode(&fields); err != nil {
		return errors.New("want an entry with rule, reason and expires")
	}
	for field := range fields {
		if field != "rule" && field != "reason" && field != "expires" {
			return fmt.Errorf("unknown field %q (rule, reason, expires)", field)
		}
	}
	rule := fields["rule"]
	if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == rule }) {
		return fmt.Errorf("there is no rule %q; `leadcontract rules` lists them", rule)
	}
	if _, twice := b.entries[rule]; twice {
		return fmt.Errorf("rule %s is listed twice", rule)
	}
	if strings.TrimSpace(fields["reason"]) == "" {
		return fmt.Errorf("rule %s has no reason", rule)
	}
	expires, err := time.ParseInLocation(time.DateOnly, fields["expires"], now.Location())
	if err != nil {
		return fmt.Errorf("rule %s: expires %q: want a date such as 2026-12-31", rule, fields["expires"])
	}
	if !now.Before(expires.AddDate(0, 0, 1)) {
		return fmt.Errorf("the entry of rule %s expired on %s: fix the break, or agree on a later date", rule, fields["expires"])
	}
	b.entries[rule] = report.Known{Reason: fields["reason"], Expires: fields["expires"]}
	return nil
}
