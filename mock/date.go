package mock

import (
	"net/http"
	"sync/atomic"
	"time"
)

// date is the header Date of the replies of one second.
type date struct {
	second int64
	value  []string
}

var latest atomic.Pointer[date]

// setDate sets the header Date, which net/http would format again for each reply. One that is set stays.
func setDate(header http.Header, now time.Time) {
	if _, set := header["Date"]; set {
		return
	}
	known := latest.Load()
	if known == nil || known.second != now.Unix() {
		known = &date{now.Unix(), []string{now.UTC().Format(http.TimeFormat)}}
		latest.Store(known)
	}
	header["Date"] = known.value
}
