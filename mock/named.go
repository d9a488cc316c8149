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

// named has the names that the spec gives an operation: usage can contain no others, so nothing that a client sends becomes
// a name.
type named struct {
	operation, method, path string
	parameters              []string // of the query
	fields                  []namedField
	form                    bool // the fields are parts of a form
	replies                 []documentedReply
	marks                   func() [][]string // what distinguishes the replies, see marksOf
}

// namedField is a field of the body and its depth in objects and arrays.
type namedField struct {
	name  string
	depth int
}

func namedOf(documented openapi.Operation, replies []documentedReply) *named {
	n := &named{operation: documented.ID, method: documented.Method, path: documented.Path, replies: replies}
	for _, parameter := range documented.Query {
		n.parameters = append(n.parameters, parameter.Name)
	}
	if documented.Body != nil {
		n.form = documented.Body.ContentType == "multipart/form-data"
		n.nameFields(documented)
	}
	n.marks = sync.OnceValue(func() (all [][]string) {
		for _, reply := range replies {
			all = append(all, marksOf(reply.reply.Status, reply.reply.Body))
		}
		return all
	})
	return n
}

func (n *named) nameFields(documented openapi.Operation) {
	add := func(names []string, depth int) {
		for _, name := range names {
			n.fields = append(n.fields, namedField{name, depth})
		}
	}
	switch {
	case documented.Mock == nil || documented.Mock.Each == "":
		add(documented.Body.Fields, 1)
	case documented.Mock.Each == "$body":
		add(documented.Mock.EachFields, 2)
	default:
		add(documented.Body.Fields, 1)
		add(documented.Mock.EachFields, 3)
	}
}

// names returns the names of parameters and fields by index, in the order of the spec.
func (n *named) names(parameters, fields []int) (ofQuery, ofBody []string) {
	for i, name := range n.parameters {
		if slices.Contains(parameters, i) {
			ofQuery = append(ofQuery, name)
		}
	}
	for i, field := range n.fields {
		if slices.Contains(fields, i) {
			ofBody = append(ofBody, field.name)
		}
	}
	return ofQuery, ofBody
}

// same reports whether the spec had the same names before a reload.
func (n *named) same(other *named) bool {
	return slices.Equal(n.parameters, other.parameters) && slices.Equal(n.fields, other.fields) &&
		slices.EqualFunc(n.replies, other.replies, func(a, b documentedReply) bool { return a.name == b.name && a.reply.Status == b.reply.Status })
}

// fieldsIn appends the indexes of a JSON body's fields to found, even if the body is truncated or otherwise invalid.
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

// endOfText returns the end of the JSON text that starts at a position.
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

// field appends the index of the field that a JSON text names.
func (n *named) field(text []byte, depth int, found []int) []int {
	name := text[1:max(len(text)-1, 1)]
	if bytes.IndexByte(name, '\\') >= 0 {
		var decoded string
		if json.Unmarshal(text, &decoded) != nil {
			return found
		}
		name = []byte(decoded)
	}
	for i, field := range n.fields {
		if field.depth == depth && field.name == string(name) && !slices.Contains(found, i) {
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
	at := slices.IndexFunc(n.fields, func(field namedField) bool { return field.name == name })
	if at < 0 || slices.Contains(found, at) {
		return found
	}
	return append(found, at)
}

// met returns the index of the documented reply that r is, or -1. If the status has one example, that is it; if it has
// several, it is the most similar one. Under another reading of A01, A02 or A03 an example can have another status.
func (n *named) met(r Reply) int {
	found, several := -1, false
	for i, reply := range n.replies {
		switch {
		case reply.reply.Body != nil && reply.reply.Status/100 == r.Status/100 && bytes.Equal(reply.reply.Body, r.Body):
			return i
		case reply.reply.Status == r.Status && found < 0:
			found = i
		case reply.reply.Status == r.Status:
			several = true
		}
	}
	if r.stream != nil || found >= 0 && !several {
		return found // a long page is the first example of its status
	}
	return n.nearest(r, func(status int) bool { return status == r.Status || found < 0 && status/100 == r.Status/100 })
}

// nearest returns the index of the most similar reply among those with a matching status, or -1 if none has anything in
// common with r.
func (n *named) nearest(r Reply, has func(status int) bool) int {
	found, most, marks, ofReplies := -1, 0, marksOf(r.Status, r.Body), n.marks()
	for i, reply := range n.replies {
		if !has(reply.reply.Status) {
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

// maxMarked bounds the length of a reply that is compared with others by its content.
const maxMarked = 64 << 10

// marksOf returns what distinguishes a JSON body from others of its status: the names of its fields and, for an error, its
// texts and the fields in its list.
func marksOf(status int, body []byte) []string {
	var value any
	if len(body) > maxMarked || json.Unmarshal(body, &value) != nil {
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
			for _, element := range value {
				walk(path, element, true)
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
