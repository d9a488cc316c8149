package contract

import (
	"net/http"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// answered holds what the last rules need from an exchange. The reply itself can be megabytes long and is not kept.
type answered struct {
	operation, leadID string
	created           string // the lead_uuid in the reply to a create
	succeeded         bool
}

// replyBreak records how the replies of one operation break a rule about all replies.
type replyBreak struct {
	operation string
	times     int
	first     string // what is wrong with the first
	exchange  target.Evidence
}

// seen checks a reply for the last rules and counts it for the coverage.
func (r *run) seen(call call, got *reply) {
	r.coverage.add(call, got)
	a := answered{operation: call.Operation, leadID: call.LeadID(), succeeded: got.Succeeded()}
	if id, _ := got.Object()["lead_uuid"].(string); call.Operation == "createLead" {
		a.created = report.Cut(id)
	}
	r.answered = append(r.answered, a)
	if call.Operation == "getLead" && a.succeeded {
		r.lastGet = got.Object()
	}
	if call.Method == http.MethodHead || got.Busy() {
		return
	}
	for id, wrong := range replyChecks {
		if problem := wrong(r.judge, call, got); problem != "" {
			r.breaks(id, call, got).note(r.client.RedactText(problem))
		}
	}
}

// breaks returns the replyBreak of a rule and an operation. It creates one with the exchange if there is none.
func (r *run) breaks(rule string, call call, got *reply) *replyBreak {
	for _, b := range r.wrong[rule] {
		if b.operation == call.Operation {
			return b
		}
	}
	b := &replyBreak{operation: call.Operation, exchange: r.client.Record(call, got, nil, 0)}
	r.wrong[rule] = append(r.wrong[rule], b)
	return b
}

func (b *replyBreak) note(problem string) {
	if b.times++; b.times == 1 {
		b.first = problem
	}
}
