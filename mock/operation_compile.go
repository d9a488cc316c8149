package mock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/openapi"
)

func (sp *spec) compileOperations() ([]*operation, error) {
	var all []*operation
	for page, of := range sp.sources {
		if page > 0 {
			all = slices.DeleteFunc(all, func(op *operation) bool { return op.source == 0 && replaced(op, of) })
		}
		for _, documented := range of.Operations {
			if err := checkPath(documented); err != nil {
				return nil, err
			}
			clash := slices.IndexFunc(all, func(op *operation) bool { return op.clashes(documented) })
			if clash >= 0 {
				return nil, fmt.Errorf("%s: operation %s (%s %s) clashes with %s (%s %s)", documented.Place, documented.ID, documented.Method, documented.Path, all[clash].id, all[clash].method, all[clash].path)
			}
			op, err := sp.compileOperation(documented, page)
			if err != nil {
				return nil, err
			}
			op.harmless = harmlessNames(op.query)
			all = append(all, op)
		}
	}
	for id := range sp.config.functions {
		if !slices.ContainsFunc(all, func(op *operation) bool { return op.id == id }) {
			return nil, fmt.Errorf("WithOperation: no spec has an operation %q", id)
		}
	}
	return all, nil
}

// checkPath refuses an operation that no request reaches.
func checkPath(documented openapi.Operation) error {
	if strings.ContainsAny(documented.Path, "?#") {
		return fmt.Errorf("%s: path %s: a path has no query; document it under parameters", documented.Place, documented.Path)
	}
	for _, own := range []string{"/__mock", "/docs", "/s"} {
		if documented.Path == own || strings.HasPrefix(documented.Path, own+"/") {
			return fmt.Errorf("%s: path %s: the mock answers %s itself; choose another path", documented.Place, documented.Path, own)
		}
	}
	return nil
}

func (sp *spec) compileOperation(documented openapi.Operation, page int) (*operation, error) {
	op := &operation{spec: sp, as: assumed, source: page, id: documented.ID, method: documented.Method, path: documented.Path, status: documented.Status, replies: documentedReplies(documented), phone: -1}
	if page == 0 {
		op.as = sp.as
	}
	op.named = namedOf(documented, op.replies)
	if answer := sp.config.functions[documented.ID]; answer != nil {
		op.answer = answerWith(answer)
		for _, parameter := range documented.Query { // the function may read them
			op.query = append(op.query, parameter.Name)
		}
		return op, nil
	}
	if documented.Mock == nil {
		op.answer = op.documentedSuccess()
		return op, nil
	}
	if op.res = sp.schema.Resource(documented.Mock.Resource); op.res == nil {
		return nil, fmt.Errorf("%s: x-mock: unknown resource %q (%s)", documented.Mock.Place, documented.Mock.Resource, sp.resourceNames())
	}
	if page == 0 {
		op.phone = op.res.Field(leadPhone)
		if documented.Mock.Do == "create" {
			op.status = op.as.created
		}
	}
	if err := op.compileVerb(documented); err != nil {
		return nil, err
	}
	op.compileReply(documented.Mock.Reply)
	err := op.compileErrors(documented)
	if op.check != nil {
		op.check.lookAt(op.taken)
		op.findUnstored()
	}
	return op, err
}

func (op *operation) compileVerb(documented openapi.Operation) error {
	op.answer = map[string]func(*call) Reply{
		"create": create, "list": list, "get": get, "merge": merge, "delete": remove,
	}[documented.Mock.Do]
	switch documented.Mock.Do {
	case "create":
		if documented.Mock.Each != "" {
			return op.compileEach(documented)
		}
		return op.compileBody(documented)
	case "list":
		return op.compileQuery(documented)
	}
	if parameter := "{" + op.res.ID() + "}"; !strings.Contains(documented.Path, parameter) {
		return fmt.Errorf("%s: x-mock: %s: path %s lacks %s", documented.Mock.Place, documented.Mock.Do, documented.Path, parameter)
	}
	if op.answersMerge = documented.Mock.Do == "merge"; op.answersMerge {
		return op.compileBody(documented)
	}
	return nil
}

func (op *operation) compileBody(documented openapi.Operation) error {
	if documented.Body == nil || documented.Body.ContentType != "application/json" {
		return fmt.Errorf("%s: x-mock: %s needs a requestBody with application/json", documented.Mock.Place, documented.Mock.Do)
	}
	body, err := op.as.body(documented, changeOf(op.spec.sources[op.source], documented.Mock.Resource))
	if err != nil {
		return fmt.Errorf("%s: the schema of the body: %w", documented.Place, err)
	}
	op.listed = documented.Body.Fields
	op.check = compileBody(body)
	op.check.reversed = op.as.errorsReversed
	if len(op.spec.documents) > 0 { // the schemas of the lead API are known to compile
		if _, err := op.check.schema(); err != nil {
			return fmt.Errorf("%s: the schema of the body: %w", documented.Place, err)
		}
	}
	for i, f := range op.res.Fields() {
		if at := slices.Index(body.Fields, f.Name); f.Settable() && at >= 0 {
			op.settable = append(op.settable, settable{field: i, sent: at})
		}
	}
	if len(op.spec.documents) == 0 || documented.Mock.Each != "" {
		return nil
	}
	return op.checkTypes(documented, op.settable, body.Fields)
}

