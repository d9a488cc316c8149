package mock

import (
	"cmp"
	"slices"
	"sync"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// What sessions may keep, in bytes: records beyond the seed, imports, snapshots, faults and readings. Request logs have
// their own bound. The default session counts for itself, so that the others cannot take its room, nor it theirs.
const (
	maxKept    = 1 << 30 // all sessions but the default one together; each of them half
	maxDefault = 8 << 30 // the default session: over ten million leads
)

// keptPart is a kind of data that a session keeps.
type keptPart int

const (
	keptRecords keptPart = iota
	keptImports
	keptSnapshots
	keptFaults
	keptReadings
	keptParts
)

// kept counts the bytes that a session keeps.
type kept struct {
	mu    sync.Mutex // taken before the locks of the parts
	parts [keptParts]int64
	ended bool
}

// set sets the size of a part. It returns by how much that has grown. The caller must hold mu.
func (k *kept) set(part keptPart, bytes int64) (grown int64) {
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

// countRecords sets the size of the records. It must be called after each change of them.
func (s *Session) countRecords() {
	s.changed.Store(true)
	s.count(keptRecords, s.store.Added)
}

// count sets the size of a part of the session. The size is read under the lock, so that the last one to set it has the last
// size. The caller must not hold a lock of a session.
func (s *Session) count(part keptPart, size func() int64) {
	s.kept.mu.Lock()
	bytes := size()
	grown := s.kept.set(part, bytes)
	s.kept.mu.Unlock()
	if bytes > 0 {
		s.changed.Store(true)
	}
	s.server.addKept(s, grown)
}

// room returns how many more bytes the session may keep.
func (s *Session) room() int64 {
	config := &s.server.config
	if s.name == "" {
		return config.maxDefault - s.kept.total()
	}
	return config.maxKept/2 - s.kept.total()
}

// addKept adds to what all sessions but the default one keep, and ends the largest ones if that is too much.
func (s *Server) addKept(of *Session, grown int64) {
	if of.name != "" && s.kept.Add(grown) > s.config.maxKept && grown > 0 {
		s.endLargest()
	}
}

// endLargest ends the sessions that keep most, until the rest keeps three quarters of the maximum. Of those that keep the
// same, the least recently used one comes first.
func (s *Server) endLargest() {
	type sized struct {
		session *Session
		bytes   int64
	}
	var all []sized
	for _, session := range slices.Backward(s.sessions.all()) {
		all = append(all, sized{session, session.kept.total()})
	}
	slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(b.bytes, a.bytes) })
	for _, largest := range all {
		if s.kept.Load() <= s.config.maxKept/4*3 {
			return
		}
		s.sessions.end(largest.session.name)
	}
}

// The approximate sizes of what is kept.
const (
	importBytes   = 512
	skipBytes     = 48
	snapshotBytes = 8 << 10
	faultBytes    = 512
	readingsBytes = 80 << 10

	conditionBytes = 100
	valueGrowth    = 64 // how much larger than its text a decoded JSON value can be; a match keeps two
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

// snapshotSize returns the memory that a snapshot of a state takes: the records that the session has added, because those of
// the seed are shared.
func snapshotSize(of *store.State) int64 { return snapshotBytes + of.Added() }

func (fault *Fault) size() int64 {
	bytes := faultBytes + len(fault.Body) + len(fault.Text)
	for _, condition := range fault.matcher {
		bytes += conditionBytes + len(condition.key) + valueGrowth*condition.bytes
	}
	for name, value := range fault.Headers {
		bytes += len(name) + len(value)
	}
	return int64(bytes)
}
