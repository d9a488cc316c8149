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
	a01 assumption = 1
	a02 assumption = 2
	a03 assumption = 3
	a04 assumption = 4
	a05 assumption = 5
	a06 assumption = 6
	a07 assumption = 7
	a08 assumption = 8
	a09 assumption = 9
	a10 assumption = 10
	a11 assumption = 11
	a12 assumption = 12
	a13 assumption = 13
	a14 assumption = 14
	a15 assumption = 15
	a16 assumption = 16
	a17 assumption = 17
	a18 assumption = 18
	a19 assumption = 19
	a20 assumption = 20
	a21 assumption = 21
	a22 assumption = 22
	a23 assumption = 23
	a24 assumption = 24
	a25 assumption = 25
	a26 assumption = 26
	a27 assumption = 27
	a28 assumption = 28
	a29 assumption = 29
	a30 assumption = 30
	a31 assumption = 31
	a32 assumption = 32
	a33 assumption = 33
	a34 assumption = 34
	a35 assumption = 35
	a36 assumption = 36
	a37 assumption = 37
	a38 assumption = 38
	a44 assumption = 44
	a45 assumption = 45
	a46 assumption = 46
	a47 assumption = 47
	a49 assumption = 49
	a51 assumption = 51
	a52 assumption = 52
	a53 assumption = 53
	a54 assumption = 54
	a56 assumption = 56
	a59 assumption = 59
	a61 assumption = 61
	a65 assumption = 65
	a66 assumption = 66
	c11            = firstContradiction + 11
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
