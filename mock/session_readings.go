package mock

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/leadapi/leadapi/openapi"
)

// played is what a session plays instead of the initial readings.
type played struct {
	readings openapi.Readings
	seed     *uint64

	spec atomic.Pointer[spec] // the documents at its last use
}

// playing returns the initial readings: those of WithReadings, and under WithVary the others by its seed.
func (c *config) playing() openapi.Readings {
	if c.vary == nil {
		return c.readings
	}
	return c.varied(*c.vary)
}

// varied returns the readings chosen by a seed, except for the choices that WithReadings names.
func (c *config) varied(seed uint64) openapi.Readings {
	chosen := openapi.VaryReadings(seed, c.varyOnly)
	maps.Copy(chosen, c.readings)
	return chosen
}

// spec returns the documents as the session plays them.
func (s *Session) spec() *spec {
	base := s.server.spec.Load()
	own := s.played.Load()
	if own == nil {
		return base
	}
	if made := own.spec.Load(); made != nil && made.base == base {
		return made
	}
	made, err := s.server.variants.get(base, own.readings)
	if err != nil {
		panic(err) // the documents have already been compiled with other readings
	}
	own.spec.Store(made)
	return made
}

// SetReadings makes the session play readings; choices that they do not name are played as at the start. Requests in
// progress are answered as before.
func (s *Session) SetReadings(readings openapi.Readings) error {
	defer s.countReadings()
	return s.play(readings)
}

func (s *Session) play(readings openapi.Readings) error {
	if err := readings.Check(); err != nil {
		return err
	}
	if len(readings) == 0 {
		s.played.Store(nil)
		return nil
	}
	all := openapi.Readings{}
	maps.Copy(all, s.server.config.playing())
	maps.Copy(all, readings)
	s.played.Store(&played{readings: all})
	return nil
}

// Vary makes the session play the readings chosen by a seed, except for those of WithReadings; see WithVaryOnly.
func (s *Session) Vary(seed uint64) {
	s.played.Store(&played{readings: s.server.config.varied(seed), seed: &seed})
	s.countReadings()
}

// countReadings counts the documents that the session has compiled with its own readings.
func (s *Session) countReadings() {
	s.count(keptReadings, func() int64 {
		if s.played.Load() == nil {
			return 0
		}
		return readingsBytes
	})
}

// Readings returns the readings that the session plays, without the assumed ones, which are the first of their choice.
func (s *Session) Readings() openapi.Readings { return s.spec().chosen.Changed() }

// Seed returns the seed that chose the readings; false if none did.
func (s *Session) Seed() (seed uint64, varied bool) {
	chosen := s.server.config.vary
	if own := s.played.Load(); own != nil {
		chosen = own.seed
	}
	if chosen == nil {
		return 0, false
	}
	return *chosen, true
}

// maxVariants is the number of compiled sets of readings that are cached; a session also keeps its own.
const maxVariants = 64

// variants caches the documents by readings.
type variants struct {
	mu   sync.Mutex
	base *spec
	made map[string]*spec // by readings
}

// get returns the documents compiled with other readings.
func (v *variants) get(base *spec, readings openapi.Readings) (*spec, error) {
	key := readings.Changed().String()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.base != base || len(v.made) >= maxVariants {
		v.base, v.made = base, map[string]*spec{}
	}
	if made := v.made[key]; made != nil {
		return made, nil
	}
	made, err := base.variant(readings)
	if err == nil {
		v.made[key] = made
	}
	return made, err
}

// variant compiles the documents with other readings, for the same records.
func (sp *spec) variant(readings openapi.Readings) (*spec, error) {
	made := &spec{serial: sp.serial, config: sp.config, documents: sp.documents, sources: sp.sources, schema: sp.schema, as: readingsOf(readings), chosen: readings, names: namesOf(readings), base: sp}
	var err error
	if made.operations, err = made.compileOperations(); err != nil {
		return nil, err
	}
	for _, op := range made.operations {
		op.named = sp.operation(op.id).named // so that usage can compare pointers instead of names
	}
	made.compileRoutes()
	return made, nil
}
