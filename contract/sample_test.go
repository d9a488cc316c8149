package contract_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// TestReadsLeadOfAnotherCampaign names the campaign of the list, but the run creates nothing, and the first lead that it finds is in
// another campaign.
func TestReadsLeadOfAnotherCampaign(t *testing.T) {
	otherFirst := pages(func(all []object, limit, offset int) ([]object, int) {
		slices.SortStableFunc(all, func(a, b object) int { return strings.Compare(text(a, "list_uuid"), text(b, "list_uuid")) })
		return cut(all, limit, offset), len(all)
	})
	noCreate := on("createLead", func(call, server) answer { return reply(400, `{"error":"no quota left"}`) })
	for name, option := range map[string]func(*contract.Config){
		"no list":               func(cfg *contract.Config) { cfg.ListUUID = "" },
		"the create is refused": func(*contract.Config) {},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				whole := runAgainst(t, both(otherFirst, noCreate), option, func(cfg *contract.Config) {
					cfg.CampaignUUID, cfg.Focus = "7bbe986b-8a6e-404c-840b-781102b5aa07", regexp.MustCompile(`^list\.filter\.|^create\.reply$`)
				})
				for rule, got := range outcomesOf(whole) {
					if strings.Contains(rule, "campaign") && got != report.Holds {
						t.Errorf("%s: got %s, want %s", rule, got, report.Holds)
					}
				}
			})
		})
	}
}
