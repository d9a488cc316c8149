package mock

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/leadapi/leadapi/openapi"
)

// documentedReply is a reply in the spec, by status and name.
type documentedReply struct {
	name  string // empty if the spec has no example
	reply Reply
}

// documentedReplies returns the examples of an operation's replies, in the order of the spec. A status without an example
// has one reply without a body.
func documentedReplies(documented openapi.Operation) []documentedReply {
	var all []documentedReply
	for _, status := range documented.Statuses {
		before := len(all)
		for _, example := range documented.Examples {
			if example.Status == strconv.Itoa(status) {
				all = append(all, documentedReply{example.Name, Reply{Status: status, Body: example.Body}})
			}
		}
		if len(all) == before {
			all = append(all, documentedReply{reply: Reply{Status: status}})
		}
	}
	return all
}

// documentedSuccess answers an operation without x-mock by its first success example, so that a spec can be used before all
// of it has x-mock. The reply says so.
func (op *operation) documentedSuccess() func(*call) Reply {
	reply := Reply{Status: op.status}
	for _, documented := range op.replies {
		if documented.reply.Status == op.status {
			reply = documented.reply
			break
		}
	}
	note := op.id + " has no x-mock; this is the documented example of " + strconv.Itoa(op.status)
	if reply.Body == nil {
		note = op.id + " has no x-mock, and its success no example"
	}
	reply.Why, reply.Notes = note, []string{note}
	return func(c *call) Reply {
		c.keepBody()
		return reply
	}
}

// documents reports whether the operation documents a status.
func (op *operation) documents(status int) bool {
	if op == nil {
		return false
	}
	for _, reply := range op.replies {
		if reply.reply.Status == status {
			return true
		}
	}
	return false
}

// OperationInfo describes an operation and the replies that can be forced.
type OperationInfo struct {
	Operation string      `json:"operation"` // operationId
	Method    string      `json:"method"`
	Path      string      `json:"path"`
	Replies   []ReplyInfo `json:"replies"`
}

// ReplyInfo is a documented reply.
type ReplyInfo struct {
	Status  int    `json:"status"`
	Example string `json:"example"` // its name; empty if the spec has no example
}

// Operations returns the operations of all specs, in their order.
func (s *Server) Operations() []OperationInfo {
	var all []OperationInfo
	for _, op := range s.spec.Load().operations {
		info := OperationInfo{Operation: op.id, Method: op.method, Path: op.path, Replies: []ReplyInfo{}}
		for _, reply := range op.replies {
			info.Replies = append(info.Replies, ReplyInfo{reply.reply.Status, reply.name})
		}
		all = append(all, info)
	}
	return all
}

// Specs returns the OpenAPI documents that the mock plays, the lead API first.
func (s *Server) Specs() []*openapi.Document {
	return append([]*openapi.Document{leadDocument()}, s.spec.Load().documents...)
}

// leadDocument parses the document when it is first requested; the mock has it compiled.
var leadDocument = sync.OnceValue(func() *openapi.Document {
	lead, err := openapi.Lead()
	if err != nil {
		panic(err) // it is part of the program
	}
	return lead
})

// statusText returns the text of a status that no spec describes.
func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "status " + strconv.Itoa(status)
}
