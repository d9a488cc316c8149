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
	for page, of := range sp.pages {
		if page > 0 {
			all = slices.DeleteFunc(all, func(op *operation) bool { return op.page == 0 && replaced(op, of) })
		}
		for _, one := range of.Operations {
			clash := slices.IndexFunc(all, func(op *operation) bool { return op.clashes(one) })
			if clash >= 0 {
				return nil, fmt.Errorf("%s: operation %s (%s %s) clashes with %s (%s %s)", one.Place, one.ID, one.Method, one.Path, all[clash].id, all[clash].method, all[clash].path)
			}
			op, err := sp.compileOperation(one, page)
			if err != nil {
				return nil, err
			}
			all = append(all, op)
		}
	}
	for id := range sp.config.functions {
		if !slices.ContainsFunc(all, func(op *operation) bool { return op.id == id }) {
			return nil, fmt.Errorf("WithOperation: no page has an operation %q", id)
		}
	}
	return all, nil
}

func (sp *spec) compileOperation(one openapi.Operation, page int) (*operation, error) {
	op := &operation{spec: sp, as: assumed, page: page, id: one.ID, method: one.Method, path: one.Path, status: one.Status, replies: documentedReplies(one), phone: -1}
	if page == 0 {
		op.as = sp.as
	}
	op.named = namedOf(one, op.replies)
	if answer := sp.config.functions[one.ID]; answer != nil {
		op.answer = own(answer)
		for _, parameter := range one.Query { // the function may look at them
			op.query = append(op.query, parameter.Name)
		}
		return op, nil
	}
	if one.Mock == nil {
		op.answer = op.documentedSuccess()
		return op, nil
	}
	if op.res = sp.schema.Resource(one.Mock.Resource); op.res == nil {
		return nil, fmt.Errorf("%s: x-mock: unknown resource %q (%s)", one.Mock.Place, one.Mock.Resource, sp.resourceNames())
	}
	if page == 0 {
		op.phone = op.res.Field(leadPhone)
		if one.Mock.Do == "create" {
			op.status = op.as.created
		}
	}
	if err := op.compileVerb(one); err != nil {
		return nil, err
	}
	op.compileReply(one.Mock.Reply)
	err := op.compileErrors(one)
	if op.check != nil {
		op.check.lookAt(op.taken)
		op.findUnstored()
	}
	return op, err
}

func (op *operation) compileVerb(one openapi.Operation) error {
	op.answer = map[string]func(*call) Reply{
		"create": create, "list": list, "get": get, "merge": merge, "delete": remove,
	}[one.Mock.Do]
	switch one.Mock.Do {
	case "create":
		if one.Mock.Each != "" {
			return op.compileEach(one)
		}
		return op.compileBody(one)
	case "list":
		return op.compileQuery(one)
	}
	if parameter := "{" + op.res.ID() + "}"; !strings.Contains(one.Path, parameter) {
		return fmt.Errorf("%s: x-mock: %s: path %s lacks %s", one.Mock.Place, one.Mock.Do, one.Path, parameter)
	}
	if op.answersMerge = one.Mock.Do == "merge"; op.answersMerge {
		return op.compileBody(one)
	}
	return nil
}

func (op *operation) compileBody(one openapi.Operation) error {
	if one.Body == nil || one.Body.ContentType != "application/json" {
		return fmt.Errorf("%s: x-mock: %s needs a requestBody with application/json", one.Mock.Place, one.Mock.Do)
	}
	body, err := op.as.body(one, changeOf(op.spec.pages[op.page], one.Mock.Resource))
	if err != nil {
		return fmt.Errorf("%s: the schema of the body: %w", one.Place, err)
	}
	op.listed = one.Body.Fields
	op.check = compileBody(body)
	op.check.reversed = op.as.errorsReversed
	if len(op.spec.documents) > 0 { // the schemas of the lead page are known to compile
		if _, err := op.check.schema(); err != nil {
			return fmt.Errorf("%s: the schema of the body: %w", one.Place, err)
		}
	}
	for i, f := range op.res.Fields() {
		if at := slices.Index(body.Fields, f.Name); f.Settable() && at >= 0 {
			op.settable = append(op.settable, settable{field: i, sent: at})
		}
	}
	if len(op.spec.documents) == 0 || one.Mock.Each != "" {
		return nil
	}
	one.Body = body
	return op.checkTypes(one, op.settable, body.Fields)
}

// findUnstored finds what of the body is neither stored nor said again in the reply.
func (op *operation) findUnstored() {
	for i, name := range op.check.names {
		stored := slices.ContainsFunc(op.settable, func(one settable) bool { return one.sent == i })
		replied := slices.ContainsFunc(op.parts, func(one replyPart) bool { return one.variable == name })
		if !stored && !replied && name != op.res.ID() {
			op.unstored = append(op.unstored, i)
		}
	}
}

// compileQuery makes a filter of every query parameter that is a field of the resource.
func (op *operation) compileQuery(one openapi.Operation) error {
	op.limit = 10 // lead-api.md, Get Lead: the sample, which was asked without a limit, says 10
	for _, parameter := range one.Query {
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
			return fmt.Errorf("%s: x-mock: list: parameter %q is neither limit, offset, nor a field of %s", one.Mock.Place, parameter.Name, op.res.Name())
		}
		if parameter.Default != "" {
			return fmt.Errorf("%s: x-mock: list: parameter %s: its default is not played; leave it out", one.Mock.Place, parameter.Name)
		}
		if err := op.res.Index(field); err != nil {
			return fmt.Errorf("%s: x-mock: list: parameter %w", one.Mock.Place, err)
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

func (op *operation) compileErrors(one openapi.Operation) error {
	if one.Mock.Unknown != "" {
		reply, err := exampleReply(one, one.Mock.Unknown)
		if err != nil {
			return err
		}
		if op.page == 0 {
			reply.Status = op.as.notFound
		}
		op.unknown = &reply
	} else if one.Mock.Do != "create" {
		op.unknown = &notFound
	}
	for _, taken := range one.Mock.Taken {
		field := op.res.Field(taken.Field)
		if field < 0 {
			return fmt.Errorf("%s: x-mock: errors: taken: resource %s has no field %q", one.Mock.Place, op.res.Name(), taken.Field)
		}
		reply, err := exampleReply(one, taken.Example)
		if err != nil {
			return err
		}
		if err := op.res.Index(field); err != nil {
			return fmt.Errorf("%s: x-mock: errors: taken: %w", one.Mock.Place, err)
		}
		op.taken = append(op.taken, fieldReply{field, taken.Field, reply})
	}
	for _, missing := range one.Mock.Missing {
		reply, err := exampleReply(one, missing.Example)
		if err != nil {
			return err
		}
		op.missing = append(op.missing, fieldReply{-1, missing.Field, reply})
	}
	return nil
}

func exampleReply(one openapi.Operation, name string) (Reply, error) {
	for _, example := range one.Examples {
		if example.Name != name {
			continue
		}
		status, err := strconv.Atoi(example.Status)
		if err != nil {
			return Reply{}, fmt.Errorf("%s: x-mock: errors: example %q stands under %q; want a status", one.Mock.Place, name, example.Status)
		}
		return Reply{Status: status, Body: example.Body}, nil
	}
	return Reply{}, fmt.Errorf("%s: x-mock: errors: no reply has an example %q", one.Mock.Place, name)
}
