package mock

import (
	"net/http"
	"strings"
)

const maxNoteRow = 2 << 10 // bytes of the header X-Mock-Note, because proxies and clients bound headers

// noteHeader returns the notes for a header: ASCII, in one line.
func noteHeader(notes []string) string {
	var out strings.Builder
	for i, text := range notes {
		if i > 0 {
			out.WriteString("; ")
		}
		for _, r := range text {
			if out.Len() >= maxNoteRow {
				return out.String() + "..."
			}
			if r < ' ' || r > '~' {
				writeEscaped(&out, r)
			} else {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

func setNotes(header http.Header, notes []string) {
	if len(notes) > 0 {
		header.Set("X-Mock-Note", noteHeader(notes))
	}
}
