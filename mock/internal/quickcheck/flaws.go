package quickcheck

// Flaws are what is wrong with an object, by property of the schema. Two bodies with the same Flaws break the same keywords,
// and a validator whose texts do not depend on the values returns the same errors for both.
type Flaws [maxProperties]flaw

// Any reports whether there are any flaws.
func (f Flaws) Any() bool { return f != Flaws{} }

// flaw is a set of what is wrong with one property: the bits below, or the kind of a value whose kind is not allowed.
type flaw uint16

const (
	missing flaw = 1 << iota
	tooShort
	tooLong
	mismatched // does not match the pattern
	unlisted   // not in the enum

	givenType = iota // from this bit on
)
