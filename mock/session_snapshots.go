package mock

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/leadapi/leadapi/mock/internal/store"
)

const maxSnapshots = 100 // in a session

// ErrFull is returned if a session has its maximum of snapshots or faults, or keeps all the memory that it may.
var ErrFull = errors.New("the session is full")

// errKept is ErrFull for the memory of a session.
var errKept = fmt.Errorf("%w: its records, imports, snapshots and faults take all the memory that a session may keep; delete some", ErrFull)

// snapshots are copies of a session's state by name. The cost of a copy does not depend on the size.
type snapshots struct {
	mu     sync.Mutex
	byName map[string]*snapshot
}

type snapshot struct {
	state *store.State
	clock clockState
	saved time.Time
}

// Snapshot describes a snapshot.
type Snapshot struct {
	Name    string         `json:"name"`
	Records map[string]int `json:"records"` // by resource
	SavedAt time.Time      `json:"saved_at"`
}

// SaveSnapshot saves records, IDs and clock under a name; it replaces a snapshot with the same name.
func (s *Session) SaveSnapshot(name string) (Snapshot, error) {
	if name == "" || len(name) > maxSessionName {
		return Snapshot{}, fmt.Errorf("name: want 1 to %d bytes, not %d", maxSessionName, len(name))
	}
	defer s.countSnapshots()
	room := s.room() // it takes the lock of kept, which comes first
	s.snapshots.mu.Lock()
	defer s.snapshots.mu.Unlock()
	if s.snapshots.byName[name] == nil && len(s.snapshots.byName) >= maxSnapshots {
		return Snapshot{}, fmt.Errorf("%w: there are already %d snapshots, the maximum; delete some", ErrFull, maxSnapshots)
	}
	if s.snapshots.byName == nil {
		s.snapshots.byName = map[string]*snapshot{}
	}
	saved := &snapshot{saved: stampNow()}
	s.store.Exclusive(func(st *store.State) {
		saved.state = st.Copy()
		s.clock.mu.Lock()
		saved.clock = s.clock.clockState
		s.clock.mu.Unlock()
	})
	replaced := int64(0)
	if before := s.snapshots.byName[name]; before != nil {
		replaced = snapshotSize(before.state)
	}
	if snapshotSize(saved.state) > room+replaced {
		return Snapshot{}, errKept
	}
	s.snapshots.byName[name] = saved
	return saved.info(name), nil
}

func (s *Session) countSnapshots() { s.count(keptSnapshots, s.snapshots.size) }

func (s *snapshots) size() (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, snapshot := range s.byName {
		bytes += snapshotSize(snapshot.state)
	}
	return bytes
}

func (s *snapshot) info(name string) Snapshot {
	return Snapshot{Name: name, Records: s.state.Count(), SavedAt: s.saved}
}

// Snapshots returns the snapshots by name.
func (s *Session) Snapshots() []Snapshot {
	s.snapshots.mu.Lock()
	defer s.snapshots.mu.Unlock()
	all := []Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(s.snapshots.byName)) {
		all = append(all, s.snapshots.byName[name].info(name))
	}
	return all
}

func (s *snapshots) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byName)
}

// RestoreSnapshot restores records, IDs and clock as they were when the snapshot was saved, and cancels imports. It reports
// whether there is such a snapshot.
func (s *Session) RestoreSnapshot(name string) bool {
	s.snapshots.mu.Lock()
	saved := s.snapshots.byName[name]
	s.snapshots.mu.Unlock()
	if saved == nil {
		return false
	}
	s.jobs.cancel()
	s.store.Replace(func(*store.State) *store.State {
		s.clock.mu.Lock()
		s.clock.clockState = saved.clock
		s.clock.mu.Unlock()
		return saved.state.Copy()
	})
	s.countRecords()
	return true
}

// DeleteSnapshot deletes a snapshot. It reports whether there was one.
func (s *Session) DeleteSnapshot(name string) bool {
	defer s.countSnapshots()
	s.snapshots.mu.Lock()
	defer s.snapshots.mu.Unlock()
	_, found := s.snapshots.byName[name]
	delete(s.snapshots.byName, name)
	return found
}

// DeleteSnapshots deletes all snapshots.
func (s *Session) DeleteSnapshots() {
	defer s.countSnapshots()
	s.snapshots.mu.Lock()
	defer s.snapshots.mu.Unlock()
	s.snapshots.byName = nil
}
