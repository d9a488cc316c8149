package mock

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// maxFaultBody is in bytes.
const maxFaultBody = 64 << 10

// replyFault answers with a status, a documented reply or a given body.
var replyFault = faultKind{
	fields: "status, example",
	set: func(fault *Fault) bool {
		return fault.Status != 0 || fault.Example != "" || fault.Body != nil || fault.Text != ""
	},
	check:   checkFaultReply,
	prepare: makeFaultReply,
	answer: func(fault *Fault, x *exchange) bool {
		x.reply = *fault.reply
		x.reply.Why = fault.why()
		return true
	},
}

func checkFaultReply(fault *Fault) error {
	switch {
	case fault.Status != 0 && (fault.Status < 200 || fault.Status > 599):
		return fmt.Errorf("status: want 200 to 599, not %d", fault.Status)
	case fault.Body != nil && !json.Valid(fault.Body):
		return errors.New("body: want JSON; text takes any other")
	case len(fault.Text) > maxFaultBody || len(fault.Body) > maxFaultBody:
		return fmt.Errorf("body, text: want at most %d bytes", maxFaultBody)
	case fault.Body != nil && fault.Text != "":
		return errors.New("body, text: want one of them")
	case (fault.Body != nil || fault.Text != "") && fault.Example != "":
		return errors.New("example: has a body of its own; leave out body and text")
	case (fault.Body != nil || fault.Text != "") && fault.Status == 0:
		return errors.New("status: is missing; body and text need one")
	case (fault.Body != nil || fault.Text != "") && (fault.Status == http.StatusNoContent || fault.Status == http.StatusNotModified):
		return fmt.Errorf("body, text: a reply of %d has none; leave them out", fault.Status)
	}
	return nil
}

func makeFaultReply(_ *spec, fault *Fault, op *operation) error {
	if fault.Example != "" && op == nil {
		return errors.New("example: set operation too; an example is one of its replies")
	}
	reply := errorReply(fault.Status, statusText(fault.Status))
	if fault.Example != "" || fault.Body == nil && fault.Text == "" && op.documents(fault.Status) {
		documented, err := op.documented(fault.Status, fault.Example)
		if err != nil {
			return err
		}
		reply = documented
	}
	switch {
	case fault.Text != "":
		reply.Body, reply.contentType = []byte(fault.Text), "text/html; charset=utf-8"
	case fault.Body != nil:
		reply.Body = fault.Body
	}
	fault.reply = &reply
	return nil
}
