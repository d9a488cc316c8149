package mock

import (
	"fmt"
	"math/bits"
)

// assumption is a number in openapi/assumptions.yaml or, over 100, in openapi/contradictions.yaml.
type assumption uint8

const firstContradiction assumption = 100

func (a assumption) String() string {
	if a > firstContradiction {
		return fmt.Sprintf("C%02d", uint8(a-firstContradiction))
	}
	return fmt.Sprintf("A%02d", uint8(a))
}

// The assumptions that a reply can rest on. A plain reply rests on none: what every reply rests on is not marked, such as
// the initial values of a lead.
const (
	a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12 assumption = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
	a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24 assumption = 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
	a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36 assumption = 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36
	a37, a38, a44, a45, a46, a47, a49, a51, a52, a53, a54, a56 assumption = 37, 38, 44, 45, 46, 47, 49, 51, 52, 53, 54, 56
	a59, a61, a65, a66                                         assumption = 59, 61, 65, 66

	c11 = firstContradiction + 11
)

// restsOn is the set of assumptions that decided a reply or what a request stored: another reading would have decided
// otherwise.
type restsOn [2]uint64

func (r *restsOn) add(all ...assumption) {
	for _, number := range all {
		r[number/64] |= 1 << (number % 64)
	}
}

// addIf adds an assumption that decides only under a condition.
func (r *restsOn) addIf(condition bool, number assumption) {
	if condition {
		r.add(number)
	}
}

// join adds the members of another set.
func (r *restsOn) join(other restsOn) {
	for i, word := range other {
		r[i] |= word
	}
}

// ids returns the IDs as the documents cite them, in order.
func (r restsOn) ids() []string {
	var all []string
	for number := range r.all {
		all = append(all, number.String())
	}
	return all
}

// all yields the members of the set in order.
func (r restsOn) all(yield func(assumption) bool) {
	for i, word := range r {
		for ; word != 0; word &= word - 1 {
			if !yield(assumption(64*i + bits.TrailingZeros64(word))) {
				return
			}
		}
	}
}
