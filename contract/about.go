package contract

import "github.com/leadapi/leadapi/contract/report"

// What rules are about, besides their operation.

func aboutReplies(names ...string) report.About    { return report.About{Replies: names} }
func aboutParameters(names ...string) report.About { return report.About{Parameters: names} }
func aboutFields(names ...string) report.About     { return report.About{Fields: names} }
func aboutWithout(names ...string) report.About    { return report.About{Without: names} }

// aboutOperations is for a rule that also shows in replies of other operations; it lists all of them.
func aboutOperations(ids ...string) report.About { return report.About{Operations: ids} }

// Sets of what rules are about.
var (
	aboutSuccess  = aboutReplies(report.Success)
	aboutRefusal  = aboutReplies(report.Refused)
	aboutNotFound = aboutReplies("not_found")
	aboutNoToken  = aboutReplies("unauthorized")
)
