package mock

import (
	"fmt"
	"slices"

	"github.com/leadapi/leadapi/openapi"
)

// declaredResources returns the resources of all specs. A resource that a later spec declares again replaces the earlier
// one, so that a spec for lists replaces what the lead API says about lists.
func declaredResources(pages []openapi.Compiled) ([]openapi.Resource, error) {
	var declared []openapi.Resource
	for _, page := range pages {
		for _, resource := range page.Resources {
			i := slices.IndexFunc(declared, func(d openapi.Resource) bool { return d.Name == resource.Name })
			if i < 0 {
				declared = append(declared, resource)
				continue
			}
			if err := fits(declared[i], resource); err != nil {
				return nil, err
			}
			declared[i] = resource
		}
	}
	return declared, nil
}

// fits returns an error if a resource that is declared again lacks something of the earlier declaration, which the mock
// relies on.
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
