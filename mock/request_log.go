package mock

import (
	"sync"
	"time"
	"unsafe"

	"github.com/leadapi/leadapi/mock/internal/store"
)

const (
	maxRequests    = 1000      // that a journal holds
	maxTexts       = 1 << 20   // bytes of bodies and replies that a journal holds
	maxRequestLogs = 128 << 20 // bytes that the journals of all sessions take
	maxText        = 64 << 10
	maxLine        = 4 << 10 // bytes of a path, a reason or a type, which a client can make as long as a header
)

// journal holds the last requests of a session: at most 1,000 of them, 1 MB of what they and their replies said,
// and a line each of path and reason.
type requestLog struct {
	mu      sync.Mutex
	entries []entryOf     // entry id stands at id modulo maxRequests
	first   int64         // the lowest id that is there, where there is one
	last    int64         // the highest id that was given
	texts   textRing      // bodies and replies
	lines   int           // bytes of the texts that stand beside them
	added   chan struct{} // closed when a request is added; nil where nobody waits for that
	ended   bool
	leaky   bool // a request had its token elsewhere too, so that this reply and any later one may have it from there
}

// entryOf is a Request as it is kept: a few words, and places in the ring of texts.
type entryOf struct {
	start       int64 // microseconds since 1970
	duration    time.Duration
	method      string
	path        string
	operation   string
	status      int
	why         string
	notes       string // a line each
	rests       restsOn
	fault       int
	record      store.UUID
	contentType string
	replyType   string
	headers     stretch
	body, reply stretch
	bodyBytes   int64
	replyBytes  int64
}

// lines is the memory of what an entry points to.
func (e *entryOf) lines() int {
	return len(e.method) + len(e.path) + len(e.why) + len(e.notes) + len(e.contentType)
}

// requestEntry is a request on its way into the journal, which keeps the texts in its ring.
type requestEntry struct {
	entryOf
	headerText, bodyText, replyText []byte

	secrets []string // that no text may show
}

// add enters a request. It returns by how many bytes the journal has grown.
func (j *requestLog) add(entry requestEntry) (grown int) {
	headers, body, reply := entry.headerText, entry.bodyText, entry.replyText
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended {
		return 0
	}
	before := j.size()
	for _, token := range entry.secrets {
		j.leaky = j.leaky || has(entry.path, token) || has(entry.contentType, token) || has(headers, token) || has(body, token)
		if j.leaky {
			for _, text := range []*string{&entry.path, &entry.contentType, &entry.why, &entry.notes} {
				*text = without(*text, token)
			}
			headers, body, reply = without(headers, token), without(body, token), without(reply, token)
		}
	}
	entry.path = withoutParameters(entry.path)
	entry.path, entry.why = cutLine(entry.path), cutLine(entry.why) // not before, lest the beginning of a token stay
	entry.headers = j.texts.add(headers)
	entry.body, entry.reply = j.texts.add(body), j.texts.add(reply)
	j.lines += entry.lines()
	j.last++
	if at := int(j.last % maxRequests); at < len(j.entries) {
		j.lines -= j.entries[at].lines()
		j.entries[at] = entry.entryOf
	} else {
		for len(j.entries) < at { // ids do not begin with 0 after the journal was emptied
			j.entries = append(j.entries, entryOf{})
		}
		j.entries = append(j.entries, entry.entryOf)
	}
	j.first = max(j.first, j.last-maxRequests+1, 1)
	if j.added != nil {
		close(j.added)
		j.added = nil
	}
	return j.size() - before
}

// size is the memory that the journal takes, its few words for each request and what they said.
func (j *requestLog) size() int {
	return cap(j.entries)*int(unsafe.Sizeof(entryOf{})) + len(j.texts.data) + j.lines
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// clear returns how many bytes it has set free.
func (j *requestLog) clear() (freed int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	freed = j.size()
	j.entries, j.texts, j.lines = nil, textRing{}, 0 // leaky stays: records may have the token
	j.first = j.last + 1
	return freed
}

func (j *requestLog) len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return int(j.last - max(j.first, 1) + 1)
}

// end lets those go who follow the journal.
func (j *requestLog) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended = true // from here on it does not grow
	if j.added != nil {
		close(j.added)
		j.added = nil
	}
}

// since returns the requests after one, and what tells of the next; nil when there will be none.
func (j *requestLog) since(after int64) (found []Request, added <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for id := max(j.first, after+1, 1); id <= j.last; id++ {
		found = append(found, j.request(id))
	}
	if j.ended {
		return found, nil
	}
	if j.added == nil {
		j.added = make(chan struct{})
	}
	return found, j.added
}
