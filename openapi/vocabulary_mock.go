package openapi

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

func (d *Document) checkMock(parent, value *yaml.Node) error {
	if get(parent, "operationId") == nil {
		return fmt.Errorf("%s: x-mock is allowed only on an operation with an operationId", d.place(value))
	}
	if err := d.checkKeys(value, "x-mock", mockWords); err != nil {
		return err
	}
	for _, word := range []string{"resource", "do"} {
		if get(value, word) == nil {
			return fmt.Errorf("%s: x-mock: %s is missing", d.place(value), word)
		}
	}
	if do := get(value, "do"); !slices.Contains(verbs, do.Value) {
		return d.unknown(do, "x-mock: verb", do.Value, verbs)
	}
	if err := d.checkEach(parent, value); err != nil {
		return err
	}
	if err := d.checkReply(parent, value); err != nil {
		return err
	}
	return d.checkErrors(parent, get(value, "errors"))
}

// checkReply returns an error if the verb needs a reply and has none, or if a variable of the reply does not exist.
func (d *Document) checkReply(operation, value *yaml.Node) error {
	do, reply := get(value, "do"), get(value, "reply")
	own := do.Value == "list" || do.Value == "get"
	if own && reply != nil {
		return fmt.Errorf("%s: x-mock: %s has its own reply; leave reply out", d.place(reply), do.Value)
	}
	if !own && reply != nil && reply.Kind != yaml.MappingNode {
		return fmt.Errorf("%s: x-mock: reply: want a mapping, such as {data: $record}", d.place(reply))
	}
	if !own && reply == nil {
		return fmt.Errorf("%s: x-mock: %s needs a reply, such as {%s: $id}", d.place(do), do.Value, "id")
	}
	if reply == nil {
		return nil
	}
	return d.checkVariables(operation, value, "reply", reply)
}

// checkErrors checks each name under errors against the examples of the operation's replies.
func (d *Document) checkErrors(operation, errors *yaml.Node) error {
	if errors == nil {
		return nil
	}
	if err := d.checkKeys(errors, "x-mock: errors", errorWords); err != nil {
		return err
	}
	examples := d.replyExamples(operation)
	check := func(name *yaml.Node) error {
		for _, example := range examples {
			if example.Name == name.Value {
				return nil
			}
		}
		return fmt.Errorf("%s: x-mock: errors: no reply of this operation has an example %q", d.place(name), name.Value)
	}
	for word, value := range pairs(errors) {
		if word.Value == "unknown" {
			if err := check(value); err != nil {
				return err
			}
			continue
		}
		if value.Kind != yaml.MappingNode {
			return fmt.Errorf("%s: x-mock: errors: %s: want a mapping from fields to names of examples", d.place(value), word.Value)
		}
		for field, name := range pairs(value) {
			if fields := d.bodyFields(operation); word.Value == "missing" && !slices.Contains(fields, field.Value) {
				return fmt.Errorf("%s: x-mock: errors: missing: the body has no field %q (%s)", d.place(field), field.Value, strings.Join(fields, ", "))
			}
			if err := check(name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Document) bodyFields(operation *yaml.Node) []string {
	for _, media := range pairs(get(d.resolve(get(operation, "requestBody")), "content")) {
		return d.propertyNames(get(media, "schema"))
	}
	return nil
}
