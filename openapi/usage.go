package openapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Usage says what of the API an app has used, and which assumptions it relies on. leadmock --usage writes it; leadcontract --usage
// reads it. It has names and counts, and no value that an app has sent.
type Usage struct {
	Version     int             `json:"usage"`       // 1
	Operations  []UsedOperation `json:"operations"`  // those that were used, in the order of the document
	Assumptions []ReliedOn      `json:"assumptions"` // ordered by ID and reading
}

// UsedOperation is what of an operation was used.
type UsedOperation struct {
	Operation  string           `json:"operation"`  // operationId
	Count      int64            `json:"count"`      // requests
	Parameters map[string]int64 `json:"parameters"` // of the query, by documented name
	Fields     map[string]int64 `json:"fields"`     // of the body, by documented name
	Replies    []UsedReply      `json:"replies"`    // all that the document has, also those that were never met
}

// UsedReply is a documented reply and how often it was met.
type UsedReply struct {
	Status  int    `json:"status"`
	Example string `json:"example"` // its name in the document; empty if the document has no example
	Count   int64  `json:"count"`
}

// ReliedOn is an assumption that replies rested on: another reading would have answered otherwise.
type ReliedOn struct {
	ID      string      `json:"id"`                // such as A14
	Reading string      `json:"reading,omitempty"` // what the mock played; empty for an assumption with one reading
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
	Path       string   `json:"path"` // as the document has it
	Parameters []string `json:"parameters,omitempty"`
	Fields     []string `json:"fields,omitempty"`
	Status     int      `json:"status"` // of the reply
}

// ReadUsage reads a file that leadmock --usage has written. Errors begin with name.
func ReadUsage(name string, data []byte) (Usage, error) {
	var u Usage
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&u); err != nil {
		return u, fmt.Errorf("%s: not a usage file of leadmock --usage: %w", name, err)
	}
	if u.Version != 1 {
		return u, fmt.Errorf("%s: \"usage\" is %d; this program reads 1", name, u.Version)
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

// Merge returns what two usages say together.
func (u Usage) Merge(other Usage) Usage {
	merged := Usage{Version: 1, Operations: []UsedOperation{}, Assumptions: []ReliedOn{}}
	for _, one := range slices.Concat(u.Operations, other.Operations) {
		at := slices.IndexFunc(merged.Operations, func(known UsedOperation) bool { return known.Operation == one.Operation })
		if at < 0 {
			one.Parameters, one.Fields, one.Replies = maps.Clone(one.Parameters), maps.Clone(one.Fields), slices.Clone(one.Replies)
			merged.Operations = append(merged.Operations, one)
			continue
		}
		merged.Operations[at].add(one)
	}
	for _, one := range slices.Concat(u.Assumptions, other.Assumptions) {
		at := slices.IndexFunc(merged.Assumptions, func(known ReliedOn) bool { return known.ID == one.ID && known.Reading == one.Reading })
		if at < 0 {
			merged.Assumptions = append(merged.Assumptions, one)
			continue
		}
		merged.Assumptions[at].Count += one.Count
	}
	slices.SortStableFunc(merged.Assumptions, func(a, b ReliedOn) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Reading, b.Reading))
	})
	return merged
}

func (u *UsedOperation) add(other UsedOperation) {
	u.Count += other.Count
	u.Parameters, u.Fields = sum(u.Parameters, other.Parameters), sum(u.Fields, other.Fields)
	for _, one := range other.Replies {
		at := slices.IndexFunc(u.Replies, func(known UsedReply) bool { return known.Status == one.Status && known.Example == one.Example })
		if at < 0 {
			u.Replies = append(u.Replies, one)
			continue
		}
		u.Replies[at].Count += one.Count
	}
}

func sum(counts, more map[string]int64) map[string]int64 {
	if counts == nil {
		counts = map[string]int64{}
	}
	for name, n := range more {
		counts[name] += n
	}
	return counts
}

// ReliedOn returns the IDs of the assumptions, each once.
func (u Usage) ReliedOn() []string {
	ids := map[string]bool{}
	for _, one := range u.Assumptions {
		ids[one.ID] = true
	}
	return slices.Sorted(maps.Keys(ids))
}
