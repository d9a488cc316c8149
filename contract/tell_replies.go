package contract

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// replyTellers returns tellers about statuses, and about requests that are refused before their content matters.
func replyTellers() []teller {
	return []teller{
		{assumption: "A01", writes: true, act: func(p *probe) { p.uploads(); p.firstUpdate() }, tell: tellSuccess},
		{assumption: "A02", writes: true, act: func(p *probe) {
			p.refusedCreate("empty-phone")
			p.refusedUpdate("no-phone")
			p.refusedUpload("no-list")
		}, tell: func(p *probe) {
			p.sawStatus("a create with an empty phone_number", p.refusedCreate("empty-phone").reply, refusedStatus)
			p.sawStatus("an update without phone_number", p.refusedUpdate("no-phone").reply, refusedStatus)
			p.sawStatus("an upload without list_uuid", p.refusedUpload("no-list").reply, refusedStatus)
		}},
		{assumption: "A03", tell: func(p *probe) {
			for _, u := range unknowns {
				if u.operation == "getLead" || p.creates() {
					p.sawStatus("the "+u.id+" of a lead that does not exist", p.refused(u.id+".unknown", u.send), map[int]string{404: "not-found", 400: "bad-request"})
				}
			}
		}},
		{assumption: "A04", tell: func(p *probe) {
			got := p.as("", "listLeads", target.List(url.Values{}))
			p.sawIn(map[string]string{"401 Unauthorized": "unauthorized", "403 Forbidden": "forbidden"}, inShort(got),
				"a listing without a token is answered %s", said(got))
		}},
		{assumption: "A05", tell: func(p *probe) {
			got := p.send(call{Operation: "listLeads", Method: target.OtherMethod, Path: "/v3/lead"})
			p.sawIn(map[string]string{"405 Method Not Allowed": "method-not-allowed", "404 404 page not found": "not-found"}, inShort(got),
				"%s /v3/lead is answered %s", target.OtherMethod, said(got))
		}},
		{assumption: "A15", tell: func(p *probe) {
			sample := p.sample()
			got := p.send(call{Operation: "getLead", Method: "HEAD", Path: "/v3/lead/" + sample.id})
			p.sawStatus("HEAD of a lead", got, map[int]string{sample.get.Status: "get", 404: "not-found"})
		}},
		{assumption: "A23", tell: tellIDs},
	}
}

var refusedStatus = map[int]string{400: "bad-request", 422: "unprocessable"}

// sawStatus records the reading for the status of an answer.
func (p *probe) sawStatus(what string, got *reply, readings map[int]string) {
	p.saw(readings[got.Status], "%s is answered with %d", what, got.Status)
}

// inShort returns the status and the error of an answer or, if it is not JSON, its text.
func inShort(got *reply) string {
	text, isText := got.Object()["error"].(string)
	if !isText {
		text = strings.TrimSpace(string(got.Body))
	}
	return fmt.Sprintf("%d %.100s", got.Status, text)
}

func tellSuccess(p *probe) {
	create, upload := p.firstCreate().reply, p.firstUpload()
	if !upload.Succeeded() {
		p.skip("no upload was accepted")
	}
	p.sawIn(map[string]string{"200 200": "ok", "201 200": "created", "201 202": "created-accepted"},
		fmt.Sprintf("%d %d", create.Status, upload.Status), "a create is answered with %d, and an upload with %d", create.Status, upload.Status)
	for _, got := range []*reply{p.firstGet().get, p.firstUpdate().reply} {
		if got.Succeeded() && got.Status != 200 {
			p.sawOther("a get or an update is answered with %d", got.Status)
		}
	}
}

func tellIDs(p *probe) {
	id := p.sample().id
	other := strings.ToUpper(id)
	if other == id {
		other = strings.ToLower(id)
	}
	if other == id {
		p.skip("the id of the lead has no letters")
	}
	cased, noUUID := p.get(other), p.get("x")
	seen := fmt.Sprint(sameID(cased.Object()["lead_uuid"], id), cased.NotFound(), noUUID.NotFound(), noUUID.Refused())
	p.sawIn(map[string]string{"false true true true": "text", "true false true true": "any-case", "true false false true": "parsed"}, seen,
		"an id in another case is answered %s, and the id x %s", said(cased), said(noUUID))
}
