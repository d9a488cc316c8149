package quickcheck

// Flaws are what is wrong with an object: a place for each property that the schema names. Two bodies with the same Flaws
// break the same keywords, and a validator whose words do not depend on the values says the same of both.
type Flaws [maxProperties]flaw

// Any reports whether there are any.
func (f Flaws) Any() bool { return f != Flaws{} }

// flaw is a set of what is wrong with one property: the bits below, or the kind that its value has and must not have.
type flaw uint16

const (
	missing flaw = 1 << iota
	tooShort
	tooLong
	mismatched // by the pattern
	unlisted   // in the enum

	givenType = iota // from this bit on
)
