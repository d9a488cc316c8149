package mock

import (
	"sync"
	"time"
	"unsafe"

	"github.com/leadapi/leadapi/mock/internal/store"
)

const (
	maxRequests    = 1000      // that a request log holds
	maxTexts       = 1 << 20   // bytes of bodies and replies that a request log holds
	maxRequestLogs = 128 << 20 // bytes that the request logs of all sessions take together
	maxText        = 64 << 10
	maxLine        = 4 << 10 // bytes of a path, a reason or a type, each of which a client can make as long as a header
)

// requestLog holds the last requests of a session: at most 1,000 requests, 1 MB of bodies and replies, and one line each for
// path and reason.
type requestLog struct {
	number  int64 // no other log has it
	mu      sync.Mutex
	entries []entryOf     // entry id is at index id modulo maxRequests
	first   int64         // the lowest ID in the log, if there is one
	last    int64         // the highest ID so far
	texts   textRing      // bodies and replies
	lines   int           // bytes of the texts outside the ring
	added   chan struct{} // closed when a request is added; nil if nobody waits for that
	ended   bool
	leaky   bool // a request had its token elsewhere too, so texts of this request and of later ones may contain it
}

// entryOf is a Request as it is stored: a few words, and places in the ring of texts.
type entryOf struct {
	start       int64 // microseconds since 1970
	duration    time.Duration
	method      string
	path        string
	operation   string
	status      int
	why         string
	notes       string // one per line
	rests       restsOn
	fault       int
	record      store.UUID
	contentType string
	replyType   string
	headers     stretch
	body, reply stretch
	token       string // of the request; the reply is masked when it is read, which is rare
	bodyBytes   int64
	replyBytes  int64
}

// lines returns the memory that an entry points to.
func (e *entryOf) lines() int {
	return len(e.method) + len(e.path) + len(e.why) + len(e.notes) + len(e.contentType) + len(e.token)
}

// requestEntry is a request to add to the log, which copies the texts into its ring.
type requestEntry struct {
	entryOf
	headerText, bodyText, replyText []byte

	secrets  []string // that no text may show
	harmless bool     // whether path has nothing else to mask
}

// add adds a request. It returns by how many bytes the log has grown.
func (j *requestLog) add(entry *requestEntry) (grown int) {
	headers, body, reply := entry.headerText, entry.bodyText, entry.replyText
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended {
		return 0
	}
	before := j.size()
	for _, token := range entry.secrets {
		j.leaky = j.leaky || textContainsToken(entry.path, token) || textContainsToken(entry.contentType, token) || bytesContainToken(headers, token) || bytesContainToken(body, token)
		if j.leaky {
			for _, text := range []*string{&entry.path, &entry.contentType, &entry.why, &entry.notes} {
				*text = mask(*text, token)
			}
			headers, body, reply = mask(headers, token), mask(body, token), mask(reply, token)
		}
	}
	if len(entry.secrets) > 0 {
		entry.token = entry.secrets[0]
	}
	if !entry.harmless || hasSigns(entry.why) {
		path, why := withoutMembers(withoutBearers(entry.path)), withoutSecrets(entry.why)
		if path != entry.path || why != entry.why {
			reply = []byte(withoutSecrets(string(reply))) // it may quote the same
		}
		entry.path, entry.why = path, why
	}
	entry.notes, entry.contentType = withoutSecrets(entry.notes), withoutBearers(entry.contentType)
	entry.path, entry.why = cutLine(entry.path), cutLine(entry.why) // masked before it is cut, so that no part of a token stays
	entry.headers = j.texts.add(headers)
	entry.body, entry.reply = j.texts.add(body), j.texts.add(reply)
	j.lines += entry.lines()
	j.last++
	if at := int(j.last % maxRequests); at < len(j.entries) {
		j.lines -= j.entries[at].lines()
		j.entries[at] = entry.entryOf
	} else {
		for len(j.entries) < at { // IDs do not restart at 0 after the log was emptied
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

// size returns the memory that the log takes, for entries and texts.
func (j *requestLog) size() int {
	return cap(j.entries)*int(unsafe.Sizeof(entryOf{})) + len(j.texts.data) + j.lines
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// clear empties the log and returns how many bytes that has freed.
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

// firstID returns the ID of the oldest request that the log still has, or of the next one.
func (j *requestLog) firstID() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.first
}

// end ends the log and wakes its followers for the last time.
func (j *requestLog) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended = true // from now on it does not grow
	if j.added != nil {
		close(j.added)
		j.added = nil
	}
}

// since returns the requests after an ID, and a channel that is closed when there are more; nil if there will be none.
func (j *requestLog) since(after int64) (found []Request, added <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for id := max(j.first, after+1, 1); id <= j.last; id++ {
		found = append(found, j.request(id))
	}
	return found, j.more()
}

// more returns a channel that is closed when there are more requests; nil if there will be none. The caller must hold mu.
func (j *requestLog) more() <-chan struct{} {
	if j.ended {
		return nil
	}
	if j.added == nil {
		j.added = make(chan struct{})
	}
	return j.added
}
