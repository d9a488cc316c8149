package target

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// ownership decides whose a lead is. It remembers an id that a reply has shown as another client's for the whole run, and forgets
// an id of the run as soon as its lead is deleted, because a server may give the id to another client.
type ownership struct {
	list    string
	mark    *regexp.Regexp      // a lead_code of this run, anywhere in a text in lower case
	strict  bool                // every code and number that was sent is known; false for a sweep without intents
	phones  map[string][]string // numbers sent with a code, by the code
	foreign map[string]string   // how a reply has shown an id as another client's, by the id in lower case
	rows    map[string]bool     // codes of rows in uploaded files
	idOf    map[string]string   // the lead that a code was sent to, by the code; a row of a file may become more than one
	madeUp  map[string]bool     // ids and lists that this run has invented
}

// maxForeign bounds the ids that are remembered as other clients'. A list can be larger than memory.
const maxForeign = 500_000

func newOwnership(o Options) *ownership {
	return &ownership{
		list: o.ListUUID, mark: regexp.MustCompile(regexp.QuoteMeta(strings.ToLower(Mark(o.RunID))) + `[0-9]+`), strict: true,
		phones: map[string][]string{}, rows: map[string]bool{}, idOf: map[string]string{}, foreign: map[string]string{}, madeUp: map[string]bool{},
	}
}

// sent remembers which codes and numbers were sent together: numbers identify a lead as well as its code does.
func (o *ownership) sent(i intent) {
	if len(i.Codes) == 0 { // a lead that gets its code later
		o.phones[""] = append(o.phones[""], i.Phones...)
	}
	for at, code := range i.Codes {
		code = strings.ToLower(code)
		if len(i.Codes) == len(i.Phones) { // the rows of a file
			o.phones[code] = append(o.phones[code], i.Phones[at])
		} else {
			o.phones[code] = append(o.phones[code], i.Phones...)
		}
	}
}

// codesIn returns the codes of this run in a text, in lower case.
func (o *ownership) codesIn(text string) []string {
	return o.mark.FindAllString(strings.ToLower(text), 2)
}

// uploaded remembers the codes of the rows in a file.
func (o *ownership) uploaded(i intent) {
	for _, code := range i.Codes {
		o.rows[strings.ToLower(code)] = true
	}
}

// sentTo remembers which lead the codes of an intent went to.
func (o *ownership) sentTo(id string, i intent) {
	for _, code := range i.Codes {
		if code = strings.ToLower(code); !o.rows[code] {
			o.idOf[code] = id
		}
	}
}

// doubt returns why the lead that a get has just shown under id may be another client's, or "" if it certainly belongs to the run.
// known is what this run has created under that id, or nil.
func (o *ownership) doubt(id string, shown Lead, known *made) string {
	if got := shown.Text("lead_uuid"); got != id {
		return fmt.Sprintf("get shows the lead %.80q under that id", got)
	}
	if how := o.foreign[strings.ToLower(id)]; how != "" {
		return "a reply has shown that id as another client's: " + how
	}
	if list := shown.Text("list_uuid"); list != "" && !strings.EqualFold(list, o.list) && !o.madeUp[list] {
		return fmt.Sprintf("get shows it in the list %.80q", list)
	}
	code, why := o.codeOf(shown, known)
	if why != "" {
		return why
	}
	numbers := o.phones[code]
	if known != nil {
		numbers = append(slices.Clone(numbers), known.phones...)
	}
	if phone := shown.Text("phone_number"); !o.ownPhone(phone, numbers) {
		return fmt.Sprintf("get shows the number %.40q, which this run has not sent to it", phone)
	}
	return ""
}

