package mock

import (
	"fmt"
	"slices"

	"github.com/leadapi/leadapi/openapi"
)

// resource is a kind of record, compiled from a schema with x-resource.
type resource struct {
	name       string // lead
	plural     string // leads: the key in a seed
	id         int    // the field that identifies a record
	fields     []field
	byName     map[string]int
	indexed    []int // the fields that a list operation filters by
	copies     []copyRule
	copiedFrom bool // other resources copy from it
	ref        int  // the field that a record holds in its own slot, since many records share its values; -1 for none

	special []int // the fields that no default stands for: id, stamps, copied ones and ref; ascending

	// template is a record of nothing but defaults, as JSON without the braces; field i is template[offsets[i]:offsets[i+1]].
	template string
	offsets  []int
}

type field struct {
	name     string
	prefix   string // ,"name": with the comma where it is not the first
	fallback string // the default, as JSON
	typeName string // the type in the schema: string, integer, ...
	nullable bool
	kind     fieldKind
	copied   int // for copiedField: the index in copies
	source   int // for copiedField: the field of the other resource
}

type fieldKind uint8

const (
	plainField fieldKind = iota
	idField
	createdField
	updatedField
	copiedField
)

// copyRule says that fields come from the record of another resource whose id is in the field by.
type copyRule struct {
	from *resource
	by   int
}

// compileResources turns the resources of all pages into one set. A resource that a later page declares again takes
// the place of the earlier one, so that a List page replaces what the lead page says of lists.
func compileResources(pages []openapi.Page) ([]*resource, error) {
	var declared []openapi.Resource
	for _, page := range pages {
		for _, one := range page.Resources {
			i := slices.IndexFunc(declared, func(d openapi.Resource) bool { return d.Name == one.Name })
			if i < 0 {
				declared = append(declared, one)
				continue
			}
			if err := fits(declared[i], one); err != nil {
				return nil, err
			}
			declared[i] = one
		}
	}
	compiled := make([]*resource, len(declared))
	byName := map[string]*resource{}
	for i, one := range declared {
		res, err := compileResource(one)
		if err != nil {
			return nil, err
		}
		compiled[i], byName[res.name] = res, res
	}
	for i, one := range declared {
		if err := compiled[i].link(one, byName); err != nil {
			return nil, err
		}
	}
	for i, one := range declared {
		if err := compiled[i].checkCopies(one, compiled[i], 0); err != nil {
			return nil, err
		}
		compiled[i].listSpecial()
	}
	return compiled, nil
}

// fits wants of a resource that is declared again all that the earlier declaration has: the mock counts on it.
func fits(earlier, later openapi.Resource) error {
	if earlier.ID != later.ID {
		return fmt.Errorf("%s: x-resource: %s has id %s, but %s at %s", later.Place, later.Name, later.ID, earlier.ID, earlier.Place)
	}
	for _, property := range earlier.Properties {
		if !slices.ContainsFunc(later.Properties, func(p openapi.Property) bool { return p.Name == property.Name }) {
			return fmt.Errorf("%s: x-resource: %s lacks the property %s that it has at %s", later.Place, later.Name, property.Name, earlier.Place)
		}
	}
	if len(later.Copies) < len(earlier.Copies) {
		return fmt.Errorf("%s: x-resource: %s lacks the copy that it has at %s", later.Place, later.Name, earlier.Place)
	}
	return nil
}

// maxFields is what one byte of a record's encoding can tell apart.
const maxFields = 256

func compileResource(one openapi.Resource) (*resource, error) {
	if len(one.Properties) > maxFields {
		return nil, fmt.Errorf("%s: x-resource: %s has %d properties; at most %d are possible", one.Place, one.Name, len(one.Properties), maxFields)
	}
	res := &resource{name: one.Name, plural: one.Name + "s", byName: map[string]int{}, ref: -1}
	for i, property := range one.Properties {
		f := field{
			name:     property.Name,
			prefix:   "," + jsonText(property.Name) + ":",
			fallback: string(property.Default),
			typeName: property.Type,
			nullable: property.Nullable,
		}
		if i == 0 {
			f.prefix = f.prefix[1:]
		}
		switch {
		case property.Name == one.ID:
			f.kind, res.id = idField, i
		case property.Stamp == "create":
			f.kind = createdField
		case property.Stamp == "update":
			f.kind = updatedField
		}
		res.fields = append(res.fields, f)
		res.byName[f.name] = i
		res.offsets = append(res.offsets, len(res.template))
		res.template += f.prefix + f.fallback
	}
	res.offsets = append(res.offsets, len(res.template))
	return res, nil
}

// link ties the copied fields to the resources that they come from.
func (res *resource) link(one openapi.Resource, byName map[string]*resource) error {
	if len(one.Copies) > maxCopies {
		return fmt.Errorf("%s: x-resource: copy: %d entries; at most %d are possible", one.Place, len(one.Copies), maxCopies)
	}
	for i, rule := range one.Copies {
		from := byName[rule.From]
		if from == nil {
			return fmt.Errorf("%s: x-resource: copy: unknown resource %q (%s)", one.Place, rule.From, sortedKeys(byName))
		}
		by := res.byName[rule.By]
		if i == 0 {
			res.ref = by
		}
		res.copies = append(res.copies, copyRule{from: from, by: by})
		from.copiedFrom = true
		for _, name := range rule.Fields {
			source, found := from.byName[name]
			if !found {
				return fmt.Errorf("%s: x-resource: copy: resource %s has no field %q", one.Place, from.name, name)
			}
			f := &res.fields[res.byName[name]]
			if f.kind != plainField || f.name == rule.By {
				return fmt.Errorf("%s: x-resource: copy: field %q cannot be copied", one.Place, name)
			}
			f.kind, f.copied, f.source = copiedField, i, source
		}
	}
	return nil
}

// listSpecial comes after link, which says what is copied.
func (res *resource) listSpecial() {
	for i, f := range res.fields {
		if f.kind != plainField || i == res.ref {
			res.special = append(res.special, i)
		}
	}
}

// checkCopies refuses copies by what is itself copied, and resources that copy from each other in a circle.
func (res *resource) checkCopies(one openapi.Resource, from *resource, depth int) error {
	for _, rule := range from.copies {
		if by := &from.fields[rule.by]; by.kind != plainField {
			return fmt.Errorf("%s: x-resource: copy: by: %q of %s is set by the mock itself", one.Place, by.name, from.name)
		}
		if rule.from == from || rule.from == res || depth > maxCopies {
			return fmt.Errorf("%s: x-resource: copy: %s copies from itself, by way of %s", one.Place, rule.from.name, from.name)
		}
		if err := res.checkCopies(one, rule.from, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// isCopyOfCopy says that a field comes from a record that has it from another one.
func (res *resource) isCopyOfCopy(index int) bool {
	f := &res.fields[index]
	return f.kind == copiedField && res.copies[f.copied].from.fields[f.source].kind == copiedField
}

func (res *resource) fieldNames() []string {
	names := make([]string, len(res.fields))
	for i, f := range res.fields {
		names[i] = f.name
	}
	return names
}

// index makes a field one that lists can be filtered by.
func (res *resource) index(i int) {
	if !slices.Contains(res.indexed, i) {
		res.indexed = append(res.indexed, i)
	}
}
