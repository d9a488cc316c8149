package mock

import (
	"fmt"
	"math/bits"
)

// assumption is a number of openapi/assumptions.yaml or, over 100, of openapi/contradictions.yaml.
type assumption uint8

const firstContradiction assumption = 100

func (a assumption) String() string {
	if a > firstContradiction {
		return fmt.Sprintf("C%02d", uint8(a-firstContradiction))
	}
	return fmt.Sprintf("A%02d", uint8(a))
}

// The assumptions that a reply can rest on. A plain one rests on none: nothing is marked that every reply rests on, such as the
// start values of a lead.
const (
	a04 assumption = 4
	a05 assumption = 5
	a15 assumption = 15
	a45 assumption = 45
)

// restsOn is the set of assumptions that decided a reply, or what a request stored: another reading would have answered otherwise.
type restsOn [2]uint64

func (r *restsOn) add(all ...assumption) {
	for _, one := range all {
		r[one/64] |= 1 << (one % 64)
	}
}

// ids returns the numbers as the document cites them, in their order.
func (r restsOn) ids() []string {
	var all []string
	for i, word := range r {
		for ; word != 0; word &= word - 1 {
			all = append(all, assumption(64*i+bits.TrailingZeros64(word)).String())
		}
	}
	return all
}
