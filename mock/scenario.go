package mock

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/leadapi/leadapi/openapi"
)

// Scenario is a seed, faults, clock, imports and readings under one name: what a session starts with.
type Scenario struct {
	Name        string          `json:"name,omitempty"`
	Description string          `json:"description,omitempty"`
	Seed        json.RawMessage `json:"seed,omitempty"` // "documented", the default, "empty", or records as in a seed
	Leads       int             `json:"leads,omitempty"`
	Statuses    string          `json:"statuses,omitempty"` // of Leads: "new", the default, or "mixed"
	Faults      []Fault         `json:"faults,omitempty"`
	Clock       *ClockChange    `json:"clock,omitempty"`
	Imports     *struct {
		After      *Duration `json:"after,omitempty"`
		AfterReads int       `json:"after_reads,omitempty"`
	} `json:"imports,omitempty"`
	Readings openapi.Readings `json:"readings,omitempty"` // played in place of those of WithReadings and WithVary
}

// ErrNoScenario is returned if there is no scenario with a name.
var ErrNoScenario = errors.New("there is no scenario")

// maxScenarioLeads keeps a call from filling the memory.
const maxScenarioLeads = 1_000_000

// ReadScenario parses a scenario in JSON or YAML. name becomes its name, and is in errors.
func ReadScenario(name string, data []byte) (Scenario, error) {
	made, err := readScenario(data)
	if err == nil {
		err = made.check()
	}
	if err != nil {
		return made, fmt.Errorf("scenario %s: %w", name, err)
	}
	made.Name = name
	return made, nil
}

func readScenario(data []byte) (made Scenario, err error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		var value any
		documents := yaml.NewDecoder(bytes.NewReader(data))
		if err := documents.Decode(&value); err != nil && !errors.Is(err, io.EOF) {
			var wrong *yaml.TypeError
			if errors.As(err, &wrong) && len(wrong.Errors) > 0 {
				return made, errors.New(wrong.Errors[0])
			}
			return made, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
		}
		if err := documents.Decode(new(any)); !errors.Is(err, io.EOF) {
			return made, errors.New("it is more than one YAML document; leave out the line ---")
		}
		if _, isMapping := value.(map[string]any); !isMapping {
			return made, errors.New("want an object with seed, leads, statuses, faults, clock, imports or readings")
		}
		if data, err = json.Marshal(value); err != nil {
			return made, err
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&made); err != nil {
		return made, inWords(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return made, errors.New("something follows the object")
	}
	return made, nil
}

// inWords rewrites a decoding error without Go's terms.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	var noTime *time.ParseError
	switch {
	case errors.As(err, &noTime):
		return fmt.Errorf("clock: now: want a time such as 2023-03-08T16:00:00+07:00, not %q", shorten(noTime.Value))
	case !errors.As(err, &wrong):
		text := strings.TrimPrefix(err.Error(), "json: ")
		if name, unknown := strings.CutPrefix(text, "unknown field "); unknown {
			if near := nearName(name, scenarioFields()); near != "" {
				text += "; did you mean " + near + "?"
			}
		}
		return errors.New(text)
	}
	want := map[reflect.Kind]string{
		reflect.Int: "a whole number", reflect.Int64: "a whole number", reflect.Float64: "a number", reflect.String: "a text",
		reflect.Bool: "true or false", reflect.Slice: "a list",
	}[wrong.Type.Kind()]
	if wrong.Type == reflect.TypeFor[Duration]() || wrong.Type == reflect.TypeFor[*Duration]() {
		want = "a time such as 1.5s"
	}
	return fmt.Errorf("%s: want %s, not %s", strings.Trim(wrong.Field, "."), cmp.Or(want, "an object"), wrong.Value)
}

// scenarioFields returns the names of all fields in a scenario.
func scenarioFields() (names []string) {
	for _, one := range []reflect.Type{reflect.TypeFor[Scenario](), reflect.TypeFor[Fault](), reflect.TypeFor[ClockChange](), reflect.TypeOf(Scenario{}.Imports).Elem()} {
		for i := range one.NumField() {
			if name, _, _ := strings.Cut(one.Field(i).Tag.Get("json"), ","); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// check returns the errors that can be found without the specs.
func (sc *Scenario) check() error {
	if sc.Leads < 0 || sc.Leads > maxScenarioLeads {
		return fmt.Errorf("leads: want 0 to %d, not %d", maxScenarioLeads, sc.Leads)
	}
	if sc.Statuses != "" && sc.Statuses != "new" && sc.Statuses != "mixed" {
		return fmt.Errorf("statuses: want new or mixed, not %q", shorten(sc.Statuses))
	}
	if sc.Statuses != "" && sc.Leads == 0 {
		return errors.New("statuses: needs leads, which is missing")
	}
	for i, fault := range sc.Faults {
		if fault.ID != 0 || fault.Used != 0 || fault.Seen != 0 || fault.Held != 0 {
			return fmt.Errorf("faults[%d]: id, used, seen and held are given by the mock; leave them out", i)
		}
	}
	if len(sc.Faults) > maxFaults {
		return fmt.Errorf("faults: there are %d; at most %d are allowed", len(sc.Faults), maxFaults)
	}
	if text := string(sc.Seed); text != "" && text[0] != '{' && text != `"documented"` && text != `"empty"` && text != "null" {
		return fmt.Errorf("seed: want documented, empty, or an object with records, not %s", shorten(text))
	}
	if sc.Clock != nil {
		if _, err := (clockState{}).after(*sc.Clock); err != nil {
			return fmt.Errorf("clock: %w", err)
		}
	}
	if sc.Imports != nil {
		if err := sc.imports(Imports{}).check(); err != nil {
			return fmt.Errorf("imports: %w", err)
		}
	}
	if err := sc.Readings.Check(); err != nil {
		return fmt.Errorf("readings: %w", err)
	}
	return nil
}

// imports returns the imports of the scenario, or usual if it has none.
func (sc *Scenario) imports(usual Imports) Imports {
	if sc == nil || sc.Imports == nil {
		return usual
	}
	made := Imports{AfterReads: sc.Imports.AfterReads}
	if sc.Imports.After != nil {
		made.After = sc.Imports.After.std()
	}
	return made
}

// seeding returns the config with the seed of the scenario instead of its own.
func (sc *Scenario) seeding(c *config) *config {
	if sc == nil {
		return c
	}
	made := *c
	made.leads, made.mixed = sc.Leads, sc.Statuses == "mixed"
	switch string(sc.Seed) {
	case "", "null", `"documented"`:
		made.seed, made.seedName = documentedSeed()
	case `"empty"`:
		made.seed, made.seedName = []byte("{}"), "empty"
	default:
		made.seed, made.seedName = sc.Seed, "of scenario "+sc.Name
	}
	if sc.Clock != nil && sc.Clock.Now != nil {
		made.now = *sc.Clock.Now
	}
	return &made
}

// faultsOf prepares the faults of a scenario for the documents.
func (sp *spec) faultsOf(sc *Scenario) ([]*Fault, error) {
	if sc == nil {
		return nil, nil
	}
	var all []*Fault
	for i, fault := range sc.Faults {
		if err := sp.prepare(&fault); err != nil {
			return nil, fmt.Errorf("scenario %s: faults[%d]: %w", sc.Name, i, err)
		}
		fault.ID, fault.Used, fault.Seen, fault.Held = i+1, 0, 0, 0
		all = append(all, &fault)
	}
	return all, nil
}