// codeOf returns the code of this run in a lead, or why the lead has no code that can be relied on. A lead without lead_code is
// identified by its number, if this run has created it under that same id. So is one that was created without lead_code: a deployment
// may give it a code of its own.
func (o *ownership) codeOf(shown Lead, known *made) (code, why string) {
	codes := o.codesIn(shown.Text("lead_code"))
	if len(codes) == 0 && (shown.Text("lead_code") == "" || o.sentWithoutCode(shown.Text("phone_number"))) {
		if known != nil && known.created && undiallableIn(known.phones, shown.Text("phone_number")) {
			return "", ""
		}
		codes = o.codesAnywhere(shown)
	}
	if len(codes) != 1 {
		return "", "it does not carry this run's mark, so this run has not created it"
	}
	code = codes[0]
	switch {
	case known != nil && len(known.codes) > 0 && !slices.ContainsFunc(known.codes, func(sent string) bool { return strings.EqualFold(sent, code) }):
		return "", fmt.Sprintf("get shows %s, which is the code of another lead of this run", code)
	case o.idOf[code] != "" && !strings.EqualFold(o.idOf[code], shown.Text("lead_uuid")):
		return "", fmt.Sprintf("get shows %s, which was sent to lead %s: this may be another client's copy", code, o.idOf[code])
	case o.strict && o.phones[code] == nil:
		return "", fmt.Sprintf("get shows %s, which this run has not sent", code)
	}
	return code, ""
}

// sentWithoutCode reports whether a lead with this number was created without lead_code.
func (o *ownership) sentWithoutCode(phone string) bool { return undiallableIn(o.phones[""], phone) }

// undiallableIn reports whether a number is one of those that were sent, and no network can dial it.
func undiallableIn(sent []string, phone string) bool {
	return slices.ContainsFunc(sent, func(sent string) bool { return Undiallable(sent) && samePhone(sent, phone) })
}

// codesAnywhere returns the codes in all texts of a lead: a deployment may map the columns of a file to other fields.
func (o *ownership) codesAnywhere(shown Lead) []string {
	found := map[string]bool{}
	for _, value := range shown {
		if text, isText := value.(string); isText {
			for _, code := range o.codesIn(text) {
				found[code] = true
			}
		}
	}
	return slices.Collect(maps.Keys(found))
}

// ownPhone reports whether a number can be one of those that were sent. A text that is too short for a number identifies no lead.
func (o *ownership) ownPhone(shown string, sent []string) bool {
	if len(digits(shown)) < dialledDigits {
		return true
	}
	if slices.ContainsFunc(sent, func(number string) bool { return samePhone(number, shown) }) {
		return true
	}
	return !o.strict && Undiallable(shown)
}

// samePhone reports whether two numbers are the same, whole or cut, with or without a country or trunk prefix.
func samePhone(sent, shown string) bool {
	a, b := subscriber(sent), subscriber(shown)
	if len(a) < dialledDigits || len(b) < dialledDigits {
		return a == b
	}
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// subscriber returns a number without the prefixes that servers add and remove: 84 and 0.
func subscriber(number string) string {
	plain := digits(number)
	plain = strings.TrimPrefix(plain, "84")
	return strings.TrimLeft(plain, "0")
}

// saw checks a lead in a reply, and remembers its id if it is another client's.
func (o *ownership) saw(shown Lead) {
	id := shown.Text("lead_uuid")
	if !idText.MatchString(id) || len(o.codesAnywhere(shown)) > 0 {
		return
	}
	code, phone := shown.Text("lead_code"), shown.Text("phone_number")
	if code == "" && (len(digits(phone)) < dialledDigits || o.sentSomewhere(phone)) || o.sentWithoutCode(phone) {
		return // nothing shows whose it is
	}
	key := strings.ToLower(id)
	if o.foreign[key] == "" && len(o.foreign) < maxForeign {
		o.foreign[key] = fmt.Sprintf("lead_code %.40q, phone_number %.40q", code, phone)
	}
}

func (o *ownership) sentSomewhere(phone string) bool {
	for _, numbers := range o.phones {
		if o.ownPhone(phone, numbers) {
			return true
		}
	}
	return false
}

// shows reports whether a lead has the run's mark, or an undiallable number of the run. That is enough to report it as
// left behind, but not to write to it.
func (o *ownership) shows(shown Lead) bool {
	if len(o.codesAnywhere(shown)) > 0 {
		return true
	}
	phone := shown.Text("phone_number")
	return shown.Text("lead_code") == "" && Undiallable(phone) && o.strict && o.sentSomewhere(phone)
}
