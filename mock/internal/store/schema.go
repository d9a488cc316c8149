// Package store holds records in memory: compact records of the resources that an OpenAPI document declares, indexes over
// them, copies whose cost does not depend on the size, and their JSON. It does not use HTTP, files or clocks: the caller
// provides times, IDs and texts.
package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/openapi"
)

// Schema is the resources of a set of documents. It must not change while a state uses it.
type Schema struct {
	serial    int // later schemas have higher ones
	resources []*Resource
}

// Resource is a kind of record, compiled from a schema with x-resource.
type Resource struct {
	name       string // lead
	plural     string // leads: the key in a seed
	at         int    // the index in Schema.resources and in State.tables
	id         int    // the field that identifies a record
	fields     []Field
	byName     map[string]int
	indexed    []int // the fields that pages can be filtered by
	copies     []Reference
	copiedBy   []copiedIndex // the indexes of other resources whose values come from this one
	ref        int           // the field that a record stores separately, because many records share its values; -1 if there is none
	composed   int           // the field that may be composed of others; -1 if there is none
	components []int

	special []int // the fields that have no default in the template: ID, stamps, copied fields and ref; ascending

	// template is a record of defaults, as JSON without the braces; field i is template[offsets[i]:offsets[i+1]].
	template string
	offsets  []int

	chained   bool // whether a copied field comes from one that is itself copied, so that more records decide its value
	encodings encodings
}

// Field is a property of a resource.
type Field struct {
	Name string
	Type string // as declared: string, integer, ...

	// Format is the declared format, such as date-time, or "".
	Format string

	prefix   string // ,"name": with a comma, except for the first field
	fallback string // the default, as JSON
	nullable bool
	kind     fieldKind
	copied   int // for copiedField: the index in copies
	source   int // for copiedField: the index of the other resource's field
}

type fieldKind uint8

const (
	plainField fieldKind = iota
	idField
	createdField
	updatedField
	copiedField
)

// Settable reports whether a field has its own value; IDs, stamps and copied fields do not.
func (f *Field) Settable() bool { return f.kind == plainField }

// Default returns the value of a record that lacks the field, as JSON; empty for an ID or a stamp, which are generated.
func (f *Field) Default() string {
	if f.kind == plainField || f.kind == copiedField {
		return f.fallback
	}
	return ""
}

// Nullable reports whether the field can be null.
func (f *Field) Nullable() bool { return f.nullable }

// Source returns the resource that a field is copied from, or nil.
func (res *Resource) Source(field int) *Resource {
	if f := &res.fields[field]; f.kind == copiedField {
		return res.copies[f.copied].To
	}
	return nil
}

// Reference declares that fields are copied from the record of resource To whose ID is in the field By.
type Reference struct {
	To *Resource
	By int
}

// maxFields is the number of fields that one byte of a record's encoding can number.
const maxFields = 256

// maxCopies bounds the resources that one resource copies from, so that looking them up does not allocate.
const maxCopies = 4

// Compile compiles resources, whose names must differ. serial must be higher than that of any earlier schema of the same
// stores. Errors name the place in the document.
func Compile(serial int, declared []openapi.Resource) (*Schema, error) {
	made := &Schema{serial: serial}
	byName := map[string]*Resource{}
	for i, resource := range declared {
		res, err := compileResource(resource)
		if err != nil {
			return nil, err
		}
		res.at = i
		made.resources = append(made.resources, res)
		byName[res.name] = res
	}
	for i, resource := range declared {
		if err := made.resources[i].link(resource, byName); err != nil {
			return nil, err
		}
	}
	for i, resource := range declared {
		if err := made.resources[i].checkCopies(resource, made.resources[i], 0); err != nil {
			return nil, err
		}
		made.resources[i].listSpecial()
	}
	return made, nil
}

func compileResource(declared openapi.Resource) (*Resource, error) {
	if len(declared.Properties) > maxFields {
		return nil, fmt.Errorf("%s: x-resource: %s has %d properties; at most %d are allowed", declared.Place, declared.Name, len(declared.Properties), maxFields)
	}
	res := &Resource{name: declared.Name, plural: declared.Name + "s", byName: map[string]int{}, ref: -1, composed: -1}
	for i, property := range declared.Properties {
		f := Field{
			Name:     property.Name,
			Type:     property.Type,
			Format:   property.Format,
			prefix:   "," + jsonvalue.Text(property.Name) + ":",
			fallback: string(property.Default),
			nullable: property.Nullable,
		}
		if i == 0 {
			f.prefix = f.prefix[1:]
		}
		switch {
		case property.Name == declared.ID:
			f.kind, res.id = idField, i
		case property.Stamp == "create":
			f.kind = createdField
		case property.Stamp == "update":
			f.kind = updatedField
		}
		res.fields = append(res.fields, f)
		res.byName[f.Name] = i
		res.offsets = append(res.offsets, len(res.template))
		res.template += f.prefix + f.fallback
	}
	res.offsets = append(res.offsets, len(res.template))
	return res, nil
}

// Resources returns all resources in the order of their declarations.
func (s *Schema) Resources() []*Resource { return s.resources }

// Resource returns the resource with a name, or nil.
func (s *Schema) Resource(name string) *Resource {
	for _, res := range s.resources {
		if res.name == name {
			return res
		}
	}
	return nil
}

// plural returns the resource with a key in a seed, or nil.
func (s *Schema) plural(key string) *Resource {
	for _, res := range s.resources {
		if res.plural == key {
			return res
		}
	}
	return nil
}

// copiedFirst returns the resources in an order in which each comes after those that it copies from.
func (s *Schema) copiedFirst() []*Resource {
	sorted := slices.Clone(s.resources)
	slices.SortStableFunc(sorted, func(a, b *Resource) int { return cmp.Compare(a.depth(), b.depth()) })
	return sorted
}

// depth returns the length of the longest chain of copies that ends in the resource.
func (res *Resource) depth() int {
	depth := 0
	for _, reference := range res.copies {
		depth = max(depth, 1+reference.To.depth())
	}
	return depth
}

// Name returns the declared name, such as lead.
func (res *Resource) Name() string { return res.name }

// Plural returns the key of the resource's records in a seed.
func (res *Resource) Plural() string { return res.plural }

// ID returns the name of the field that identifies a record.
func (res *Resource) ID() string { return res.fields[res.id].Name }

// Fields returns the fields in the order of the document. The caller must not change them.
func (res *Resource) Fields() []Field { return res.fields }

// Field returns the index of a field in Fields, or -1.
func (res *Resource) Field(name string) int {
	if i, found := res.byName[name]; found {
		return i
	}
	return -1
}

// References returns the resources that this one copies from. The caller must not change the slice.
func (res *Resource) References() []Reference { return res.copies }

func sortedNames[V any](of map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(of)), ", ")
}
