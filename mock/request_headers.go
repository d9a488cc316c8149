package mock

import "strings"

// headerValues is what an exchange reads of the headers of its request, found in one pass.
type headerValues struct {
	authorization, contentType, contentEncoding string
	prefer                                      []string
	ours                                        bool // a name starts like those of the mock's own headers
}

// readHeaders reads the headers of the request, and writes them for the log, one per line, with secrets masked. It omits what
// does not fit into 4 KiB.
func (x *exchange) readHeaders() {
	out := x.headers[:0]
	for name, values := range x.request.Header {
		switch name {
		case "Authorization":
			x.header.authorization = first(values)
		case "Content-Type":
			x.header.contentType = first(values)
		case "Content-Encoding":
			x.header.contentEncoding = first(values)
		case "Prefer":
			x.header.prefer = values
		default:
			x.header.ours = x.header.ours || strings.HasPrefix(name, headerPrefix)
		}
		for _, value := range values {
			if len(value) > 16*maxLine { // what masking shortens can fit, but to mask much takes long
				continue
			}
			value, rest := harmlessParts(name, value)
			if len(out)+len(name)+len(value)+len(rest)+3 > maxLine {
				continue
			}
			out = append(out, name...)
			out = append(out, ':', ' ')
			out = append(out, value...)
			out = append(out, rest...)
			out = append(out, '\n')
		}
	}
	x.headers = out
}

// harmlessValue returns the value of a header, masked if it is secret.
func harmlessValue(name, value string) string {
	shown, rest := harmlessParts(name, value)
	return shown + rest
}

// harmlessParts is harmlessValue in two parts, so that most requests need no memory for it: the part that is shown, and the
// mask for the rest. The scheme of an Authorization stays.
func harmlessParts(name, value string) (shown, rest string) {
	switch name {
	case "Authorization", "Proxy-Authorization":
		return value[:strings.IndexByte(value, ' ')+1], masked
	case "Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Content-Type", "Host", sessionHeader,
		"Sec-Ch-Ua", "Sec-Ch-Ua-Mobile", "Sec-Ch-Ua-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site":
		return withoutBearers(value), "" // the usual case
	case "Origin", "Prefer", "User-Agent": // which most requests have, or whose code= is a status
		return withoutUser(withoutBearers(value)), ""
	}
	if isSecret(name) {
		return "", masked
	}
	return withoutMembers(withoutBearers(value)), "" // such as a URL
}

// headersOf parses what readHeaders has written.
func headersOf(text string) map[string]string {
	if text == "" {
		return nil
	}
	all := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		value = printable(value)
		if before, there := all[name]; there {
			value = before + ", " + value
		}
		all[name] = value
	}
	return all
}
