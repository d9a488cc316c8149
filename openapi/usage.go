package openapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Usage is what an app has used of the API, and which assumptions it relies on. leadmock --usage writes it; leadcontract --usage
// reads it. It contains names and counts, and no values that an app has sent.
type Usage struct {
	Version     int             `json:"usage"`       // 1
	Operations  []UsedOperation `json:"operations"`  // those that were used, in the order of the document
	Assumptions []ReliedOn      `json:"assumptions"` // ordered by ID and reading
}

// UsedOperation is what an app has used of one operation.
type UsedOperation struct {
	Operation  string           `json:"operation"`  // operationId
	Count      int64            `json:"count"`      // requests
	Parameters map[string]int64 `json:"parameters"` // of the query, by documented name
	Fields     map[string]int64 `json:"fields"`     // of the body, by documented name
	Replies    []UsedReply      `json:"replies"`    // all documented ones, also those that were never sent
}

// UsedReply is a documented reply and how often it was sent.
type UsedReply struct {
	Status  int    `json:"status"`
	Example string `json:"example"` // its name in the document; empty if the document has no example
	Count   int64  `json:"count"`
}

// ReliedOn is an assumption that replies relied on: with another reading they would have been different.
type ReliedOn struct {
	ID      string      `json:"id"`                // such as A14
	Reading string      `json:"reading,omitempty"` // the reading in use; empty for an assumption with only one
	Count   int64       `json:"count"`             // requests
	Example UsedRequest `json:"example"`           // the first of them
}

// Says returns the sentence of the reading or, for an assumption with one reading, its claim.
func (r ReliedOn) Says() string {
	if choice, exists := FindChoice(r.ID); exists {
		reading, _ := choice.Reading(r.Reading)
		return cmp.Or(reading.Says, choice.Claim)
	}
	assumptions, _ := Assumptions() // they are part of the program
	for _, one := range assumptions {
		if one.ID == r.ID {
			return one.Claim
		}
	}
	return ""
}

// UsedRequest is the shape of a request, without its values.
type UsedRequest struct {
	Operation  string   `json:"operation"`
	Method     string   `json:"method"`
	Path       string   `json:"path"` // as in the document
	Parameters []string `json:"parameters,omitempty"`
	Fields     []string `json:"fields,omitempty"`
	Status     int      `json:"status"` // of the reply
}

// ReadUsage reads a file that leadmock --usage has written, perhaps saved by an editor or a shell as UTF-16. Errors begin with name.
func ReadUsage(name string, data []byte) (Usage, error) {
	var u Usage
	decoder := json.NewDecoder(bytes.NewReader(UTF8(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&u); err != nil {
		return u, fmt.Errorf("%s: not a usage file of leadmock --usage: %s", name, inWords(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return u, fmt.Errorf("%s: something follows the object", name)
	}
	if u.Version != 1 {
		return u, fmt.Errorf("%s: usage is %d; want 1, as this leadmock writes it", name, u.Version)
	}
	if twice := u.repeated(); twice != "" {
		return u, fmt.Errorf("%s: %s is there twice", name, twice)
	}
	for _, one := range u.Assumptions {
		if one.Reading == "" {
			continue
		}
		if err := (Readings{one.ID: one.Reading}).Check(); err != nil {
			return u, fmt.Errorf("%s: assumptions: %w", name, err)
		}
	}
	return u, nil
}

// repeated returns which entry is there twice, or "". leadmock writes each once, and a large file of copies would take minutes to check.
func (u Usage) repeated() string {
	known := map[string]bool{}
	for _, one := range u.Operations {
		if known[one.Operation] {
			return "operations: " + one.Operation
		}
		known[one.Operation] = true
	}
	for _, one := range u.Assumptions {
		reading := one.ID + " " + one.Reading
		if known[reading] {
			return "assumptions: " + reading
		}
		known[reading] = true
	}
	return ""
}

// ReliedOn returns the IDs of the assumptions, each once.
func (u Usage) ReliedOn() []string {
	ids := map[string]bool{}
	for _, one := range u.Assumptions {
		ids[one.ID] = true
	}
	return slices.Sorted(maps.Keys(ids))
}
