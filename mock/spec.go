package mock

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"github.com/leadapi/leadapi/mock/internal/store"
	"github.com/leadapi/leadapi/openapi"
)

// spec is the specs and the seed, compiled. It is immutable; a reload makes a new one.
type spec struct {
	serial     int // later specs have higher ones
	config     *config
	documents  []*openapi.Document // those of WithSpec; the lead API is compiled into the program
	sources    []openapi.Compiled
	schema     *store.Schema
	operations []*operation
	router     *mux.Router       // routes requests to paths with parameters
	templates  []template        // the same paths; nil if they need the router
	routes     map[string]*route // by path, as documented

	as     *readings
	chosen openapi.Readings    // those of as
	names  func() *chosenNames // of chosen
	base   *spec               // what a session plays in other readings; nil if it plays this spec as it is

	started       *Scenario // what sessions start with; nil if there is only the seed
	startedFaults []*Fault

	mu   sync.Mutex // because copying a state changes its bookkeeping
	seed *store.State
}

func compile(c *config, serial int) (*spec, error) {
	lead, err := openapi.CompiledLead()
	if err != nil {
		return nil, err
	}
	made := &spec{serial: serial, config: c, documents: c.documents, sources: []openapi.Compiled{lead}, as: readingsOf(c.playing()), chosen: c.playing(), names: namesOf(c.playing())}
	for _, document := range c.documents {
		page, err := document.Compile()
		if err != nil {
			return nil, err
		}
		made.sources = append(made.sources, page)
	}
	declared, err := declaredResources(made.sources)
	if err != nil {
		return nil, err
	}
	if made.schema, err = store.Compile(serial, declared); err != nil {
		return nil, err
	}
	prepareUploads(made.schema)
	if made.operations, err = made.compileOperations(); err != nil {
		return nil, err
	}
	made.compileRoutes()
	made.started = c.scenario
	if made.startedFaults, err = made.faultsOf(c.scenario); err != nil {
		return nil, err
	}
	made.seed, err = made.readSeed(c.scenario.seeding(c))
	return made, err
}

// seeded returns a new state with the records of the seed; its cost does not depend on their number.
func (sp *spec) seeded() *store.State {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	return sp.seed.Copy()
}

// readSeed returns the initial state of sessions: the records of the seed, and the leads of WithLeads.
func (sp *spec) readSeed(c *config) (*store.State, error) {
	batch, err := sp.schema.Read(store.Source{
		Name:  c.seedName,
		Data:  c.seed,
		At:    c.startTime().UnixMicro(),
		IDs:   newIDs(c.idSeed, "seed"),
		Loose: c.anyList,
	})
	if err != nil {
		return nil, err
	}
	addLeads(batch, sp.schema, c)
	return batch.State(nil)
}

// Reload replaces the specs, the seed and the scenario by those of the options, and ignores other options. Records, faults
// and everything else in sessions stay; fields that a spec no longer has are dropped. The new seed applies to new sessions
// and to resets. After an error nothing has changed.
func (s *Server) Reload(options ...Option) error {
	given, err := newConfig(options)
	if err != nil {
		return err
	}
	s.reloading.Lock()
	defer s.reloading.Unlock()
	next := s.config
	next.documents, next.seed, next.seedName, next.scenario = given.documents, given.seed, given.seedName, given.scenario
	made, err := compile(&next, s.spec.Load().serial+1)
	if err != nil {
		return err
	}
	s.spec.Store(made)
	return nil
}

// startTime returns the initial time of clocks, which is also the time of seeded records without one.
func (c *config) startTime() time.Time {
	if c.now.IsZero() {
		return time.Now()
	}
	return c.now
}

// resourceNames lists the resources for errors.
func (sp *spec) resourceNames() string {
	names := map[string]bool{}
	for _, res := range sp.schema.Resources() {
		names[res.Name()] = true
	}
	return sortedKeys(names)
}

func (sp *spec) operationNames() string {
	names := map[string]bool{}
	for _, op := range sp.operations {
		names[op.id] = true
	}
	return sortedKeys(names)
}

// operation returns the operation with an operationId, or nil.
func (sp *spec) operation(id string) *operation {
	for _, op := range sp.operations {
		if op.id == id {
			return op
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
