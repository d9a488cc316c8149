package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"sync"
)

//go:generate go run compile_lead.go

// leadCompiled is lead.yaml as compiled, so that a mock can start without reading the document.
//
//go:embed lead.compiled.json
var leadCompiled []byte

// Compiled is the part of a document that the mock needs.
type Compiled struct {
	Resources  []Resource
	Operations []Operation
}

// Compile compiles the document. Errors begin with name and line.
func (d *Document) Compile() (Compiled, error) {
	resources, err := d.Resources()
	if err != nil {
		return Compiled{}, err
	}
	operations, err := d.Operations()
	return Compiled{resources, operations}, err
}

// CompiledLead returns the compiled document of the lead API. All callers share it, so they must not change it.
func CompiledLead() (Compiled, error) { return compiledLead() }

var compiledLead = sync.OnceValues(func() (Compiled, error) {
	var lead Compiled
	err := json.Unmarshal(leadCompiled, &lead)
	return lead, err
})

// Encode returns the content of lead.compiled.json.
func (c Compiled) Encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(c)
	return out.Bytes(), err
}
