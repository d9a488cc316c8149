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

// shippedScenarios are the scenarios that come with the mock.
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
			panic(err) // a test reads all of them
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

// Scenarios returns the shipped scenarios and that of WithScenario, by name.
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

// SetScenario applies a scenario, one of Scenarios: records, faults, clock, ids, imports and request log start from it.
// Snapshots stay, and a Reset goes back to what the server was made with. After an error nothing has changed.
func (s *Session) SetScenario(name string) error {
	all := s.server.Scenarios()
	at := slices.IndexFunc(all, func(scenario Scenario) bool { return scenario.Name == name })
	if at < 0 {
		names := make([]string, len(all))
		for i, scenario := range all {
			names[i] = scenario.Name
		}
		return fmt.Errorf("%w %q (%s)", ErrNoScenario, shorten(name), strings.Join(names, ", "))
	}
	return s.ApplyScenario(all[at])
}

// ApplyScenario is SetScenario for a given scenario.
func (s *Session) ApplyScenario(scenario Scenario) error {
	if err := scenario.check(); err != nil {
		return fmt.Errorf("scenario %s: %w", scenario.Name, err)
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
	if !s.takes(st) {
		return errKept
	}
	s.restart(&scenario, faults, st)
	return nil
}

// restart restarts the session with a scenario, or with none if it is nil.
func (s *Session) restart(scenario *Scenario, faults []*Fault, st *store.State) {
	s.store.Replace(func(*store.State) *store.State {
		s.jobs.reset(scenario.imports(Imports{After: s.server.config.importDelay})) // no import may store between the two
		return s.begin(scenario, faults, st)
	})
	s.jobs.kept()
	s.DeleteRequests()
	s.DeleteUsage()
	s.countReadings()
	s.countFaults()
}

// begin sets clock, random choices and faults to their initial values, and returns the initial records.
func (s *Session) begin(scenario *Scenario, faults []*Fault, st *store.State) *store.State {
	config := &s.server.config
	idSeed, name := config.idSeed, ""
	s.clock.begin(config.now)
	if scenario != nil {
		name = scenario.Name
	}
	if scenario != nil && scenario.Clock != nil {
		_, _ = s.clock.change(*scenario.Clock) // check has accepted it
		if scenario.Clock.IDSeed != nil {
			idSeed = scenario.Clock.IDSeed
		}
	}
	s.scenario.Store(&name)
	s.played.Store(nil)
	if scenario != nil {
		_ = s.play(scenario.Readings) // check has let them pass
	}
	s.faults.begin(idSeed, faults)
	st.SetIDs(newIDs(idSeed, "created"))
	return st
}
