package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// refusal is a request that the client does not send, whatever a rule asks.
type refusal struct {
	why    string
	unsure bool // the deployment's answers do not show that a made-up id names no lead
}

func (r *refusal) Error() string { return "not sent, to keep the deployment safe: " + r.why }

func refuse(format string, values ...any) error { return &refusal{why: fmt.Sprintf(format, values...)} }

// guard decides what may be sent. It reads the request itself, not what the rule says about it.
type guard struct {
	list   string // the only list that may be written to; if empty, none may
	prefix string // of numbers that may be diallable
	mark   string // prefix of the lead_code of every lead of the run
	owner  *ownership
}

func newGuard(o Options, owner *ownership) *guard {
	return &guard{list: o.ListUUID, prefix: o.PhonePrefix, mark: Mark(o.RunID), owner: owner}
}

// Mark returns the prefix of the lead_code of every lead of a run.
func Mark(runID string) string { return "lc-" + runID + "-" }

// intent is what a request may create.
type intent struct {
	Lists  []string `json:"lists"`
	Codes  []string `json:"codes"`
	Phones []string `json:"phones"`
}

// create checks the body of a create request and returns what it may create. unmarked permits a lead without lead_code.
func (g *guard) create(body []byte, unmarked bool) (intent, error) {
	found, complete := scan(body)
	if err := g.body(found, complete, body); err != nil {
		return found, err
	}
	if len(found.Phones) > 0 && len(found.Codes) == 0 && !unmarked {
		return found, refuse("the lead has no lead_code, so nothing would show that this run created it")
	}
	return found, nil
}

// body checks the lists, codes and numbers in a JSON body.
func (g *guard) body(found intent, complete bool, body []byte) error {
	if g.list == "" {
		return refuse("no list to write to is named")
	}
	for _, list := range found.Lists {
		if list != g.list && len(list) >= len(g.list) && !g.owner.madeUp[list] {
			return refuse("list %q is not the one that may be written to", list)
		}
	}
	for _, code := range found.Codes {
		if !strings.HasPrefix(code, g.mark) {
			return refuse("lead_code %q does not start with the run's mark %s", code, g.mark)
		}
	}
	texts := found.Phones
	if !complete { // a lenient server may read more of the body than we do
		texts = append(texts, string(body))
	}
	return g.numbers(texts)
}

func (g *guard) numbers(texts []string) error {
	for _, text := range texts {
		if !MayBeSent(text, g.prefix) {
			return refuse("%q could be dialled and does not start with the phone prefix", text)
		}
	}
	return nil
}

// scan reads lists, codes and numbers from a JSON body: every occurrence, whatever the case of the key, since servers differ in
// which one they use. complete is false if the body is not a single JSON value.
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

// plain returns a JSON value as text: the content of a string, or the literal of any other value.
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// upload checks a form and returns what it may create. It splits the file into lines and cells at any separator.
func (g *guard) upload(contentType string, body []byte) (intent, error) {
	found, file, err := readForm(contentType, body)
	if err != nil { // not a form: nothing in it may be a number
		return found, g.body(found, false, body)
	}
	if err := g.body(found, true, body); err != nil {
		return found, err
	}
	for line := range strings.Lines(file) {
		codes, phones, err := g.line(line)
		if err != nil {
			return found, err
		}
		found.Codes, found.Phones = append(found.Codes, codes...), append(found.Phones, phones...)
	}
	return found, nil
}

// line returns the numbers in a line of a CSV file, and the code beside each of them.
func (g *guard) line(line string) (codes, phones []string, err error) {
	code := ""
	for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;|\t\"\r\n", r) }) {
		cell = strings.TrimSpace(cell)
		switch {
		case strings.HasPrefix(cell, g.mark):
			code = cell
		case len(digits(cell)) >= dialledDigits:
			phones = append(phones, cell)
		}
	}
	if len(phones) > 0 && code == "" {
		return nil, nil, refuse("the row %q has no lead_code with the run's mark", line)
	}
	for range phones {
		codes = append(codes, code)
	}
	return codes, phones, g.numbers(phones)
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

// change checks an update, a delete, or anything else that is sent to a lead, and returns the codes and numbers that it may leave there.
func (g *guard) change(body []byte) (intent, error) {
	if g.list == "" {
		return intent{}, refuse("no list to write to is named")
	}
	if len(body) == 0 {
		return intent{}, nil
	}
	found, complete := scan(body)
	return found, g.body(found, complete, body)
}
