// Package openapi holds the OpenAPI document of the lead API, the assumptions behind it and the contradictions of the
// vendor's documentation, and loads other specs of the same kind.
package openapi

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

//go:embed lead.yaml
var leadYAML []byte

// Document is one spec: an OpenAPI 3.0 document in two views.
// API is kin-openapi's model. The YAML tree behind the methods keeps what that model drops: order and lines.
type Document struct {
	Name string // the file name, as errors cite it
	API  *openapi3.T

	root *yaml.Node
}

// Lead returns the document of the lead API.
func Lead() (*Document, error) { return Load("lead.yaml", leadYAML) }

// LoadFile reads a spec.
func LoadFile(path string) (*Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	return Load(filepath.Base(path), data)
}

// Load reads a document in YAML or JSON and checks its extensions against the closed vocabulary.
// It does not check the rest: see Validate. Errors begin with name and line.
func Load(name string, data []byte) (*Document, error) {
	var file, further yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(data))
	if err := documents.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, placeYAMLError(name, err)
	}
	if documents.Decode(&further) == nil {
		return nil, fmt.Errorf("spec %s:%d: a second YAML document begins here; put it into another file", name, further.Line)
	}
	if len(file.Content) != 1 || file.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("spec %s:1: not an OpenAPI document: want a mapping with openapi, info and paths", name)
	}
	doc := &Document{Name: name, root: file.Content[0]}
	if version := get(doc.root, "openapi"); version == nil || !openAPI30.MatchString(version.Value) {
		return nil, fmt.Errorf("%s: openapi: want version 3.0.x", doc.place(cmpNode(version, doc.root)))
	}
	if err := doc.checkVocabulary(); err != nil {
		return nil, err
	}
	api, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		ref := quotedRef(doc.root, err.Error())
		switch {
		case ref != nil && !strings.HasPrefix(ref.Value, "#"):
			return nil, fmt.Errorf("%s: $ref %s names another file, and a spec is one file; copy what it names into this one", doc.place(ref), ref.Value)
		case ref != nil:
			return nil, fmt.Errorf("%s: %w", doc.place(ref), err)
		}
		return nil, placeYAMLError(name, err)
	}
	doc.API = api
	return doc, nil
}

// quotedRef returns the first $ref that a message of kin-openapi quotes, because the message has no line; nil if it quotes none.
func quotedRef(node *yaml.Node, message string) *yaml.Node {
	for key, value := range pairs(node) {
		if key.Value == "$ref" && strings.Contains(message, strconv.Quote(value.Value)) {
			return value
		}
	}
	for _, child := range node.Content { // not through aliases, which may lead in a circle
		if found := quotedRef(child, message); found != nil {
			return found
		}
	}
	return nil
}

// Validate checks the document and its examples against OpenAPI 3.0.
func (d *Document) Validate() error {
	if err := d.API.Validate(context.Background()); err != nil {
		message, _, _ := strings.Cut(err.Error(), "\n")
		return fmt.Errorf("%s: %s", d.placeOf(message), message)
	}
	return nil
}

var (
	operationText = regexp.MustCompile(`invalid path (/[^:]*): invalid operation ([A-Z]+):`)
	sectionText   = regexp.MustCompile(`^invalid ([a-z]+): `)
	componentText = regexp.MustCompile(`invalid components: (schema|parameter|response|requestBody) "?([^":]+)"?:`)
)

// placeOf returns the line of what a message of kin-openapi names, because the message has no line.
func (d *Document) placeOf(message string) string {
	node := d.root
	if found := operationText.FindStringSubmatch(message); found != nil {
		node = get(d.root, "paths", found[1], strings.ToLower(found[2]))
	} else if found := componentText.FindStringSubmatch(message); found != nil {
		node = get(d.root, "components", map[string]string{
			"schema": "schemas", "parameter": "parameters", "response": "responses", "requestBody": "requestBodies",
		}[found[1]], found[2])
	} else if found := sectionText.FindStringSubmatch(message); found != nil {
		node = d.mentioned(found[1], message)
	}
	return d.place(cmpNode(node, d.root))
}

// mentioned returns the longest key of a section that a message has in it, such as a path, or else the section.
func (d *Document) mentioned(section, message string) *yaml.Node {
	node, longest := get(d.root, section), 0
	for key := range pairs(node) {
		if len(key.Value) > longest && strings.Contains(message, key.Value) {
			node, longest = key, len(key.Value)
		}
	}
	return node
}

var (
	openAPI30    = regexp.MustCompile(`^3\.0\.\d+$`)
	yamlLineText = regexp.MustCompile(`yaml: (?:construct errors:\s+)?line (\d+): (.*)`)
)

// placeYAMLError turns the library's "yaml: line 3: ..." into the form of all other errors.
func placeYAMLError(name string, err error) error {
	if found := yamlLineText.FindStringSubmatch(err.Error()); found != nil {
		return fmt.Errorf("spec %s:%s: %s", name, found[1], found[2])
	}
	var typeError *yaml.TypeError
	if errors.As(err, &typeError) && len(typeError.Errors) > 0 {
		return fmt.Errorf("spec %s: %s", name, typeError.Errors[0])
	}
	return fmt.Errorf("spec %s: %w", name, err)
}
