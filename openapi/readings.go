package openapi

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// Reading is one way in which a correct deployment may answer where the documentation is silent or says two things.
type Reading struct {
	Name string `yaml:"name" json:"name"` // such as prefix
	Says string `yaml:"says" json:"says"` // what the deployment does
}

// Choice is an assumption or a contradiction that has several readings.
type Choice struct {
	ID       string    `json:"id"`       // such as A14
	Claim    string    `json:"claim"`    // what is assumed
	Readings []Reading `json:"readings"` // the first one is the claim
}

// Readings maps the ID of a Choice to the name of its reading in use. A Choice that is missing has its first reading.
type Readings map[string]string

// Choices returns all assumptions and contradictions that have several readings, in the order of their numbers.
var Choices = sync.OnceValue(func() []Choice {
	assumptions, err := Assumptions()
	if err != nil {
		panic(err) // the file is part of the program
	}
	contradictions, err := Contradictions()
	if err != nil {
		panic(err)
	}
	var all []Choice
	for _, one := range assumptions {
		if len(one.Readings) > 0 {
			all = append(all, Choice{one.ID, one.Claim, one.Readings})
		}
	}
	for _, one := range contradictions {
		if len(one.Readings) > 0 {
			all = append(all, Choice{one.ID, one.Reading, one.Readings})
		}
	}
	return all
})

// FindChoice returns the Choice of an ID.
func FindChoice(id string) (Choice, bool) {
	all := Choices()
	at := slices.IndexFunc(all, func(one Choice) bool { return one.ID == id })
	if at < 0 {
		return Choice{}, false
	}
	return all[at], true
}

// Reading returns the reading with a name.
func (c Choice) Reading(name string) (Reading, bool) {
	at := slices.IndexFunc(c.Readings, func(one Reading) bool { return one.Name == name })
	if at < 0 {
		return Reading{}, false
	}
	return c.Readings[at], true
}

func (c Choice) names() string {
	var names []string
	for _, one := range c.Readings {
		names = append(names, one.Name)
	}
	return strings.Join(names, ", ")
}

// ParseReadings parses a list such as A14=prefix,A02=unprocessable. Errors name the wrong part and the known names.
func ParseReadings(text string) (Readings, error) {
	found := Readings{}
	for part := range strings.SplitSeq(text, ",") {
		id, name, paired := strings.Cut(strings.TrimSpace(part), "=")
		if !paired {
			return nil, fmt.Errorf("%q is not a reading; write it as A14=prefix", strings.TrimSpace(part))
		}
		id, name = strings.ToUpper(strings.TrimSpace(id)), strings.TrimSpace(name)
		if before, twice := found[id]; twice && before != name {
			return nil, fmt.Errorf("%s is given as %s and as %s; choose one", id, before, name)
		}
		found[id] = name
	}
	return found, found.Check()
}

// Check returns an error for the first ID or name that does not exist.
func (r Readings) Check() error {
	for _, id := range slices.Sorted(maps.Keys(r)) {
		choice, exists := FindChoice(id)
		if !exists {
			return unknownChoice(id)
		}
		if _, exists := choice.Reading(r[id]); !exists {
			return fmt.Errorf("%s has no reading %q (%s)", id, r[id], choice.names())
		}
	}
	return nil
}

func unknownChoice(id string) error {
	assumptions, err := Assumptions()
	if err != nil {
		return err
	}
	for _, one := range assumptions {
		if one.ID == id {
			return fmt.Errorf("%s has only one reading: %s", id, one.Single)
		}
	}
	return fmt.Errorf("there is no assumption %q with readings; `leadmock assumptions` prints them", id)
}

// Of returns the name of the reading in use for a Choice.
func (r Readings) Of(c Choice) string {
	if name := r[c.ID]; name != "" {
		return name
	}
	return c.Readings[0].Name
}

// Changed returns the readings that are not the first of their Choice.
func (r Readings) Changed() Readings {
	changed := Readings{}
	for _, choice := range Choices() {
		if name := r.Of(choice); name != choice.Readings[0].Name {
			changed[choice.ID] = name
		}
	}
	return changed
}

// String returns the readings as ParseReadings accepts them, ordered by ID.
func (r Readings) String() string {
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(r)) {
		parts = append(parts, id+"="+r[id])
	}
	return strings.Join(parts, ",")
}

// VaryReadings chooses a reading of each Choice at random. The same seed always chooses the same readings. If only is not nil, it
// names the Choices to vary, and the others have their first reading.
func VaryReadings(seed uint64, only []string) Readings {
	random := rand.New(rand.NewPCG(seed, 0))
	chosen := Readings{}
	for _, choice := range Choices() {
		name := choice.Readings[random.IntN(len(choice.Readings))].Name
		if only == nil || slices.Contains(only, choice.ID) {
			chosen[choice.ID] = name
		}
	}
	return chosen
}
