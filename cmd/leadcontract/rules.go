package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

func rulesCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "rules",
		Short: "List every rule with its sentence, provenance and needs",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if asJSON {
				return writeRulesJSON(command.OutOrStdout(), contract.Rules())
			}
			return writeRules(command.OutOrStdout(), contract.Rules())
		},
	}
	set := pflag.NewFlagSet("Flags", pflag.ContinueOnError)
	set.BoolVar(&asJSON, "json", false, "as JSON")
	describe(command, "", set)
	return command
}

// writeRules writes one line per rule, grouped by operation.
func writeRules(w io.Writer, rules []contract.Rule) error {
	column := 0
	for _, rule := range rules {
		column = max(column, len(rule.ID))
	}
	var out strings.Builder
	for _, operation := range append(operations(), "") {
		fmt.Fprintf(&out, "%s\n", cmp.Or(operation, "all operations"))
		for _, rule := range rules {
			if rule.Operation != operation {
				continue
			}
			fmt.Fprintf(&out, "  %-*s  %-7s  %s%s\n", column, rule.ID, rule.Provenance, rule.Text, basis(rule))
		}
		out.WriteString("\n")
	}
	fmt.Fprintf(&out, "%d rules\n", len(rules))
	_, err := io.WriteString(w, out.String())
	return err
}

// basis returns what a rule needs and rests on; it is empty for most rules.
func basis(rule contract.Rule) string {
	var parts []string
	if len(rule.Needs) > 0 {
		parts = append(parts, "needs --"+strings.Join(needs(rule), ", --"))
	}
	if len(rule.Assumptions) > 0 {
		parts = append(parts, "rests on "+strings.Join(rule.Assumptions, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// needs returns the flags that a rule requires.
func needs(rule contract.Rule) []string {
	flags := []string{}
	for _, need := range rule.Needs {
		flags = append(flags, string(need))
	}
	return flags
}

// jsonRule is a rule without its check.
type jsonRule struct {
	ID          string   `json:"id"`
	Operation   string   `json:"operation"`
	Provenance  string   `json:"provenance"`
	Text        string   `json:"text"`
	Section     string   `json:"section"`
	Assumptions []string `json:"assumptions"`
	Needs       []string `json:"needs"`

	About report.About `json:"about"`
}

func writeRulesJSON(w io.Writer, rules []contract.Rule) error {
	list := []jsonRule{}
	for _, rule := range rules {
		list = append(list, jsonRule{
			ID: rule.ID, Operation: rule.Operation, Provenance: string(rule.Provenance), Text: rule.Text, Section: rule.Section,
			Assumptions: append([]string{}, rule.Assumptions...), Needs: needs(rule), About: rule.About.Tidy(),
		})
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}
