package openapi

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed assumptions.yaml
var assumptionsYAML []byte

//go:embed contradictions.yaml
var contradictionsYAML []byte

// Assumption is a numbered guess: what the mock does where the documentation is silent.
type Assumption struct {
	ID       string `yaml:"id" json:"id"`             // A01, A02, ...
	Claim    string `yaml:"claim" json:"claim"`       // what is assumed
	Why      string `yaml:"why" json:"why"`           // why this and not another
	Disproof string `yaml:"disproof" json:"disproof"` // what would show that it is wrong

	Readings []Reading `yaml:"readings" json:"readings,omitempty"` // the first one is the claim
	Single   string    `yaml:"single" json:"single,omitempty"`     // why there is only one reading

	Evidence []Evidence `yaml:"evidence" json:"evidence,omitempty"`
}

// Evidence is what the vendor has published elsewhere for or against an assumption or a reading. It proves nothing about
// the API of leads, whose only source is its own documentation.
type Evidence struct {
	Says     string `yaml:"says" json:"says"`         // what is published, in our words
	Where    string `yaml:"where" json:"where"`       // the publication
	Side     string `yaml:"side" json:"side"`         // for, against, or open: relevant, but undecided
	Strength string `yaml:"strength" json:"strength"` // strong, medium or weak
}

var (
	sides     = []string{"for", "against", "open"}
	strengths = []string{"strong", "medium", "weak"}
)

// Contradiction is a place in the documentation that says two things, with the reading chosen.
type Contradiction struct {
	ID      string `yaml:"id" json:"id"`           // C01, C02, ...
	Section string `yaml:"section" json:"section"` // the heading in the documentation
	Says    string `yaml:"says" json:"says"`
	But     string `yaml:"but" json:"but"`
	Reading string `yaml:"reading" json:"reading"`

	Readings []Reading `yaml:"readings" json:"readings,omitempty"` // as those of an Assumption

	Evidence []Evidence `yaml:"evidence" json:"evidence,omitempty"` // for or against the reading
}

// Assumptions returns all assumptions in the order of their numbers.
func Assumptions() ([]Assumption, error) {
	return decodeAll[Assumption]("assumptions.yaml", assumptionsYAML)
}

// Contradictions returns all contradictions of the documentation in the order of their numbers.
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
	return all, checkEvidence(name, data)
}

// checkEvidence checks every piece of evidence against the closed vocabulary. Errors begin with name and line.
func checkEvidence(name string, data []byte) error {
	var file yaml.Node
	if err := yaml.Unmarshal(data, &file); err != nil {
		return placeYAMLError(name, err)
	}
	d := &Document{Name: name}
	for _, root := range file.Content {
		for _, entry := range items(root) {
			for _, one := range items(get(entry, "evidence")) {
				if err := d.checkEvidence(text(get(entry, "id")), one); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *Document) checkEvidence(id string, one *yaml.Node) error {
	for _, key := range []string{"says", "where"} {
		if text(get(one, key)) == "" {
			return fmt.Errorf("%s: %s: evidence: %s is missing", d.place(one), id, key)
		}
	}
	if side := text(get(one, "side")); !slices.Contains(sides, side) {
		return d.unknown(one, id+": evidence: side", side, sides)
	}
	if strength := text(get(one, "strength")); !slices.Contains(strengths, strength) {
		return d.unknown(one, id+": evidence: strength", strength, strengths)
	}
	return nil
}
