package contract

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// createTellers returns tellers about creates, accepted and refused.
func createTellers() []teller {
	return []teller{
		{assumption: "A07", tell: tellCutOffBody},
		{assumption: "A08", act: func(p *probe) { p.refusedCreate("other-content-type") }, tell: func(p *probe) {
			got := p.refusedCreate("other-content-type").reply
			p.sawTaken("a create under text/plain", got, "read", "refused")
		}},
		{assumption: "A09", act: func(p *probe) { p.odd("other-field") }, tell: tellOtherFields},
		{assumption: "A10", act: func(p *probe) { p.odd("key-twice") }, tell: tellRepeatedKey},
		{assumption: "A11", act: func(p *probe) { p.refusedCreate("unknown-list"); p.refusedUpload("unknown-list") }, tell: tellUnknownList},
		{assumption: "A12", act: func(p *probe) { p.refusedCreate("both-wrong") }, tell: tellErrorOrder},
		{assumption: "A13", act: func(p *probe) { p.secondOfNumber(); p.refusedCreate("empty-phone") }, tell: tellSecondOfNumber},
		{assumption: "A37", act: func(p *probe) { p.refusedUpload("empty") }, tell: func(p *probe) {
			got := p.refusedUpload("empty").reply
			p.sawIn(map[string]string{"list_uuid is missing": "list-first", "http: no such file": "file-first"}, fmt.Sprint(got.Object()["error"]),
				"an empty form is answered %s", said(got))
		}},
		{assumption: "A54", act: func(p *probe) { p.edge(edgeOf84()) }, tell: tellNumberOf84},
		{assumption: "A56", act: func(p *probe) { p.longName() }, tell: tellLongName},
		{assumption: "A61", act: func(p *probe) { p.refusedCreate("number-as-name") }, tell: tellNumberAsName},
	}
}

func tellCutOffBody(p *probe) {
	for _, text := range []string{"", "{"} {
		got := p.createText(text, jsonType)
		p.sawIn(map[string]string{
			"unexpected end of JSON input": "unmarshal", "unexpected end of JSON input{": "unmarshal",
			"EOF": "decoder", "unexpected EOF{": "decoder",
		}, fmt.Sprint(got.Object()["error"])+text, "a create with the body %q is answered %s", text, said(got))
	}
}

func tellRepeatedKey(p *probe) {
	const what = "a create with lead_name twice"
	created := p.odd("key-twice")
	if !created.reply.Succeeded() {
		p.sawTaken(what, created.reply, "", "refused")
		return
	}
	name := p.read(p.known(created)).Text("lead_name")
	p.sawIn(map[string]string{"first": "first", "second": "last"}, name, "%s, first and second, stores %.20q", what, name)
}

func tellUnknownList(p *probe) {
	readings := map[string]string{"Not Found": "not-found", "list is not found": "named", "list_uuid is invalid": "invalid"}
	create, upload := p.refusedCreate("unknown-list").reply, p.refusedUpload("unknown-list").reply
	p.sawIn(readings, fmt.Sprint(create.Object()["error"]), "a create in a list that does not exist is answered %s", said(create))
	p.sawIn(readings, fmt.Sprint(upload.Object()["error"]), "an upload to a list that does not exist is answered %s", said(upload))
}

// tellSecondOfNumber checks a create with a number that its list already has. Its refusal may have the status of an empty number, or 409.
func tellSecondOfNumber(p *probe) {
	p.known(p.secondOfNumber())
	second := p.stock.unlike
	if second == nil {
		second = p.secondOfNumber().reply
	}
	refused := map[int]string{p.refusedCreate("empty-phone").reply.Status: "refused", http.StatusConflict: "conflict"}[second.Status]
	const what = "a second create with a number"
	if second.Succeeded() && p.stock.unlike != nil {
		p.sawOther("%s is accepted, and makes no new lead", what)
		return
	}
	p.sawTaken(what, second, "taken", refused)
}

