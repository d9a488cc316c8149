package mock

import (
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// noteFilters notes what is odd about the values for which nothing was found. They are compared as text.
func (c *call) noteFilters(filters []store.Filter) {
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		for _, filter := range filters {
			c.noteFilter(st, filter)
		}
	})
}

// noteFilter notes a value that identifies no record, is odd, or exists in another form.
func (c *call) noteFilter(st *store.State, filter store.Filter) {
	for _, reference := range c.res.References() {
		if reference.By == filter.Field && st.Target(reference, filter.Value) == nil {
			c.noteUnknown(reference, filter.Value)
			return
		}
	}
	name := c.res.Fields()[filter.Field].Name
	c.noteReference(name, filter.Value)
	sent, _ := jsonvalue.Decode([]byte(filter.Value))
	text, isText := sent.(string)
	if !isText || filter.Match != store.Exact || !strings.Contains(name, "phone") {
		return
	}
	for _, other := range otherWritings(text) {
		if found := st.Page(c.res, []store.Filter{{Field: filter.Field, Value: jsonvalue.Text(other)}}, 0, 0); found.Total > 0 {
			c.note("%s is compared as text (A14): no %s has %s, but there are %d with %s", name, c.res.Name(), c.shown(text), found.Total, other)
			return
		}
	}
}
