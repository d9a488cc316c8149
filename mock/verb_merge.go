package mock

import (
	"cmp"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// merge stores the body in an existing record and lists it. Empty values leave what is stored (C11, A27), and so do missing
// ones (A28).
func merge(c *call) Reply {
	body, refused := c.body() // before the record is looked up (A25)
	if refused == nil {
		refused = c.checkOtherID(body)
	}
	if refused != nil {
		return c.refusedMerge(*refused)
	}
	reply, values := reloaded, c.setValues(body)
	c.write(func(st *store.State) {
		old := c.find(st)
		if old == nil {
			reply = c.unknownID()
			return
		}
		if refused := cmp.Or(c.checkReferences(st, values), c.checkTaken(st, body, old)); refused != nil {
			reply = *refused
			return
		}
		stored := st.Stored(c.res, old)
		c.keepStored(stored, values)
		at := c.session.clock.tick()
		if c.changesNothing(stored, values) {
			if c.rests.add(a29, a59); c.as.unchangedStays {
				at = old.Updated()
			}
		}
		reply = c.success(st, st.Merge(c.res, old, stored, values, at), body)
	})
	return reply
}

// checkOtherID notes that the body names another record than the path, or refuses it under A24.
func (c *call) checkOtherID(body sent) *Reply {
	named := strings.Trim(body.value(c.res.ID()), `"`)
	if named == c.id || body.value(c.res.ID()) == "" {
		return nil
	}
	other := !strings.EqualFold(named, c.id)
	c.rests.addIf(other, a24)
	if other && c.as.otherIDRefused {
		reply := c.refusal(c.res.ID() + " is invalid")
		return &reply
	}
	c.note("%s in the body is %s, which is ignored; the path decides (A24)", c.res.ID(), c.shown(named))
	return nil
}

// refusedMerge returns the reply for a refused body: under A25 Not Found takes precedence.
func (c *call) refusedMerge(refused Reply) Reply {
	known := false
	c.session.store.Read(c.spec.schema, func(st *store.State) { known = st.Find(c.res, c.id) != nil || c.as.leadFirst && c.find(st) != nil })
	if known {
		return refused
	}
	if c.as.leadFirst {
		c.rests = restsOn{}
		refused = c.unknownID()
	}
	c.rests.add(a25)
	return refused
}

// keepStored removes those of values that leave what is stored.
func (c *call) keepStored(stored, values []string) {
	for _, field := range c.settable {
		i, value := field.field, values[field.field]
		if value != "" && !isEmpty(value) {
			continue
		}
		before, replaces, decides := c.valueOf(stored, i), false, "C11"
		switch {
		case value == "" && (c.phone < 0 || c.res.Fields()[i].Format == "date-time"): // not text
		case value == "":
			c.rests.addIf(before != emptyText, a28)
			if replaces = c.as.unsentEmptied; replaces {
				values[i] = emptyText
			}
		case value == zeroTime:
			c.rests.addIf(before != zeroTime, a27)
			replaces, decides = c.as.zeroTimeStored, "A27"
		case i == c.phone:
			decides = "A26"
		default:
			c.rests.addIf(before != emptyText, c11)
			replaces = c.as.emptied
		}
		if value != "" && !replaces {
			c.noteKept(i, before, decides)
			values[i] = ""
		}
	}
}

// changesNothing reports whether a record already has all values.
func (c *call) changesNothing(stored, values []string) bool {
	for i, value := range values {
		if value != "" && value != c.valueOf(stored, i) {
			return false
		}
	}
	return true
}

// valueOf returns the value of a field, of those that Stored has returned.
func (c *call) valueOf(stored []string, field int) string {
	return cmp.Or(stored[field], c.res.Fields()[field].Default())
}

// noteKept notes an empty value that was ignored, and the assumption or contradiction that decides it.
func (c *call) noteKept(field int, stored, decides string) {
	if !isEmpty(stored) {
		c.note("%s is empty, so the stored value stays (%s)", c.res.Fields()[field].Name, decides)
	}
}

// isEmpty reports whether a JSON value is the empty string or Go's zero time, which the samples in lead-api.md have instead
// of "".
func isEmpty(value string) bool { return value == emptyText || value == zeroTime }

const (
	emptyText = `""`
	zeroTime  = `"0001-01-01T00:00:00Z"`
)
