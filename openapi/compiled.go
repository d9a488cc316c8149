package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
)

//go:generate go run compile_lead.go

// leadCompiled is Page of lead.yaml, kept so that a mock that starts need not read the document.
//
//go:embed lead.compiled.json
var leadCompiled []byte

// Page is what a mock plays of a document.
type Page struct {
	Resources  []Resource
	Operations []Operation
}

// Page compiles the document. Errors begin with name and line.
func (d *Document) Page() (Page, error) {
	resources, err := d.Resources()
	if err != nil {
		return Page{}, err
	}
	operations, err := d.Operations()
	return Page{resources, operations}, err
}

// LeadPage is the Page of the document of the lead API.
func LeadPage() (Page, error) {
	var page Page
	err := json.Unmarshal(leadCompiled, &page)
	return page, err
}

// Encode writes a page as it is kept.
func (p Page) Encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(p)
	return out.Bytes(), err
}
