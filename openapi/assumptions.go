package openapi

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"
)

//go:embed assumptions.yaml
var assumptionsYAML []byte

//go:embed contradictions.yaml
var contradictionsYAML []byte

// Assumption is what the mock does where the page is silent.
type Assumption struct {
	ID       string `yaml:"id" json:"id"`             // A01, A02, ...
	Claim    string `yaml:"claim" json:"claim"`       // what is assumed
	Why      string `yaml:"why" json:"why"`           // why this and not another
	Disproof string `yaml:"disproof" json:"disproof"` // what would show that it is wrong
}

// Contradiction is a place where the page says two things, and the reading chosen.
type Contradiction struct {
	ID      string `yaml:"id" json:"id"`           // C01, C02, ...
	Section string `yaml:"section" json:"section"` // the heading on the page
	Says    string `yaml:"says" json:"says"`
	But     string `yaml:"but" json:"but"`
	Reading string `yaml:"reading" json:"reading"`
}

// Assumptions returns all assumptions in the order of their numbers.
func Assumptions() ([]Assumption, error) {
	return decodeAll[Assumption]("assumptions.yaml", assumptionsYAML)
}

// Contradictions returns all contradictions of the page in the order of their numbers.
func Contradictions() ([]Contradiction, error) {
	return decodeAll[Contradiction]("contradictions.yaml", contradictionsYAML)
}

func decodeAll[T any](name string, data []byte) ([]T, error) {
	var all []T
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&all); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}
