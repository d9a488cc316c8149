package store

import (
	"fmt"
	"slices"

	"github.com/leadapi/leadapi/openapi"
)

// copiedIndex is an index whose values are copied from a field of another resource.
type copiedIndex struct {
	res    *Resource // the resource that has the index
	index  int       // the position in its indexed
	field  *Field    // of res
	by     int       // the field of res that identifies the record to copy from
	source int       // the field that is copied
}

// link resolves the resources that the copied fields come from.
func (res *Resource) link(declared openapi.Resource, byName map[string]*Resource) error {
	if len(declared.Copies) > maxCopies {
		return fmt.Errorf("%s: x-resource: copy: %d entries; at most %d are allowed", declared.Place, len(declared.Copies), maxCopies)
	}
	for i, rule := range declared.Copies {
		from := byName[rule.From]
		if from == nil {
			return fmt.Errorf("%s: x-resource: copy: unknown resource %q (%s)", declared.Place, rule.From, sortedNames(byName))
		}
		by := res.byName[rule.By]
		if i == 0 {
			res.ref = by
		}
		res.copies = append(res.copies, Reference{To: from, By: by})
		for _, name := range rule.Fields {
			source, found := from.byName[name]
			if !found {
				return fmt.Errorf("%s: x-resource: copy: resource %s has no field %q", declared.Place, from.name, name)
			}
			f := &res.fields[res.byName[name]]
			if f.kind != plainField || f.Name == rule.By {
				return fmt.Errorf("%s: x-resource: copy: field %q cannot be copied", declared.Place, name)
			}
			f.kind, f.copied, f.source = copiedField, i, source
		}
	}
	return nil
}

// listSpecial fills in special and chained. It must be called after link, which sets the copied fields of all resources.
func (res *Resource) listSpecial() {
	for i, f := range res.fields {
		if f.kind == copiedField && res.copies[f.copied].To.fields[f.source].kind == copiedField {
			res.chained = true
		}
		if f.kind != plainField || i == res.ref {
			res.special = append(res.special, i)
		}
	}
}

// checkCopies returns an error if a copy is found by a field that is itself copied, or if resources copy from each other in
// a circle.
func (res *Resource) checkCopies(declared openapi.Resource, from *Resource, depth int) error {
	for _, rule := range from.copies {
		if by := &from.fields[rule.By]; by.kind != plainField {
			return fmt.Errorf("%s: x-resource: copy: by: %q of %s is set by the mock itself", declared.Place, by.Name, from.name)
		}
		if rule.To == from || rule.To == res || depth > maxCopies {
			return fmt.Errorf("%s: x-resource: copy: %s copies from itself, by way of %s", declared.Place, rule.To.name, from.name)
		}
		if err := res.checkCopies(declared, rule.To, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// Index makes a field usable by filters and by Taken. It must be called before the first state is made. It returns an error
// for a copy of a copy, whose changes an index would miss.
func (res *Resource) Index(field int) error {
	if slices.Contains(res.indexed, field) {
		return nil
	}
	f := &res.fields[field]
	if f.kind == copiedField {
		rule := res.copies[f.copied]
		if rule.To.fields[f.source].kind == copiedField {
			return fmt.Errorf("%q is a copy of a copy, by which records cannot be found", f.Name)
		}
		rule.To.copiedBy = append(rule.To.copiedBy, copiedIndex{res: res, index: len(res.indexed), field: f, by: rule.By, source: f.source})
	}
	res.indexed = append(res.indexed, field)
	return nil
}

// Copied reports whether another resource copies from this one, so that a change of one record can move many others.
func (res *Resource) Copied() bool { return len(res.copiedBy) > 0 }
