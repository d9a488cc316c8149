package contract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/report"
)

// Rule is a sentence that a deployment must satisfy.
type Rule struct {
	ID          string // for example create.empty-phone
	Operation   string // operationId; "" for a rule about the replies of all operations
	Provenance  report.Provenance
	Text        string   // the sentence
	Section     string   // heading in the vendor's documentation
	Assumptions []string // assumptions that it rests on, for example A01
	Needs       []Need   // what it requires
	About       report.About

	act   func(*probe) // sends what check examines; all acts run before the first check
	check func(*probe)
	when  phase
}

// phase is when a rule is checked.
type phase int

const (
	atOnce    phase = iota
	late            // examines the effects of the run's writes, so it runs after all of them
	lastOfAll       // judges the exchanges of the other rules
)

// Need is a setting that a rule requires, by the name of the command's flag.
type Need string

// The needs. A rule that needs a campaign uses that of the list's leads if the Config names none.
const (
	NeedList        Need = "list-uuid"
	NeedCampaign    Need = "campaign-uuid"
	NeedPhonePrefix Need = "phone-prefix"
)

// Short names for the values of rules.
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

// rulesOf sets the fields that the rules of an operation share. Rules of an operation that writes need a list.
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

// missing returns why the rule cannot run with cfg, or "".
func (r Rule) missing(cfg Config) string {
	if slices.Contains(r.Needs, NeedList) && cfg.ListUUID == "" {
		return "it writes: name a list to write to (--list-uuid)"
	}
	if slices.Contains(r.Needs, NeedPhonePrefix) && cfg.PhonePrefix == "" {
		return "it sends a diallable number: name a block of numbers that are yours (--phone-prefix)"
	}
	return ""
}

// Rules returns all rules in the order of reports. Their ids are stable: baselines refer to them.
func Rules() []Rule {
	j, err := newJudge()
	if err != nil {
		panic(err) // the document is embedded, and every test loads it
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

// selectRules returns the rules that cfg asks for. It returns an error if there are none: a mistyped name must not pass.
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
		return nil, noRules("no rule%s has an id that matches %s; `leadcontract rules` lists them", of(cfg.Operation), cfg.Focus)
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

// provenances names the provenances of rules, surest first.
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
