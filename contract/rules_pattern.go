package contract

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"

	"github.com/leadapi/leadapi/contract/internal/target"
	"github.com/leadapi/leadapi/contract/report"
)

// patternMessage is the documented error for a phone_number that does not match (lead-api.md, Create Lead).
const patternMessage = "Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'"

var printedPattern = regexp.MustCompile(`^(84|0[3|5|7|8|9])+([0-9]{8})$`)

// edge is a number at the edge of the documented pattern, for one rule.
type edge struct {
	id, what   string
	provenance report.Provenance
	number     func(p *probe) string
}

func after(prefix string) func(*probe) string {
	return func(p *probe) string { return p.numbers.After(prefix) }
}

// taken holds numbers that match the pattern and that no network can dial. The documentation prints the pattern only in an error; that
// everything it matches is accepted is implied (A54).
var taken = []edge{
	{"05", "12 digits that start with 05", implied, after("0505")},
	{"07", "12 digits with 07 before the last eight", implied, after("0307")},
	{"08", "12 digits with 08 before the last eight", implied, after("0308")},
	{"09", "12 digits with 09 before the last eight", implied, after("0309")},
	{"84", "12 digits that start with 84", implied, after("8484")},
	{"mixed", "14 digits, 03, 03, 84 and eight more", implied, after("030384")},
	{"bar", "0, a bar, which is in the documented class, and eight digits", implied,
		func(p *probe) string { return "0|000" + p.numbers.Eight()[3:] }},
}

// rejected holds numbers that do not match the pattern. No network can dial them, since the server may wrongly accept them.
var rejected = []edge{
	{"00", "00, a digit that is not in the class", stated, after("0300")},
	{"01", "01, a digit that is not in the class", stated, after("0301")},
	{"02", "02, a digit that is not in the class", stated, after("0302")},
	{"04", "04, a digit that is not in the class", stated, after("0304")},
	{"06", "06, a digit that is not in the class", stated, after("0306")},
	{"short", "a digit too few", stated, func(p *probe) string { return p.numbers.After("0303")[:11] }},
	{"long", "a digit too many", stated, func(p *probe) string { return p.numbers.After("0303") + "1" }},
	{"84-and-nine", "84 and nine digits", stated, func(p *probe) string { return "8430" + p.numbers.Eight()[1:] }},
	{"no-prefix", "13 before the rest", stated, after("1303")},
	{"plus", "a plus before the rest", stated, after("+0303")},
	{"letter", "a letter among the digits", stated, func(p *probe) string { return p.numbers.After("0303")[:11] + "x" }},
	{"space", "spaces among the digits", stated, func(p *probe) string {
		eight := p.numbers.Eight()
		return "0303 " + eight[:4] + " " + eight[4:]
	}},
	{"line-end", "a line end after the rest", implied, func(p *probe) string { return p.numbers.After("0303") + "\n" }},
	{"full-width", "full-width digits", stated, func(p *probe) string { return target.FullWidth(p.numbers.After("0303")) }},
}

func patternRules() []Rule {
	rules := []Rule{{ID: "create.takes.03", Provenance: implied, About: aboutFields("phone_number"), Assumptions: []string{"A54"},
		Text: "The documented pattern matches 12 digits, 03 twice and eight more; create accepts and stores such a number.",
		check: func(p *probe) { // the run's first lead has such a number
			_, sent := p.own()
			if refused := p.stock.undiallable; refused != nil {
				p.success("create", refused)
			}
			p.expectSame("phone_number", "phone_number", p.sample().lead["phone_number"], sent["phone_number"])
		}}}
	for _, edge := range taken {
		rules = append(rules, Rule{ID: "create.takes." + edge.id, About: aboutFields("phone_number"), Provenance: edge.provenance, Assumptions: []string{"A54"},
			Text: "The documented pattern matches " + edge.what + "; create accepts and stores such a number.",
			when: late, act: func(p *probe) { p.edge(edge) },
			check: func(p *probe) {
				created := p.edge(edge)
				id := p.known(created)
				p.settled(func() {
					p.expectSame("phone_number", "phone_number", p.storedNumber(edge.id, id), created.sent["phone_number"])
				})
			}})
	}
	for _, edge := range rejected {
		rules = append(rules, Rule{ID: "create.rejects." + edge.id, About: aboutRefusal, Provenance: edge.provenance,
			Text: "The documented pattern does not match " + edge.what + "; create refuses such a number with the documented error.",
			act:  func(p *probe) { p.edge(edge) },
			check: func(p *probe) {
				p.fieldErrors(p.edge(edge).reply, fieldError{"phone_number", patternMessage})
			}})
	}
	rules = append(rules, Rule{ID: "create.rejects.stores-nothing", Provenance: stated, About: aboutRefusal, when: late, act: actEdges,
		Text: "A create with a number that the documented pattern does not match stores nothing.",
		check: func(p *probe) {
			for _, edge := range rejected {
				created := p.edge(edge)
				if edge.provenance != stated && created.reply.Succeeded() {
					continue // accepting it breaks only its own rule
				}
				p.nothingStored(created)
			}
		}})
	rules = append(rules, Rule{ID: "create.takes.ten-digits", Provenance: stated, About: aboutFields("phone_number"), Needs: []Need{NeedPhonePrefix},
		Text: "The documented pattern matches ten digits, as in a mobile number; create accepts and stores such a number.",
		check: func(p *probe) {
			p.own()
			number := p.dialable()
			id := p.known(p.sent(p.fresh().with(body{"phone_number": number}), p.create))
			p.settled(func() { p.expectSame("phone_number", "phone_number", p.readNow(id)["phone_number"], number) })
		}})
	return rulesOf("createLead", createSection, rules...)
}

