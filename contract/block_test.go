package contract_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// TestTakesNumbersThatNoLeadHas names a block of ten numbers on a deployment that allows one lead per number. Leads have all of them, or
// all but one.
func TestTakesNumbersThatNoLeadHas(t *testing.T) {
	const block, rule = "034971998", "create.takes.ten-digits"
	for taken, want := range map[int]report.Outcome{9: report.Holds, 10: report.NotRun} {
		bubble(t, func(t *testing.T) {
			whole := runAgainst(t, func(next server) server {
				for last := range taken {
					created := next(call{}.to("POST", "/v3/lead", object{"list_uuid": seedList, "phone_number": fmt.Sprint(block, last)}))
					if !created.ok() {
						t.Fatalf("the create of lead %d: got %s, want a success", last, created.body)
					}
				}
				return oneANumber(false)(next)
			}, func(cfg *contract.Config) {
				cfg.PhonePrefix, cfg.Focus = block, regexp.MustCompile(`^(create\.takes\.ten-digits|get\.reply)$`)
			})
			if got := outcomesOf(whole)[rule]; got != want {
				t.Errorf("%d of 10 numbers have leads: got %s, want %s; broken are %v", taken, got, want, broken(whole))
			}
		})
	}
}