// findUnstored lists the fields of the body that are neither stored nor repeated in the reply.
func (op *operation) findUnstored() {
	for i, name := range op.check.names {
		stored := slices.ContainsFunc(op.settable, func(field settable) bool { return field.sent == i })
		replied := slices.ContainsFunc(op.parts, func(part replyPart) bool { return part.variable == name })
		if !stored && !replied && name != op.res.ID() {
			op.unstored = append(op.unstored, i)
		}
	}
}

// compileQuery makes a filter of each query parameter that is a field of the resource.
func (op *operation) compileQuery(documented openapi.Operation) error {
	op.limit = 10 // lead-api.md, Get Lead: the sample was requested without a limit and shows 10
	for _, parameter := range documented.Query {
		op.query = append(op.query, parameter.Name)
		switch parameter.Name {
		case "limit":
			if limit, err := strconv.ParseInt(parameter.Default, 10, 64); err == nil {
				op.limit = limit
			}
			continue
		case "offset":
			continue
		}
		field := op.res.Field(parameter.Name)
		if field < 0 {
			return fmt.Errorf("%s: x-mock: list: parameter %q is neither limit, offset, nor a field of %s", documented.Mock.Place, parameter.Name, op.res.Name())
		}
		if parameter.Default != "" {
			return fmt.Errorf("%s: x-mock: list: parameter %s: its default is not played; leave it out", documented.Mock.Place, parameter.Name)
		}
		if err := op.res.Index(field); err != nil {
			return fmt.Errorf("%s: x-mock: list: parameter %w", documented.Mock.Place, err)
		}
		op.filters = append(op.filters, filterParameter{parameter.Name, field})
	}
	return nil
}

func (op *operation) compileReply(fields []openapi.ReplyField) {
	text := "{"
	for i, field := range fields {
		if i > 0 {
			text += ","
		}
		text += jsonvalue.Text(field.Name) + ":"
		pieces := field.Pieces
		if pieces == nil {
			pieces = []openapi.ReplyPiece{{Text: string(field.Value), Variable: field.Variable}}
		}
		for _, piece := range pieces {
			if text += piece.Text; piece.Variable != "" {
				name, ofBody := strings.CutPrefix(piece.Variable, "$body.")
				op.parts = append(op.parts, replyPart{text, name, ofBody})
				text = ""
			}
		}
	}
	op.parts = append(op.parts, replyPart{text: text + "}"})
}

func (op *operation) compileErrors(documented openapi.Operation) error {
	if documented.Mock.Unknown != "" {
		reply, err := exampleReply(documented, documented.Mock.Unknown)
		if err != nil {
			return err
		}
		if op.source == 0 {
			reply.Status = op.as.notFound
		}
		op.unknown = &reply
	} else if documented.Mock.Do != "create" {
		op.unknown = &notFound
	}
	for _, taken := range documented.Mock.Taken {
		field := op.res.Field(taken.Field)
		if field < 0 {
			return fmt.Errorf("%s: x-mock: errors: taken: resource %s has no field %q", documented.Mock.Place, op.res.Name(), taken.Field)
		}
		reply, err := exampleReply(documented, taken.Example)
		if err != nil {
			return err
		}
		if err := op.res.Index(field); err != nil {
			return fmt.Errorf("%s: x-mock: errors: taken: %w", documented.Mock.Place, err)
		}
		op.taken = append(op.taken, fieldReply{field, taken.Field, reply})
	}
	for _, missing := range documented.Mock.Missing {
		reply, err := exampleReply(documented, missing.Example)
		if err != nil {
			return err
		}
		op.missing = append(op.missing, fieldReply{-1, missing.Field, reply})
	}
	return nil
}

func exampleReply(documented openapi.Operation, name string) (Reply, error) {
	for _, example := range documented.Examples {
		if example.Name != name {
			continue
		}
		status, err := strconv.Atoi(example.Status)
		if err != nil {
			return Reply{}, fmt.Errorf("%s: x-mock: errors: example %q is under %q; want a status", documented.Mock.Place, name, example.Status)
		}
		return Reply{Status: status, Body: example.Body}, nil
	}
	return Reply{}, fmt.Errorf("%s: x-mock: errors: no reply has an example %q", documented.Mock.Place, name)
}
