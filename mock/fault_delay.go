package mock

import (
	"cmp"
	"fmt"
)

// delayFault delays the answer.
var delayFault = faultKind{
	fields: "delay",
	set:    func(fault *Fault) bool { return fault.Delay != Delay{} },
	check: func(fault *Fault) error {
		if fault.Delay.Max != 0 && fault.Delay.Max < fault.Delay.Min {
			return fmt.Errorf("delay: max is %s, which is less than min, %s", fault.Delay.Max, fault.Delay.Min)
		}
		return cmp.Or(checkWait("delay", fault.Delay.Min), checkWait("delay", fault.Delay.Max))
	},
	answer: func(fault *Fault, x *exchange) bool {
		if x.wait(fault.Delay.Min) {
			return false
		}
		x.reply.Why = fault.why() + ": " + x.reply.Why
		return true
	},
}
