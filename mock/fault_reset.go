package mock

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
)

// resetFault resets the connection instead of answering.
var resetFault = faultKind{
	fields: "reset",
	set:    func(fault *Fault) bool { return fault.Reset },
	check: func(fault *Fault) error {
		if fault.Status != 0 || fault.Example != "" || fault.Truncate || fault.Slow != 0 {
			return errors.New("reset: there is no reply; leave out status, example, truncate and slow")
		}
		return nil
	},
	answer: func(fault *Fault, x *exchange) bool {
		x.reply = Reply{Why: fault.why() + ": connection reset"}
		return true
	},
}

// reset ends the connection so that the client sees a reset; if the connection cannot be taken over, as with HTTP/2, it
// resets the stream.
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
		_ = tcp.SetLinger(0) // Close then sends a reset instead of an orderly end
	}
	_ = raw.Close()
}
