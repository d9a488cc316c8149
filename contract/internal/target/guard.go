package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// refusal is a request that the client does not send, whatever a rule asks.
type refusal struct{ why string }

func (r *refusal) Error() string { return "not sent, to keep the deployment safe: " + r.why }

func refuse(format string, values ...any) error { return &refusal{fmt.Sprintf(format, values...)} }

// guard decides what may be sent. It reads the request that is about to go out, not what the rule says about it.
type guard struct {
	list    string // the only list that is written in; empty: nothing is
	prefix  string // of numbers that may be dialled
	mark    string // what the lead_code of every lead of the run begins with
	madeUp  map[string]bool
	absent  map[string]bool // made-up ids of which get has just said that they do not exist
	ours    map[string]bool // leads that the server has shown with the mark, or with a number of the run
	created map[string]bool // ids that creates were answered with
	sent    map[string]bool // the numbers of the run that cannot be dialled
}

func newGuard(o Options) *guard {
	return &guard{
		list: o.ListUUID, prefix: o.PhonePrefix, mark: Mark(o.RunID),
		madeUp: map[string]bool{}, absent: map[string]bool{}, ours: map[string]bool{}, created: map[string]bool{}, sent: map[string]bool{},
	}
}

// Mark begins the lead_code of every lead of a run.
func Mark(runID string) string { return "lc-" + runID + "-" }

// intent is what a request may create.
type intent struct {
	Lists  []string `json:"lists"`
	Codes  []string `json:"codes"`
	Phones []string `json:"phones"`
}

// create checks the body of a create and returns what it may create. unmarked allows a lead without lead_code.
func (g *guard) create(body []byte, unmarked bool) (intent, error) {
	found, complete := scan(body)
	if err := g.body(found, complete, body); err != nil {
		return found, err
	}
	if len(found.Phones) > 0 && len(found.Codes) == 0 && !unmarked {
		return found, refuse("the lead has no lead_code, so nobody could tell that this run made it")
	}
	return found, nil
}

// body checks lists, codes and numbers of a JSON body.
func (g *guard) body(found intent, complete bool, body []byte) error {
	if g.list == "" {
		return refuse("no list is named that may be written in")
	}
	for _, list := range found.Lists {
		if list != g.list && len(list) >= len(g.list) && !g.madeUp[list] {
			return refuse("list %q is not the one that may be written in", list)
		}
	}
	for _, code := range found.Codes {
		if !strings.HasPrefix(code, g.mark) {
			return refuse("lead_code %q does not begin with the run's mark %s", code, g.mark)
		}
	}
	texts := found.Phones
	if !complete { // a lenient server may read more of it than we do
		texts = append(texts, string(body))
	}
	return g.numbers(texts)
}

func (g *guard) numbers(texts []string) error {
	for _, text := range texts {
		if !MayBeSent(text, g.prefix) {
			return refuse("%q could be dialled, and is not inside a block that is named as the phone prefix", text)
		}
	}
	return nil
}

// scan reads lists, codes and numbers out of a JSON body, every occurrence and in any case, since servers differ in which they
// take. complete is false for what is not one JSON value.
func scan(body []byte) (found intent, complete bool) {
	complete = json.Valid(body)
	decoder := json.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return found, complete
		}
		key, isText := token.(string)
		if !isText {
			continue
		}
		var into *[]string
		switch strings.ToLower(key) {
		case "list_uuid":
			into = &found.Lists
		case "lead_code":
			into = &found.Codes
		case "phone_number":
			into = &found.Phones
		default:
			continue
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return found, false
		}
		*into = append(*into, plain(value))
	}
}

// plain is a JSON value as text: what stands inside a string, or the value as it is written.
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// upload checks a form and returns what it may create. It reads the file as lines of cells, whatever separates them.
func (g *guard) upload(contentType string, body []byte) (intent, error) {
	found, file, err := readForm(contentType, body)
	if err != nil { // not a form: nothing in it may be a number
		return found, g.body(found, false, body)
	}
	if err := g.body(found, true, body); err != nil {
		return found, err
	}
	for line := range strings.Lines(file) {
		phones, err := g.line(line)
		if err != nil {
			return found, err
		}
		found.Phones = append(found.Phones, phones...)
	}
	return found, nil
}

// line returns the numbers in a line of a CSV file.
func (g *guard) line(line string) (phones []string, err error) {
	for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t\"\r\n", r) }) {
		if !strings.HasPrefix(strings.TrimSpace(cell), g.mark) && len(digits(cell)) >= dialledDigits {
			phones = append(phones, strings.TrimSpace(cell))
		}
	}
	if len(phones) > 0 && !strings.Contains(line, g.mark) {
		return nil, refuse("the row %q has no lead_code with the run's mark", line)
	}
	return phones, g.numbers(phones)
}

func readForm(contentType string, body []byte) (found intent, file string, err error) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return found, "", err
	}
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return found, file, nil
		}
		if err != nil {
			return found, file, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return found, file, err
		}
		switch part.FormName() {
		case "list_uuid":
			found.Lists = append(found.Lists, string(content))
		default:
			file += string(content) + "\n"
		}
	}
}

// change checks an update, a delete, or anything else that is sent to a lead. needsLook says that the server must be asked
// first whether the lead carries the run's mark.
func (g *guard) change(id string, body []byte) (needsLook bool, err error) {
	if g.list == "" {
		return false, refuse("no list is named that may be written in")
	}
	if len(body) > 0 {
		found, complete := scan(body)
		if err := g.body(found, complete, body); err != nil {
			return false, err
		}
		g.note(found)
	}
	if g.absent[id] {
		delete(g.absent, id) // get has said so just now, and not for longer than one request
		return false, nil
	}
	return !g.ours[id], nil
}

// saw reads who is whose out of a reply to a read. A lead with the mark is the run's own if get shows it under the id that was
// asked for, or a listing under an id that a create has answered with: a server that mixes up ids in one place would otherwise
// have the run delete a customer.
func (g *guard) saw(id string, status int, value any) {
	if object, isObject := value.(map[string]any); isObject && id != "" && g.madeUp[id] {
		notFound := status == http.StatusNotFound || object["error"] == "Not Found"
		g.absent[id] = notFound && object["lead_uuid"] == nil
	}
	for _, lead := range LeadsIn(value) {
		shown := lead.Text("lead_uuid")
		if (shown == id || g.created[shown]) && !g.madeUp[shown] && g.isOurs(lead) {
			g.ours[shown] = true
		}
	}
}

// note remembers numbers that mark a lead as the run's own. One that could be dialled marks nothing: it may be a customer's.
func (g *guard) note(found intent) {
	for _, phone := range found.Phones {
		if undiallable.MatchString(digits(phone)) {
			g.sent[phone] = true
		}
	}
}

func (g *guard) isOurs(lead Lead) bool {
	return strings.HasPrefix(lead.Text("lead_code"), g.mark) || g.sent[lead.Text("phone_number")]
}
