package contract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// Rule is one sentence that a deployment is held to.
type Rule struct {
	ID          string // such as create.empty-phone
	Operation   string // operationId; empty for a rule about the replies of all operations
	Provenance  report.Provenance
	Text        string   // the sentence
	Section     string   // the heading on the vendor's page
	Assumptions []string // the numbers that it rests on, such as A01
	Needs       []Need   // what it cannot do without
	About       report.About

	act   func(*probe) // sends what check looks at; all of them run before the first check
	check func(*probe)
	when  phase
}

// phase is when a rule is checked.
type phase int

const (
	atOnce    phase = iota
	late            // looks at what has come of the run's writes, so it comes after all of them
	lastOfAll       // judges what the other rules have exchanged
)

// Need is what a rule takes from the Config, by the name of the command's flag.
type Need string

// The needs. A rule that needs a campaign takes that of the list's leads where the Config names none.
const (
	NeedList        Need = "list-uuid"
	NeedCampaign    Need = "campaign-uuid"
	NeedPhonePrefix Need = "phone-prefix"
)

// What rules say of themselves, in short.
const (
	stated  = report.Stated
	implied = report.Implied
	assumed = report.Assumed

	createSection = "Create Lead"
	uploadSection = "Post Lead With CSV File"
	listSection   = "Get Lead"
	getSection    = "Get Leads by ID"
	updateSection = "Update Lead"
	deleteSection = "Delete Lead"
)

// rulesOf fills in what the rules of an operation share. Those of an operation that writes need a list.
func rulesOf(operation, section string, rules ...Rule) []Rule {
	for i := range rules {
		rules[i].Operation = operation
		if rules[i].About.Operations == nil {
			rules[i].About.Operations = []string{operation}
		}
		if rules[i].Section == "" {
			rules[i].Section = section
		}
		if operation != "getLead" && operation != "listLeads" {
			rules[i].Needs = append([]Need{NeedList}, rules[i].Needs...)
		}
	}
	return rules
}

// missing says why the rule cannot run with cfg, or "".
func (r Rule) missing(cfg Config) string {
	if slices.Contains(r.Needs, NeedList) && cfg.ListUUID == "" {
		return "it writes: name a list that may be written in (--list-uuid)"
	}
	if slices.Contains(r.Needs, NeedPhonePrefix) && cfg.PhonePrefix == "" {
		return "it sends a number that could be dialled: name a block of numbers that are yours (--phone-prefix)"
	}
	return ""
}

// Rules returns all rules in the order in which reports have them. Their ids are stable: baselines name them.
func Rules() []Rule {
	j, err := newJudge()
	if err != nil {
		panic(err) // the document is embedded, and has been loaded by every test
	}
	return rulesFrom(j)
}

func rulesFrom(j *judge) []Rule {
	return slices.Concat(
		createRules(j), patternRules(), refusedCreateRules(), startRules(j),
		uploadRules(), importRules(), importFormRules(),
		listRules(j), filterRules(), pageRules(j), queryRules(),
		getRules(), fieldRules(j),
		updateRules(j), updateFieldRules(j), refusedUpdateRules(),
		deleteRules(), unknownRules(), statusRules(), tokenRules(), replyRules(),
	)
}

// selectRules returns the rules that cfg asks for. None is an error, so that a mistyped name is not a green run.
func selectRules(cfg Config) ([]Rule, error) {
	if err := CheckUsage(cfg.Usage); err != nil {
		return nil, err
	}
	j, err := cfg.judge()
	if err != nil {
		return nil, err
	}
	all := rulesFrom(j)
	operations := map[string]bool{}
	var chosen []Rule
	for _, rule := range all {
		operations[rule.Operation] = true
		if cfg.Operation != "" && rule.Operation != cfg.Operation {
			continue
		}
		if cfg.Focus != nil && !cfg.Focus.MatchString(rule.ID) {
			continue
		}
		chosen = append(chosen, rule)
	}
	if cfg.Operation != "" && !operations[cfg.Operation] {
		return nil, noRules("operation %q has no rules; there are %s", cfg.Operation, list(operations))
	}
	if len(chosen) == 0 {
		return nil, noRules("no rule%s has an id that matches %s; `leadcontract rules` prints them", of(cfg.Operation), cfg.Focus)
	}
	if len(cfg.Usage) > 0 && !slices.ContainsFunc(chosen, func(rule Rule) bool { return rule.result().For(cfg.Gate, cfg.Usage).Gated }) {
		return nil, noRules("none of the %d rules that were asked for touches %s at the gate %s", len(chosen), appNames(cfg.Usage), gateOf(cfg))
	}
	gated := func(rule Rule) bool { return rank(rule.Provenance) <= rank(cfg.Gate) }
	if rank(cfg.Gate) >= 0 && !slices.ContainsFunc(chosen, gated) {
		return nil, noRules("none of the %d rules that were asked for can fail the run: they are %s, and the gate is %s", len(chosen), provenances(chosen), gateOf(cfg))
	}
	return chosen, nil
}

// provenances names those of rules, the surest first.
func provenances(rules []Rule) string {
	var names []string
	for _, provenance := range report.Provenances() {
		if slices.ContainsFunc(rules, func(rule Rule) bool { return rule.Provenance == provenance }) {
			names = append(names, string(provenance))
		}
	}
	return strings.Join(names, " and ")
}

func gateOf(cfg Config) report.Provenance { return cmp.Or(cfg.Gate, report.Stated) }

func of(operation string) string {
	if operation == "" {
		return ""
	}
	return " of " + operation
}
