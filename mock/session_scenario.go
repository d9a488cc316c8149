package mock

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/leadapi/leadapi/mock/internal/store"
)

//go:embed scenarios
var scenarioFiles embed.FS

// shippedScenarios are those that come with the mock.
var shippedScenarios = sync.OnceValue(func() map[string]*Scenario {
	all := map[string]*Scenario{}
	entries, err := scenarioFiles.ReadDir("scenarios")
	if err != nil {
		panic(err) // they are in the binary
	}
	for _, entry := range entries {
		data, err := scenarioFiles.ReadFile(path.Join("scenarios", entry.Name()))
		if err != nil {
			panic(err)
		}
		name := strings.TrimSuffix(entry.Name(), ".yaml")
		made, err := ReadScenario(name, data)
		if err != nil {
			panic(err) // a test reads them all
		}
		all[name] = &made
	}
	return all
})

// ShippedScenario returns a scenario that comes with the mock, or ErrNoScenario.
func ShippedScenario(name string) (Scenario, error) {
	if found := shippedScenarios()[name]; found != nil {
		return *found, nil
	}
	return Scenario{}, fmt.Errorf("%w %q (%s)", ErrNoScenario, shorten(name), sortedKeys(shippedScenarios()))
}

// Scenarios returns those that come with the mock and that of WithScenario, by name.
func (s *Server) Scenarios() []Scenario {
	all := maps.Clone(shippedScenarios())
	if started := s.spec.Load().started; started != nil {
		all[started.Name] = started
	}
	var found []Scenario
	for _, name := range slices.Sorted(maps.Keys(all)) {
		found = append(found, *all[name])
	}
	return found
}

// SetScenario makes the session what a scenario says, one of Scenarios: records, faults, clock, ids, imports and journal begin
// anew. Snapshots stay, and a Reset goes back to what the server was made with. With an error nothing is changed.
func (s *Session) SetScenario(name string) error {
	all := s.server.Scenarios()
	at := slices.IndexFunc(all, func(one Scenario) bool { return one.Name == name })
	if at < 0 {
		names := make([]string, len(all))
		for i, one := range all {
			names[i] = one.Name
		}
		return fmt.Errorf("%w %q (%s)", ErrNoScenario, shorten(name), strings.Join(names, ", "))
	}
	return s.ApplyScenario(all[at])
}

// ApplyScenario is SetScenario for a scenario that is at hand.
func (s *Session) ApplyScenario(scenario Scenario) error {
	if err := scenario.check(); err != nil {
		return fmt.Errorf("scenario %s: %w", scenario.Name, err)
	}
	if s.server.isFull() {
		return errKept
	}
	spec := s.server.spec.Load()
	faults, err := spec.faultsOf(&scenario)
	if err != nil {
		return err
	}
	st, err := spec.readSeed(scenario.seeding(&s.server.config))
	if err != nil {
		return err
	}
	records := 0
	for _, count := range st.Count() {
		records += count
	}
	s.restart(&scenario, faults, st)
	s.keeps(keptScenario, recordBytes*int64(records))
	return nil
}

// restart makes the session begin with a scenario, or with none where it is nil.
func (s *Session) restart(scenario *Scenario, faults []*Fault, st *store.State) {
	s.jobs.reset(scenario.imports(Imports{After: s.server.config.importDelay}))
	s.store.Replace(func(*store.State) *store.State { return s.begin(scenario, faults, st) })
	s.DeleteRequests()
	s.keeps(keptScenario, 0)
	s.DeleteUsage()
	s.keepsFaults()
}

// begin sets clock, chance and faults to what they are at the start, and returns the records of the start.
func (s *Session) begin(scenario *Scenario, faults []*Fault, st *store.State) *store.State {
	config := &s.server.config
	idSeed, name := config.idSeed, ""
	s.clock.begin(config.now)
	if scenario != nil {
		name = scenario.Name
	}
	if scenario != nil && scenario.Clock != nil {
		_, _ = s.clock.change(*scenario.Clock) // check has let it pass
		if scenario.Clock.IDSeed != nil {
			idSeed = scenario.Clock.IDSeed
		}
	}
	s.scenario.Store(&name)
	s.played.Store(nil)
	if scenario != nil {
		_ = s.SetReadings(scenario.Readings) // check has let them pass
	}
	s.faults.begin(idSeed, faults)
	st.SetIDs(newIDs(idSeed, "created"))
	return st
}
