package mock

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"slices"
	"sync"

	"github.com/leadapi/leadapi/openapi"
)

// named is what the document names for an operation: all that usage can name, so that nothing that a client sends becomes a name.
type named struct {
	operation, method, path string
	parameters              []string // of the query
	fields                  []namedField
	form                    bool // the fields are the parts of a form
	replies                 []documentedReply
	marks                   func() [][]string // what tells the replies from each other, see marksOf
}

// namedField is a field of the body, and how many objects and arrays it stands in.
type namedField struct {
	name  string
	depth int
}

func namedOf(one openapi.Operation, replies []documentedReply) *named {
	n := &named{operation: one.ID, method: one.Method, path: one.Path, replies: replies}
	for _, parameter := range one.Query {
		n.parameters = append(n.parameters, parameter.Name)
	}
	if one.Body != nil {
		n.form = one.Body.ContentType == "multipart/form-data"
		n.nameFields(one)
	}
	n.marks = sync.OnceValue(func() (all [][]string) {
		for _, one := range replies {
			all = append(all, marksOf(one.reply.Status, one.reply.Body))
		}
		return all
	})
	return n
}

func (n *named) nameFields(one openapi.Operation) {
	add := func(names []string, depth int) {
		for _, name := range names {
			n.fields = append(n.fields, namedField{name, depth})
		}
	}
	switch {
	case one.Mock == nil || one.Mock.Each == "":
		add(one.Body.Fields, 1)
	case one.Mock.Each == "$body":
		add(one.Mock.EachFields, 2)
	default:
		add(one.Body.Fields, 1)
		add(one.Mock.EachFields, 3)
	}
}

// names are the names of parameters and fields by their places, in the order of the document.
func (n *named) names(parameters, fields []int) (ofQuery, ofBody []string) {
	for i, name := range n.parameters {
		if slices.Contains(parameters, i) {
			ofQuery = append(ofQuery, name)
		}
	}
	for i, one := range n.fields {
		if slices.Contains(fields, i) {
			ofBody = append(ofBody, one.name)
		}
	}
	return ofQuery, ofBody
}

// same reports whether the document had the same names before a reload.
func (n *named) same(other *named) bool {
	return slices.Equal(n.parameters, other.parameters) && slices.Equal(n.fields, other.fields) &&
		slices.EqualFunc(n.replies, other.replies, func(a, b documentedReply) bool { return a.name == b.name && a.reply.Status == b.reply.Status })
}

// fieldsIn appends the places of the fields that a JSON body has to found, also if the body is cut off or wrong in another way.
func (n *named) fieldsIn(body []byte, found []int) []int {
	depth := 0
	for at := 0; at < len(body) && len(found) < len(n.fields); at++ {
		switch body[at] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := endOfText(body, at)
			if isKey(body[end:]) {
				found = n.field(body[at:end], depth, found)
			}
			at = end - 1
		}
	}
	return found
}

// endOfText returns where a JSON text that begins at a place has ended.
func endOfText(body []byte, at int) int {
	for at++; at < len(body); at++ {
		switch body[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(body)
}

func isKey(rest []byte) bool {
	for _, c := range rest {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c == ':'
		}
	}
	return false
}

// field appends the place of the field that a JSON text names.
func (n *named) field(text []byte, depth int, found []int) []int {
	name := text[1:max(len(text)-1, 1)]
	if bytes.IndexByte(name, '\\') >= 0 {
		var decoded string
		if json.Unmarshal(text, &decoded) != nil {
			return found
		}
		name = []byte(decoded)
	}
	for i, one := range n.fields {
		if one.depth == depth && one.name == string(name) && !slices.Contains(found, i) {
			return append(found, i)
		}
	}
	return found
}

// partsIn is fieldsIn for a form.
func (n *named) partsIn(contentType string, body []byte, found []int) []int {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || parameters["boundary"] == "" {
		return found
	}
	parts := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return found
		}
		found = n.part(part.FormName(), found)
	}
}

func (n *named) part(name string, found []int) []int {
	at := slices.IndexFunc(n.fields, func(one namedField) bool { return one.name == name })
	if at < 0 || slices.Contains(found, at) {
		return found
	}
	return append(found, at)
}

// met returns the place of the documented reply that a reply is, or -1. If the document has one example of the status, that is it; of
// several it is the one that has most in common with the reply. In another reading of A01, A02 or A03 an example can have another
// status.
func (n *named) met(r Reply) int {
	found, several := -1, false
	for i, one := range n.replies {
		switch {
		case one.reply.Body != nil && one.reply.Status/100 == r.Status/100 && bytes.Equal(one.reply.Body, r.Body):
			return i
		case one.reply.Status == r.Status && found < 0:
			found = i
		case one.reply.Status == r.Status:
			several = true
		}
	}
	if r.stream != nil || found >= 0 && !several {
		return found // a long page is the first of its status
	}
	return n.nearest(r, func(status int) bool { return status == r.Status || found < 0 && status/100 == r.Status/100 })
}

// nearest returns the place of the reply with a status that has most in common with a reply, or -1 if none has anything.
func (n *named) nearest(r Reply, has func(status int) bool) int {
	found, most, marks, ofReplies := -1, 0, marksOf(r.Status, r.Body), n.marks()
	for i, one := range n.replies {
		if !has(one.reply.Status) {
			continue
		}
		common := 0
		for _, mark := range ofReplies[i] {
			if slices.Contains(marks, mark) {
				common++
			}
		}
		if common > most || common > 0 && common == most && len(ofReplies[i]) < len(ofReplies[found]) {
			found, most = i, common
		}
	}
	return found
}

// mostMarked is how long a reply may be that is told from others by what it says.
const mostMarked = 64 << 10

// marksOf are what tells a JSON body from others of its status: the names of its fields and, of an error, its texts and the fields that
// it is about, which stand in a list.
func marksOf(status int, body []byte) []string {
	var value any
	if len(body) > mostMarked || json.Unmarshal(body, &value) != nil {
		return nil
	}
	var marks []string
	var walk func(path string, value any, inList bool)
	walk = func(path string, value any, inList bool) {
		switch value := value.(type) {
		case map[string]any:
			for name, of := range value {
				if status < 400 || inList {
					marks = append(marks, path+"."+name)
				}
				walk(path+"."+name, of, inList)
			}
		case []any:
			for _, one := range value {
				walk(path, one, true)
			}
		case string:
			if status >= 400 {
				marks = append(marks, path+": "+value)
			}
		}
	}
	walk("", value, false)
	slices.Sort(marks)
	return slices.Compact(marks)
}
