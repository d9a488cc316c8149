package target

import (
	"bytes"
	"cmp"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Call is a request as a rule asks for it. The guard has not checked it yet.
type Call struct {
	Operation     string // operationId
	Method, Path  string // Path is below the base URL
	Query         string // URL-encoded
	ContentType   string
	Body          []byte
	Authorization *string // instead of the bearer token; "" sends none
	Unmarked      bool    // the create has no lead_code; the rule adds one right after
}

// Get returns the call that reads a lead.
func Get(id string) Call {
	return Call{Operation: "getLead", Method: http.MethodGet, Path: leadPath + id}
}

// List returns the call that lists leads.
func List(query url.Values) Call {
	return Call{Operation: "listLeads", Method: http.MethodGet, Path: createPath, Query: query.Encode()}
}

// Delete returns the call that deletes a lead.
func Delete(id string) Call {
	return Call{Operation: "deleteLead", Method: http.MethodDelete, Path: leadPath + id}
}

const (
	createPath = "/v3/lead"
	uploadPath = "/v3/lead/file"
	leadPath   = "/v3/lead/"
)

// idText matches an acceptable id. Ids come from the server and become part of the path of a request that may delete.
var idText = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// LeadID returns the id of the lead in the path, or "" if there is none.
func (c Call) LeadID() string {
	id, _ := strings.CutPrefix(c.Path, leadPath)
	if id == c.Path || c.uploads() {
		return ""
	}
	return id
}

// OtherMethod is a method that a deployment should not support. If it does, the method only reads (RFC 4918, 9.1).
const OtherMethod = "PROPFIND"

// Reads reports whether the call changes nothing.
func (c Call) Reads() bool {
	return c.Method == http.MethodGet || c.Method == http.MethodHead || c.Method == OtherMethod
}

func (c Call) creates() bool { return c.Method == http.MethodPost && c.Path == createPath }
func (c Call) uploads() bool { return c.Method == http.MethodPost && c.Path == uploadPath }

// Fields returns the names of the fields in the body, which is a JSON object or a form.
func (c Call) Fields() []string {
	if value, _, err := DecodeStrict(c.Body); err == nil {
		object, _ := value.(map[string]any)
		return slices.Collect(maps.Keys(object))
	}
	var names []string
	if found, file, err := readForm(c.ContentType, c.Body); err == nil {
		if len(found.Lists) > 0 {
			names = append(names, "list_uuid")
		}
		if file != "" {
			names = append(names, "file")
		}
	}
	return names
}

// intentFile returns the name of an upload in the intents, or "" for any other call.
func (c Call) intentFile() string {
	if !c.uploads() {
		return ""
	}
	return cmp.Or(c.fileName(), noFileName)
}

// noFileName stands in for the name of a file that was sent without one.
const noFileName = "a file without a name"

// fileName returns the name of an upload's file, or "" if it has none.
func (c Call) fileName() string {
	_, parameters, err := mime.ParseMediaType(c.ContentType)
	if !c.uploads() || err != nil {
		return ""
	}
	reader := multipart.NewReader(bytes.NewReader(c.Body), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err != nil {
			return ""
		}
		if part.FileName() != "" {
			return part.FileName()
		}
	}
}
