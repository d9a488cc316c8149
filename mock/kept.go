package mock

import (
	"slices"
	"sync"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
)

// maxKept is how many bytes the imports, snapshots, faults and scenarios of all sessions may take together. Other records
// are not bounded, and request logs have their own bound.
const maxKept = 1 << 30

// keptPart is a kind of data that a session keeps.
type keptPart int

const (
	keptImports keptPart = iota
	keptSnapshots
	keptFaults
	keptScenario // the records of a scenario, which sessions do not share
	keptParts
)

// kept counts the bytes that a session keeps.
type kept struct {
	mu    sync.Mutex
	parts [keptParts]int64
	ended bool
}

// set sets the size of a part. It returns by how much that has grown.
func (k *kept) set(part keptPart, bytes int64) (grown int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended {
		return 0
	}
	grown = bytes - k.parts[part]
	k.parts[part] = bytes
	return grown
}

// end returns what the session has kept, and counts nothing from now on.
func (k *kept) end() (freed int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = true
	for _, bytes := range k.parts {
		freed += bytes
	}
	k.parts = [keptParts]int64{}
	return freed
}

func (k *kept) total() (bytes int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, part := range k.parts {
		bytes += part
	}
	return bytes
}

// setKept sets the size of a part of the session, and ends other sessions if there is too little room. The caller must not
// hold a lock of a session.
func (s *Session) setKept(part keptPart, bytes int64) {
	grown := s.kept.set(part, bytes)
	if s.server.kept.Add(grown) > s.server.config.maxKept && grown > 0 {
		s.server.endOthers(s)
	}
}

// isFull reports whether there is no room for more, even after other sessions have made some.
func (s *Server) isFull() bool { return s.kept.Load() > s.config.maxKept }

// endOthers ends the least recently used of the sessions that keep something, until all of them together keep three quarters
// of the maximum. The session in hand and the default one stay.
func (s *Server) endOthers(inHand *Session) {
	for _, session := range slices.Backward(s.sessions.all()) {
		if s.kept.Load() <= s.config.maxKept/4*3 {
			return
		}
		if session != inHand && session.kept.total() > 0 {
			s.sessions.end(session.name)
		}
	}
}

// The approximate sizes of what is kept.
const (
	importBytes   = 512
	skipBytes     = 48
	snapshotBytes = 8 << 10
	recordBytes   = 400
	faultBytes    = 512

	conditionBytes = 100
)

// size returns the memory that the job takes: its rows until it has ended, and its result afterwards.
func (j *importJob) size() int64 {
	bytes := int64(importBytes + len(j.File) + len(j.List) + len(j.Error))
	for _, skip := range j.Skips {
		bytes += skipBytes + int64(len(skip.Reason))
	}
	for _, warning := range j.Warnings {
		bytes += skipBytes + int64(len(warning.Reason))
	}
	if !j.ended() {
		bytes += j.rows
	}
	return bytes
}

// size returns the memory that a snapshot takes: the records that the session has created, because those of the seed are
// shared.
func (s *snapshot) size(seeded uint64) int64 {
	return snapshotBytes + recordBytes*int64(max(s.state.Made(), seeded)-seeded)
}

func (fault *Fault) size() int64 {
	bytes := faultBytes + len(fault.Body) + len(fault.Text)
	for _, condition := range fault.matcher {
		bytes += conditionBytes + len(condition.key) + len(jsonvalue.Encode(condition.want))
	}
	for name, value := range fault.Headers {
		bytes += len(name) + len(value)
	}
	return int64(bytes)
}
