package mock

import (
	"sync"

	"github.com/leadapi/leadapi/mock/internal/quickcheck"
)

// maxRefusals bounds what an operation remembers, however many ways clients find to be wrong.
const maxRefusals = 256

// refusals caches the replies to refused bodies by their flaws, because the library takes longer to produce them than the
// rest of a request takes.
type refusals struct {
	mu      sync.RWMutex
	byFlaws map[quickcheck.Flaws]*refusal
}

// refusal is the reply to a body that the schema refuses, and the assumptions that it rests on.
type refusal struct {
	reply Reply
	rests restsOn
}

// of returns the refusal of bodies with these flaws; nil if there is none yet.
func (r *refusals) of(flaws quickcheck.Flaws) *refusal {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.byFlaws[flaws]
}

// remember stores a refusal for later bodies with the same flaws.
func (r *refusals) remember(flaws quickcheck.Flaws, made refusal) {
	if !flaws.Any() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byFlaws == nil {
		r.byFlaws = map[quickcheck.Flaws]*refusal{}
	}
	if len(r.byFlaws) < maxRefusals {
		r.byFlaws[flaws] = &made
	}
}
