package mock

import (
	"fmt"
	"net/http"
	"net/textproto"
	"slices"

	"golang.org/x/net/http/httpguts"
)

// headersFault adds headers to the reply of another kind or of the operation.
var headersFault = faultKind{
	set:   func(fault *Fault) bool { return len(fault.Headers) > 0 },
	check: checkHeaders,
	dress: func(fault *Fault, reply Reply) Reply {
		all := http.Header{} // a copy, because a function of WithOperation may use its own again
		for name, values := range reply.Header {
			all[http.CanonicalHeaderKey(name)] = values
		}
		for name, value := range fault.Headers {
			all.Set(name, value)
		}
		reply.Header = all
		return reply
	},
}

// ofConnection are the headers about sending a reply, which HTTP/2 does not have.
var ofConnection = []string{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Upgrade"}

func checkHeaders(fault *Fault) error {
	for name, value := range fault.Headers {
		key := textproto.CanonicalMIMEHeaderKey(name)
		if !httpguts.ValidHeaderFieldName(name) {
			return fmt.Errorf("headers: %q is not a header name", shorten(name))
		}
		if !httpguts.ValidHeaderFieldValue(value) {
			return fmt.Errorf("headers: %s: %q is not a header value", shorten(name), shorten(value))
		}
		if slices.Contains(ofConnection, key) {
			return fmt.Errorf("headers: %s is up to the mock; truncate and reset break replies", key)
		}
	}
	return nil
}
