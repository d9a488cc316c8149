package contract_test

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// TestFirewallRefusesMarkup has a firewall that answers a create with markup in the lead's name. Only the rules of that create cannot be checked.
func TestFirewallRefusesMarkup(t *testing.T) {
	firewall := on("createLead", func(c call, next server) answer {
		if bytes.Contains(c.body, []byte("<b>")) || bytes.Contains(c.body, []byte(`\u003cb`)) {
			return page(403, "<html>Request blocked</html>")
		}
		return next(c)
	})
	bubble(t, func(t *testing.T) {
		whole := runAgainst(t, firewall, func(cfg *contract.Config) {
			cfg.Gate, cfg.Focus = report.Stated, regexp.MustCompile(`^create\.special-characters$|^list\.(limit|offset|pages|total)$`)
		})
		for rule, got := range outcomesOf(whole) {
			if want := map[bool]report.Outcome{true: report.Error, false: report.Holds}[rule == "create.special-characters"]; got != want {
				t.Errorf("%s: got %s, want %s", rule, got, want)
			}
		}
	})
}
