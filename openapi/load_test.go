package openapi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

const smallSpec = `openapi: 3.0.3
info: {title: Thing, version: 1.0.0}
paths:
  /v3/thing/{thing_uuid}:
    delete:
      operationId: deleteThing
      x-provenance: stated
      x-assumptions: [A01]
      x-mock: {resource: thing, do: delete, reply: {id: $id}, errors: {unknown: gone}}
      parameters: [{name: thing_uuid, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '404': {description: gone, content: {application/json: {schema: {type: object}, examples: {gone: {value: {error: gone, x-free: 1}}}}}}
components:
  schemas:
    Thing:
      type: object
      x-resource: {name: thing, id: thing_uuid, copy: [{from: list, by: list_uuid, fields: [list_name]}]}
      properties:
        thing_uuid: {type: string}
        list_uuid: {type: string}
        list_name: {type: string, default: none}
        x-ray: {type: string, x-stamp: create}
`

func TestLoad(t *testing.T) {
	doc, err := openapi.Load("thing.yaml", []byte(smallSpec))
	if err != nil {
		t.Fatal(err)
	}
	resources, err := doc.Resources()
	if err != nil || len(resources) != 1 || resources[0].Copies[0].Fields[0] != "list_name" || resources[0].Properties[3].Stamp != "create" || string(resources[0].Properties[2].Default) != `"none"` {
		t.Errorf("got %+v, %v, want one thing with a copy of list_name, the default none, and a stamp", resources, err)
	}
	operations, err := doc.Operations()
	if err != nil || operations[0].Mock.Reply[0].Variable != "$id" || string(operations[0].Examples[0].Body) != `{"error":"gone","x-free":1}` {
		t.Errorf("got %+v, %v, want the reply $id and one example", operations, err)
	}
	path := filepath.Join(t.TempDir(), "thing.yaml")
	if err := os.WriteFile(path, []byte(smallSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openapi.LoadFile(path); err != nil {
		t.Error(err)
	}
	if _, err := openapi.LoadFile(path + "x"); err == nil {
		t.Error("a file that is not there: got no error, want one")
	}
}

// The vocabulary is closed. Any other word is refused with file, line and the known words.
func TestVocabularyIsClosed(t *testing.T) {
	for name, one := range map[string]struct{ old, new, want string }{
		"verb":          {"do: delete", "do: upsert", `spec thing.yaml:9: x-mock: unknown verb "upsert" (create, list, get, merge, delete)`},
		"extension":     {"x-provenance: stated", "x-provenence: stated", `spec thing.yaml:7: unknown extension "x-provenence" (x-provenance, x-except, x-section, x-assumptions, x-resource, x-mock, x-stamp)`},
		"provenance":    {"x-provenance: stated", "x-provenance: guessed", `spec thing.yaml:7: x-provenance: unknown provenance "guessed" (stated, implied, assumed)`},
		"except part":   {"x-provenance: stated", "x-provenance: stated\n      x-except: {name: assumed}", `spec thing.yaml:8: x-except: unknown key "name" (meaning, order, default, enum, format, pattern, minLength, maxLength, minimum, maximum)`},
		"except word":   {"x-provenance: stated", "x-provenance: stated\n      x-except: {meaning: guessed}", `spec thing.yaml:8: x-except: meaning: unknown provenance "guessed" (stated, implied, assumed)`},
		"except same":   {"x-provenance: stated", "x-provenance: stated\n      x-except: {meaning: stated}", `spec thing.yaml:8: x-except: meaning: want a provenance other than that of the fact, x-provenance, which is "stated"`},
		"except alone":  {"x-provenance: stated", "x-except: {meaning: stated}", `spec thing.yaml:7: x-except: meaning: want a provenance other than that of the fact, x-provenance, which is ""`},
		"except lost":   {"x-provenance: stated", "x-provenance: stated\n      x-except: {default: implied}", `spec thing.yaml:8: x-except: there is no default here`},
		"except a word": {"x-provenance: stated", "x-provenance: stated\n      x-except: implied", `spec thing.yaml:8: x-except: want a mapping (meaning, order, `},
		"stamp":         {"x-stamp: create", "x-stamp: delete", `spec thing.yaml:23: x-stamp: unknown stamp "delete" (create, update)`},
		"mock key":      {"do: delete", "do: delete, status: 200", `spec thing.yaml:9: x-mock: unknown key "status" (resource, do, each, reply, errors)`},
		"error key":     {"unknown: gone", "missed: gone", `spec thing.yaml:9: x-mock: errors: unknown key "missed" (unknown, taken, missing)`},
		"example":       {"unknown: gone", "unknown: went", `spec thing.yaml:9: x-mock: errors: no reply of this operation has an example "went"`},
		"variable":      {"id: $id", "id: $name", `spec thing.yaml:9: x-mock: reply: id: unknown variable "$name" ($id, $record, $body.<field>)`},
		"resource key":  {"name: thing,", "named: thing,", `spec thing.yaml:18: x-resource: unknown key "named" (name, id, copy)`},
		"no id":         {"id: thing_uuid,", "", `spec thing.yaml:18: x-resource: id is missing`},
		"strange id":    {"id: thing_uuid,", "id: uuid,", `spec thing.yaml:18: x-resource: id "uuid" is not a property of the schema with type string`},
		"copy key":      {"from: list", "of: list", `spec thing.yaml:18: x-resource: copy: unknown key "of" (from, by, fields)`},
		"copy field":    {"fields: [list_name]", "fields: [name]", `spec thing.yaml:18: x-resource: copy: "name" is not a property of the schema`},
		"no copy key":   {"from: list, ", "", `spec thing.yaml:18: x-resource: copy: from is missing`},
		"no resource":   {"resource: thing, ", "", `spec thing.yaml:9: x-mock: resource is missing`},
		"assumption":    {"[A01]", "[1]", `spec thing.yaml:8: x-assumptions: "1" is not a number such as A01`},
		"assumptions":   {"[A01]", "A01", `spec thing.yaml:8: x-assumptions: want a list of numbers such as [A01]`},
		"section":       {"x-provenance: stated", "x-section: ''", `spec thing.yaml:7: x-section: want a text`},
		"no reply":      {", reply: {id: $id}", "", `spec thing.yaml:9: x-mock: delete needs a reply, such as {id: $id}`},
		"own reply":     {"do: delete", "do: get", `spec thing.yaml:9: x-mock: get has its own reply; leave reply out`},
		"no body":       {"id: $id", "id: $body.name", `spec thing.yaml:9: x-mock: reply: id: the body has no field "name" ()`},
		"no body field": {"unknown: gone", "missing: {name: gone}", `spec thing.yaml:9: x-mock: errors: missing: the body has no field "name" ()`},
		"stamp's type":  {"x-ray: {type: string", "x-ray: {type: integer", `spec thing.yaml:23: x-stamp: want a property with type string`},
		"id's type":     {"thing_uuid: {type: string}", "thing_uuid: {type: integer}", `spec thing.yaml:18: x-resource: id "thing_uuid" is not a property`},
		"misplaced":     {"    delete:\n      operationId", "    x-mock: {resource: thing, do: delete}\n    delete:\n      operationId", `spec thing.yaml:5: x-mock is allowed only on an operation with an operationId`},
		"merge key":     {"info:", "<<: {}\ninfo:", `spec thing.yaml:2: merge keys (<<) are not read; write the keys out`},
		"version":       {"3.0.3", "3.1.0", `spec thing.yaml:1: openapi: want version 3.0.x`},
		"not YAML":      {"info: {", "info: {{", `spec thing.yaml:`},
		"nothing":       {smallSpec, "", `spec thing.yaml:1: not an OpenAPI document`},
		"a list":        {smallSpec, "- openapi", `spec thing.yaml:1: not an OpenAPI document`},
		"lost ref":      {"schemas/Thing'", "schemas/Think'", `spec thing.yaml:12: failed to resolve "Think" in fragment in URI: "#/components/schemas/Think"`},
		"another file":  {"'#/components/schemas/Thing'", "'more.yaml#/Thing'", `spec thing.yaml:12: $ref more.yaml#/Thing names another file, and a spec is one file; copy what it names into this one`},
		"mock a scalar": {"x-mock: {resource: thing, do: delete, reply: {id: $id}, errors: {unknown: gone}}", "x-mock: get", `spec thing.yaml:9: x-mock: want a mapping (resource, do, each, reply, errors)`},
	} {
		text := strings.Replace(smallSpec, one.old, one.new, 1)
		if text == smallSpec {
			t.Errorf("%s: got no %q to replace, want it in the spec", name, one.old)
		}
		if _, err := openapi.Load("thing.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), one.want) {
			t.Errorf("%s\n got %v\nwant %s", name, err, one.want)
		}
	}
}

// An error of kin-openapi is one line, with a line number if its message names a place.
func TestValidateNamesTheLine(t *testing.T) {
	for name, one := range map[string]struct{ old, new, want string }{
		"operation": {"      x-provenance: stated", "      requird: true", "spec thing.yaml:6: invalid paths: invalid path /v3/thing/{thing_uuid}: invalid operation DELETE:"},
		"path":      {"name: thing_uuid, in", "name: thing, in", "spec thing.yaml:4: invalid paths: operation DELETE /v3/thing/{thing_uuid} must define"},
		"section":   {"components:", "security: [{token: []}]\ncomponents:", "spec thing.yaml:14: invalid security: "},
		"schema":    {"list_name: {type: string, default: none}", "list_name: {type: text}", "spec thing.yaml:17: invalid components: schema \"Thing\""},
	} {
		doc, err := openapi.Load("thing.yaml", []byte(strings.Replace(smallSpec, one.old, one.new, 1)))
		if err == nil {
			err = doc.Validate()
		}
		if err == nil || !strings.HasPrefix(err.Error(), one.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line that begins with %s", name, err, one.want)
		}
	}
}

// Properties of allOf are properties of the schema.
func TestAllOf(t *testing.T) {
	doc, err := openapi.Load("thing.yaml", []byte(strings.Replace(smallSpec, `      properties:
        thing_uuid: {type: string}
`, `      allOf: [{type: object, properties: {thing_uuid: {type: string}}}]
      properties:
`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	resources, err := doc.Resources()
	if err != nil || len(resources[0].Properties) != 4 || resources[0].Properties[0].Name != "thing_uuid" {
		t.Errorf("got %+v, %v, want 4 properties, and thing_uuid first", resources, err)
	}
}

// A body's schema becomes JSON Schema: references inlined, nullable as a list of types, OpenAPI's own words gone.
func TestJSONSchema(t *testing.T) {
	text := strings.Replace(smallSpec, "      parameters:", `      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Body'}
      parameters:`, 1) + `    Body:
      type: object
      required: [a]
      example: {a: 1}
      properties:
        a: {type: integer, minimum: 1, exclusiveMinimum: true, description: gone}
        b: {type: string, nullable: true, x-section: gone}
        c: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        d: {oneOf: [{type: string}, {type: object, additionalProperties: {type: integer}}]}
      additionalProperties: false
`
	loaded, err := openapi.Load("thing.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	operations, err := loaded.Operations()
	if err != nil {
		t.Fatal(err)
	}
	const thing = `{"type":"object","properties":{"thing_uuid":{"type":"string"},"list_uuid":{"type":"string"},"list_name":{"type":"string"},"x-ray":{"type":"string"}}}`
	const want = `{"type":"object","required":["a"],"properties":{"a":{"type":"integer","minimum":1,"exclusiveMinimum":1},"b":{"type":["string","null"]},` +
		`"c":{"type":"array","items":` + thing + `},"d":{"oneOf":[{"type":"string"},{"type":"object","additionalProperties":{"type":"integer"}}]}},"additionalProperties":false}`
	if got := string(operations[0].Body.Schema); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	itself := strings.Replace(text, "items: {$ref: '#/components/schemas/Thing'}", "items: {$ref: '#/components/schemas/Body'}", 1)
	if loaded, err = openapi.Load("thing.yaml", []byte(itself)); err != nil {
		t.Fatal(err)
	}
	if _, err = loaded.Operations(); err == nil || !strings.Contains(err.Error(), "schema refers to itself") {
		t.Errorf("a schema that refers to itself: got %v, want it refused", err)
	}
}

// An example in another type than JSON is not an example of the mock's reply.
func TestExamplesAreJSON(t *testing.T) {
	xml := strings.Replace(smallSpec, "{description: ok, content: {", "{description: ok, content: {application/xml: {example: <thing/>}, text/csv: {examples: {row: {value: 'a,b'}}}, '*/*': {examples: {any: {value: {}}}}, ", 1)
	doc, err := openapi.Load("thing.yaml", []byte(xml))
	if err != nil {
		t.Fatal(err)
	}
	operations, err := doc.Operations()
	if err != nil || len(operations) != 1 || len(operations[0].Examples) != 2 || operations[0].Examples[0].Name != "any" || operations[0].Examples[1].Name != "gone" {
		t.Errorf("got %+v, %v, want only the examples any and gone", operations, err)
	}
}