// edge returns a create with a number at the edge of the pattern. Some of these numbers go to a lead that the run needs
// anyway.
func (p *probe) edge(edge edge) made {
	p.own()
	switch edge.id {
	case unmarkedEdge:
		p.unmarked()
	case trioEdge:
		p.trio()
	}
	for _, odd := range oddCreates {
		if odd.edge == edge.id {
			p.odd(odd.name)
		}
	}
	return keyed(p, p.stock.edges, edge.id, func(p *probe) made {
		return p.sent(p.fresh().with(body{"phone_number": edge.number(p)}), p.create)
	})
}

const (
	unmarkedEdge = "05"
	trioEdge     = "07"
)

// carry creates a lead with a number at an edge of the pattern. If that is refused, ordinary creates one with another number,
// which shows whether the number or the change made by send was refused.
func (p *probe) carry(edgeID string, b body, send func(body) *reply, ordinary func() made) made {
	at := slices.IndexFunc(taken, func(edge edge) bool { return edge.id == edgeID })
	created := p.sent(b.with(body{"phone_number": taken[at].number(p)}), send)
	carried := &fixture[made]{
		made: true, outcome: report.Holds, value: created,
		exchanges: p.exchanges[len(p.exchanges)-1:], replies: p.replies[len(p.replies)-1:],
	}
	if created.id != "" {
		p.stock.edges[edgeID] = carried
		return created
	}
	other := ordinary()
	if other.id != "" {
		p.stock.edges[edgeID] = carried
	}
	return other
}

// storedNumber returns the number of a lead at an edge as it was stored on create.
func (p *probe) storedNumber(edgeID, id string) any {
	switch {
	case edgeID == unmarkedEdge && sameID(p.unmarked().id, id):
		return p.unmarked().before["phone_number"]
	case edgeID == trioEdge && sameID(p.trio().subject.id, id):
		return p.firstUpdate().before["phone_number"]
	}
	return p.shown(id)["phone_number"]
}

func actEdges(p *probe) {
	for _, edge := range rejected {
		p.edge(edge)
	}
}

// dialable returns a number of ten digits in the block that the user has named.
func (p *probe) dialable() string {
	number, free := p.ofBlock()
	if !printedPattern.MatchString(number) {
		p.skip("the documented pattern does not match ten digits of the block that --phone-prefix names, for example %s", number)
	}
	if !free {
		p.batch() // fails if numbers are unique on this deployment
	}
	return number
}

// maxTaken is how many numbers of the user's block are tried to find one that no lead has.
const maxTaken = 20

// ofBlock returns a number of the user's block, and whether no listed lead has it. After maxTaken numbers that leads have, the run takes
// others without looking.
func (p *probe) ofBlock() (number string, free bool) {
	for range maxTaken {
		number = p.numbers.Dialable(p.cfg.PhonePrefix)
		if p.stock.crowded {
			return number, false
		}
		if !p.isTaken(number) {
			return number, true
		}
	}
	p.stock.crowded = true
	return number, false
}

// isTaken reports whether a listing by number shows a lead with it. Other rules check whether that listing is correct.
func (p *probe) isTaken(number string) bool {
	got := p.list(url.Values{"phone_number": {number}})
	return slices.ContainsFunc(target.LeadsIn(got.Value), func(shown lead) bool { return shown.Text("phone_number") == number })
}

// fieldError is one entry of an error list.
type fieldError struct{ field, message string }

// fieldErrors expects a reply with exactly these errors, in this order within a field and in any order across fields (A12).
func (p *probe) fieldErrors(got *reply, want ...fieldError) {
	have, isList := errorList(got)
	if !isList || fmt.Sprint(byField(have)) != fmt.Sprint(byField(want)) {
		entries := []map[string]string{}
		for _, entry := range want {
			entries = append(entries, map[string]string{entry.field: entry.message})
		}
		p.findIn(got, "the error", show(map[string]any{"error": entries}), got.String())
	}
}

// byField returns the messages of each field; printing a map sorts its keys.
func byField(list []fieldError) map[string][]string {
	messages := map[string][]string{}
	for _, entry := range list {
		messages[entry.field] = append(messages[entry.field], entry.message)
	}
	return messages
}

// errorList parses {"error":[{field: message}, ...]}, where each entry has one field.
func errorList(got *reply) (list []fieldError, isList bool) {
	items, isList := got.Object()["error"].([]any)
	for _, item := range items {
		entry, _ := item.(map[string]any)
		if len(entry) != 1 {
			return nil, false
		}
		for field, message := range entry {
			text, isText := message.(string)
			if !isText {
				return nil, false
			}
			list = append(list, fieldError{field, text})
		}
	}
	return list, isList
}

// textError expects {"error": text}.
func (p *probe) textError(got *reply, text string) {
	if got.Object()["error"] != text {
		p.findIn(got, "the error", show(map[string]any{"error": text}), got.String())
	}
}
