package contract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/contract/report"
)

// claims lists the readings other than the first ones that the profile of a tolerated server must have, by server; "A17=other" means
// that no reading fits. A profile must not have others.
var claims = map[string]string{
	"an offset past the end is 404":                                          "A21=not-found",
	"an unknown campaign is refused":                                         "A20=other",
	"an unknown parameter is refused":                                        "A22=refused",
	"a huge list, at most 20 leads per page":                                 "A17=capped A44=dropped",
	"a huge list, the oldest lead first":                                     "A65=oldest-first",
	"a huge list in which others create all the time, the oldest lead first": "A65=oldest-first",
	"the order is that of the last change":                                   "A65=updated-first",
	"a second lead with a number is refused in 400":                          "A13=refused",
	"another word for a second lead of a number":                             "A13=other", // 422, and 400 for all else
	"a second lead with a number is a conflict":                              "A13=conflict",
	"201, 202 and 422":                                                       "A01=created-accepted A02=unprocessable",
	"a limit over 99 refused":                                                "A17=other",
	"a limit over 20 refused":                                                "A17=other",
	"at most 20 leads per page":                                              "A17=capped A44=dropped",
	"at most 50 leads per page":                                              "A17=capped A44=dropped",
	"a search without a hit is 200 with an error":                            "A17=other A20=not-found A21=not-found A52=other",
	"a search without a hit is 404 without a body":                           "A17=other A20=not-found A21=not-found A52=other",
	"a search without a hit is 404 in other words":                           "A17=other A20=not-found A21=not-found A52=other",
	"a search without a hit is 404":                                          "A17=other A20=not-found A21=not-found A52=other",
	"an empty page without data":                                             "A52=other",
	"data null on an empty page":                                             "A52=null-data",
	"an id in another form: 422 with a list":                                 "A23=other",
	"an id in another form: 400":                                             "A23=other",
	"an unknown lead: get says 410":                                          "A03=other",
	"an unknown lead: get says 403":                                          "A03=other",
	"an unknown lead: get says 400":                                          "A03=bad-request",
	"no token: 403 without a body":                                           "A04=other",
	"no token: 403 in HTML":                                                  "A04=other",
	"no token: 401 without a body":                                           "A04=other",
	"no token: 401 in HTML":                                                  "A04=other",
	"ids in capitals from create, update and delete":                         "A23=any-case",
	"an update that changes nothing is 304":                                  "A29=untold",
	"an update that changes nothing is refused":                              "A29=other",
	"a number that starts with 84 is stored with 0":                          "A54=other",
	"the body says which lead is updated":                                    "A24=other",
	"names longer than 40 letters are cut":                                   "A56=other",
	"names have at most 50 letters":                                          "A56=other",
	"names have at most 50 bytes":                                            "A56=other",
	"500 for what is not found":                                              "A03=other",
	"imported leads have a network and are assigned":                         "A30=other",
	"additional in another order, with numbers as texts":                     "A31=dropped",
	"imported numbers have the mobile prefixes only":                         "A30=untold A31=untold A32=untold A34=untold A36=untold A49=untold A66=untold",
	"a file with a number of 12 digits is refused":                           "A32=other",
	"imported numbers have the pattern of create":                            "A32=other A66=other",
	"a file with a number of 11 digits is refused":                           "A32=other",
	"imported numbers have 8 to 11 digits":                                   "A32=by-length",
	"imported numbers have 10 or 12 digits":                                  "A66=other",
	"files with other columns than the five are refused":                     "A31=untold",
	"a template without after_day":                                           "A34=untold",
	"a template with two columns":                                            "A34=untold",
	"another template: nothing of the file is imported":                      "A30=untold A31=untold A32=untold A34=untold A36=untold A49=untold A66=untold",
	"400 for an id that is not a UUID":                                       "A23=other",
	"fields emptied that an update does not send":                            "A28=emptied",
	"ids shown in capitals, and known in either case":                        "A23=any-case",
	"no token needed":                                                        "A04=other",
	"403 for no token":                                                       "A04=other",
	"another text for no token":                                              "A04=other",
	"no network, no additional in imported leads":                            "A30=none A31=untold",
	"an after_day that is not a number imported as 0":                        "A34=zero",
	"errors of other fields first":                                           "A12=reversed",
	"the zero time stored":                                                   "A27=overwritten",
	"empty texts stored":                                                     "C11=emptied",
	"a second lead with a number is the first":                               "A13=other",
	"one lead per number":                                                    "A13=conflict",
	"an unknown list in the words of the body's errors":                      "A11=other",
	"leads in lists that do not exist":                                       "A11=other",
	"leads found by any part of a number":                                    "A14=contains",
	"the oldest lead first":                                                  "A65=oldest-first",
	"leads found by the beginning of a number":                               "A14=prefix",
	"200 for what is not found":                                              "A03=other",
	"total is that of the page":                                              "A51=page",
	"a limit over 50 refused":                                                "A17=other",
	"422 for an error":                                                       "A02=unprocessable",
	"400 for what is not found":                                              "A03=bad-request",
	"200 for an error":                                                       "A02=other",
	"202 for an upload":                                                      "A01=other",
	"201 for a create":                                                       "A01=created",
}

// mustClaim fails the test for each reading that the profile of a server wrongly has or lacks.
func mustClaim(t *testing.T, server string, whole report.Report) {
	t.Helper()
	wanted := strings.Fields(claims[server])
	for _, settled := range whole.Profile {
		claim := settled.ID + "=" + settled.Name()
		if byChance := server == "the order is that of the ids" && (settled.ID == "A65" || settled.ID == "A33"); byChance {
			continue
		}
		if settled.Reading != "" && !settled.AsAssumed && !slices.Contains(wanted, claim) {
			t.Errorf("the profile claims %s: %q; want none but %v", claim, settled.Evidence, wanted)
		}
		if strings.Contains(settled.Untold, "an error of the suite itself") {
			t.Errorf("%s: got %s, want no error of the suite", settled.ID, settled.Untold)
		}
		wanted = slices.DeleteFunc(wanted, func(want string) bool { return want == claim })
		if !settled.AsAssumed {
			t.Logf("%s %s", claim, settled.Why())
		}
	}
	if len(wanted) > 0 {
		t.Errorf("the profile lacks %v, want it", wanted)
	}
}

// TestProfileOfRewrittenNumbers checks that a deployment that shows numbers in another form is not said to store them as sent.
func TestProfileOfRewrittenNumbers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		whole := runAgainst(t, shows(func(lead object) {
			if local, isLocal := strings.CutPrefix(text(lead, "phone_number"), "0"); isLocal {
				lead["phone_number"] = "84" + local
			}
		}), func(cfg *contract.Config) { cfg.Profile = true })
		for _, settled := range whole.Profile {
			if settled.ID == "A54" && settled.Other == "" {
				t.Errorf("got %q %q, want that no reading fits", settled.Reading, settled.Untold)
			}
		}
		if len(whole.Profile) == 0 {
			t.Error("got no profile, want one")
		}
	})
}