func tellNumberOf84(p *probe) {
	if _, sent := p.own(); !sameValue("phone_number", p.sample().lead["phone_number"], sent["phone_number"]) {
		p.sawOther("a number that starts with %.3s is stored as another one, which starts with %.3s",
			show(sent["phone_number"]), show(p.sample().lead["phone_number"]))
		return
	}
	created := p.edge(edgeOf84())
	if !created.reply.Succeeded() {
		p.sawTaken("a create with a number of 12 digits that starts with 84", created.reply, "", "")
		return
	}
	sent, stored := created.text("phone_number"), p.read(p.known(created)).Text("phone_number")
	p.sawIn(map[string]string{sent: "as-sent", "0" + sent[2:]: "local"}, stored,
		"a number of %d digits that starts with 84 is stored with %d digits and starts with %.2q", len(sent), len(stored), stored)
}

func tellLongName(p *probe) {
	created := p.longName()
	const what = "a create with a lead_name of 300 characters"
	if !created.reply.Succeeded() {
		limited := ""
		if strings.Contains(string(created.reply.Body), "255") {
			limited = "limited"
		}
		p.sawTaken(what, created.reply, "", limited)
		return
	}
	stored := []rune(p.read(p.known(created)).Text("lead_name"))
	p.sawIn(map[string]string{created.text("lead_name"): "unbounded"}, string(stored), "%s is accepted, and %d are stored", what, len(stored))
}

func tellNumberAsName(p *probe) {
	const what = "a create with the number 7 as lead_name"
	got := p.refusedCreate("number-as-name").reply
	if !got.Succeeded() {
		p.sawTaken(what, got, "", "refused")
		return
	}
	id, _ := got.Object()["lead_uuid"].(string)
	name := p.read(id)["lead_name"]
	p.sawIn(map[string]string{`"7"`: "converted"}, show(name), "%s is accepted, and %.20s is stored", what, show(name))
}

// sawTaken records one reading if an answer is a success, and another one if it is a refusal.
func (p *probe) sawTaken(what string, got *reply, taken, refused string) {
	switch {
	case got.Succeeded():
		p.saw(taken, "%s is accepted", what)
	case got.Refused() && got.Status < 500:
		p.saw(refused, "%s is answered %s", what, said(got))
	default:
		p.sawOther("%s is answered %s", what, said(got))
	}
}

func edgeOf84() edge {
	return taken[slices.IndexFunc(taken, func(edge edge) bool { return edge.id == "84" })]
}

// longName returns a create with a name of 300 characters.
func (p *probe) longName() made {
	p.own()
	return keyed(p, p.stock.odd, "long-name", func(p *probe) made {
		return p.sent(p.fresh().with(body{"lead_name": strings.Repeat("Nguyễn Thị ", 27) + "Ba."}), p.create)
	})
}

// tellOtherFields checks a create with fields that the table does not list. The text of a refusal shows what is refused.
func tellOtherFields(p *probe) {
	created := p.odd("other-field")
	const what = "a create with fields that the table does not list"
	if !created.reply.Succeeded() {
		p.sawTaken(what, created.reply, "", "refused")
		return
	}
	shown := p.read(p.known(created))
	var stored, update []string
	for field, value := range p.unlisted() {
		if shown[field] == value {
			stored = append(stored, field)
		}
		if slices.Contains(p.judge.takes("updateLead"), field) {
			update = append(update, field)
		}
	}
	slices.Sort(stored)
	slices.Sort(update)
	p.sawIn(map[string]string{"[]": "ignored", fmt.Sprint(update): "stored"}, fmt.Sprint(stored), "%s is accepted, and stores of them %v", what, stored)
}

func tellErrorOrder(p *probe) {
	got := p.refusedCreate("both-wrong").reply
	list, _ := errorList(got)
	var fields []string
	for _, entry := range list {
		if !slices.Contains(fields, entry.field) {
			fields = append(fields, entry.field)
		}
	}
	place := func(i int) int { return slices.Index(p.judge.takes("createLead"), fields[i]) }
	const what = "a create with two wrong fields"
	switch {
	case len(fields) != 2 || place(0) < 0 || place(1) < 0:
		p.sawOther("%s is answered %s", what, said(got))
	case place(0) < place(1):
		p.saw("table", "%s gets its errors in the order of the table", what)
	default:
		p.saw("reversed", "%s gets its errors in the reverse order of the table", what)
	}
}
