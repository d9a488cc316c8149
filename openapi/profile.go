package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Profile says how a deployment answers where the documentation is silent. leadcontract --profile writes it; leadmock --as and
// leadcontract --expect read it.
type Profile struct {
	Target      string    `yaml:"target"` // URL without userinfo and query
	Date        string    `yaml:"date"`   // of the run, as 2006-01-02
	Run         string    `yaml:"run"`    // its id
	Assumptions []Settled `yaml:"assumptions"`
}

// Settled is what a run has found out about one assumption. Exactly one of Reading, Other and Untold is set.
type Settled struct {
	ID      string `yaml:"id" json:"id"`
	Reading string `yaml:"reading,omitempty" json:"reading"` // the name of the deployment's reading
	Other   string `yaml:"other,omitempty" json:"other"`     // what the deployment does, if no reading describes it
	Untold  string `yaml:"untold,omitempty" json:"untold"`   // why the run could not tell

	Says         string   `yaml:"says,omitempty" json:"says"`                 // the sentence of Reading
	Observations int      `yaml:"observations,omitempty" json:"observations"` // how many answers showed it
	Evidence     []string `yaml:"evidence,omitempty" json:"evidence"`         // some of them, in words
	Rules        []string `yaml:"rules,omitempty,flow" json:"rules"`          // those that rely on the assumption
}

const profileHead = `# How a deployment of the lead API answers where the documentation is silent, as a run of leadcontract saw it.
# leadmock --as FILE answers in the same way; leadcontract --expect FILE fails when the deployment no longer does.
`

// YAML returns the file.
func (p Profile) YAML() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(profileHead)
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(p); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}

// ReadProfile reads a file that YAML has written, perhaps changed by hand. Errors begin with name.
func ReadProfile(name string, data []byte) (Profile, error) {
	var p Profile
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		return p, fmt.Errorf("%s: not a profile of leadcontract --profile: %s", name, inWords(err))
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return p, fmt.Errorf("%s: it is more than one YAML document; leave out the line ---", name)
	}
	if len(p.Assumptions) == 0 {
		return p, fmt.Errorf("%s: assumptions is missing; leadcontract --profile writes such a file", name)
	}
	seen := map[string]bool{}
	for _, one := range p.Assumptions {
		if seen[one.ID] {
			return p, fmt.Errorf("%s: %s is there twice", name, one.ID)
		}
		seen[one.ID] = true
		if _, exists := FindChoice(one.ID); !exists {
			return p, fmt.Errorf("%s: %w", name, unknownChoice(one.ID))
		}
		if err := one.check(); err != nil {
			return p, fmt.Errorf("%s: %s: %w", name, one.ID, err)
		}
	}
	return p, nil
}

var (
	unknownKey = regexp.MustCompile(` not found in type \S+`)
	wrongValue = regexp.MustCompile("cannot unmarshal (!![a-z]+)( `.*`)? into \\S+")
	nouns      = strings.NewReplacer("!!seq", "a list", "array", "a list", "!!map", "an object", "object", "an object", "!!str", "the text", "string", "a text", "!!int", "the number", "number", "a number")
)

// inWords says what is wrong with a file in YAML or JSON, without the words of Go.
func inWords(err error) string {
	var notYAML *yaml.TypeError
	var notJSON *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return "it is empty"
	case errors.As(err, &notYAML):
		text := unknownKey.ReplaceAllString(notYAML.Errors[0], " is not known")
		return nouns.Replace(wrongValue.ReplaceAllString(text, "$1$2 cannot stand there"))
	case errors.As(err, &notJSON):
		return strings.TrimPrefix(fmt.Sprintf("%s: %s cannot stand there", notJSON.Field, nouns.Replace(notJSON.Value)), ": ")
	}
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "json: ")
}

func (s Settled) check() error {
	set := 0
	for _, text := range []string{s.Reading, s.Other, s.Untold} {
		if text != "" {
			set++
		}
	}
	if set != 1 {
		return fmt.Errorf("want one of reading, other and untold; %d are there", set)
	}
	if s.Reading == "" {
		return nil
	}
	return Readings{s.ID: s.Reading}.Check()
}

// Readings returns the readings that the run found.
func (p Profile) Readings() Readings {
	told := Readings{}
	for _, one := range p.Assumptions {
		if one.Reading != "" {
			told[one.ID] = one.Reading
		}
	}
	return told
}
