package mock

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
)

// resetFault resets the connection in place of an answer.
var resetFault = faultKind{
	fields: "reset",
	set:    func(fault *Fault) bool { return fault.Reset },
	check: func(fault *Fault) error {
		if fault.Status != 0 || fault.Example != "" || fault.Truncate || fault.Slow != 0 {
			return errors.New("reset: there is no reply then; leave out status, example, truncate and slow")
		}
		return nil
	},
	answer: func(fault *Fault, x *exchange) bool {
		x.reply = Reply{Why: fault.why() + ": connection reset"}
		return true
	},
}

// reset ends the connection so that the client sees a reset; where the connection is not to be had, as with HTTP/2, the
// stream is reset.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	raw := conn
	if secured, ok := conn.(*tls.Conn); ok {
		raw = secured.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // close sends a reset in place of an orderly end
	}
	_ = raw.Close()
}
