package mock

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// streamFrom is the number of records from which on a page is written as it is read, so that it need not fit in memory.
const streamFrom = 1000

// list replies with a page of records, newest first, in the envelope that all pages of the vendor share.
func list(c *call) Reply {
	query, err := readQuery(c.request.URL.RawQuery)
	if err != nil {
		return problem(http.StatusBadRequest, err.Error()) // A44
	}
	limit, err := wholeNumber("limit", query, c.limit)
	if err != nil {
		return problem(http.StatusBadRequest, err.Error())
	}
	offset, err := wholeNumber("offset", query, 0)
	if err != nil {
		return problem(http.StatusBadRequest, err.Error())
	}
	filters := c.filtersOf(query)
	reply, long, total := reloaded, false, 0
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		found := st.Page(c.res, filters, int(limit), int(offset))
		total = found.Total
		if long = found.Count >= streamFrom; long {
			return
		}
		buffer := buffers.Get().(*[]byte)
		out := append(*buffer, `{"data":[`...)
		first, records := true, st.Encoder(c.res)
		defer records.Release()
		for rec := range found.Records {
			if !first {
				out = append(out, ',')
			}
			first = false
			out = records.Append(out, rec)
		}
		reply = c.pooled(buffer, appendEnvelope(out, limit, offset, found.Total))
	})
	if long {
		reply = c.longPage(filters, limit, offset)
	}
	if total == 0 {
		c.noteFilters(filters)
	}
	if !c.aside {
		c.session.countRead(c.res)
	}
	return reply
}

// longPage writes from a copy of the state, so that nobody waits for a slow reader.
func (c *call) longPage(filters []store.Filter, limit, offset int64) Reply {
	const chunk = 64 << 10
	st := c.session.store.Snapshot(c.spec.schema)
	if st == nil {
		return reloaded
	}
	found := st.Page(c.res, filters, int(limit), int(offset))
	return Reply{Status: c.status, stream: func(w io.Writer) error {
		out := append(make([]byte, 0, 2*chunk), `{"data":[`...)
		first, records := true, st.Encoder(c.res)
		for rec := range found.Records {
			if !first {
				out = append(out, ',')
			}
			first = false
			if out = records.Append(out, rec); len(out) >= chunk {
				if _, err := w.Write(out); err != nil {
					return err
				}
				out = out[:0]
			}
		}
		_, err := w.Write(appendEnvelope(out, limit, offset, found.Total))
		return err
	}}
}

func appendEnvelope(out []byte, limit, offset int64, total int) []byte {
	out = append(out, `],"limit":`...)
	out = strconv.AppendInt(out, limit, 10)
	out = append(out, `,"offset":`...)
	out = strconv.AppendInt(out, offset, 10)
	out = append(out, `,"total":`...)
	out = strconv.AppendInt(out, int64(total), 10)
	return append(out, '}')
}

// wholeNumber reads limit or offset: the first value counts (A18), an empty one is none (A19).
func wholeNumber(name string, query query, fallback int64) (int64, error) {
	text := query.get(name)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.ParseUint(text, 10, 63)
	if err != nil { // A16
		return 0, fmt.Errorf("%s must be a whole number from 0 to 9223372036854775807, not %q", name, shorten(text))
	}
	return int64(number), nil
}

// noteFilters notes what is odd about the values for which nothing was found. They are compared as text.
func (c *call) noteFilters(filters []store.Filter) {
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		for _, one := range filters {
			c.noteFilter(st, one)
		}
	})
}

// noteFilter notes a value that names no record, or that is odd, or by another writing of which there are records.
func (c *call) noteFilter(st *store.State, filter store.Filter) {
	for _, reference := range c.res.References() {
		if reference.By == filter.Field && st.Target(reference, filter.Value) == nil {
			c.noteUnknown(reference, filter.Value)
			return
		}
	}
	name := c.res.Fields()[filter.Field].Name
	c.noteReference(name, filter.Value)
	if !strings.Contains(name, "phone") {
		return
	}
	for _, other := range otherWritings(strings.Trim(filter.Value, `"`)) {
		if found := st.Page(c.res, []store.Filter{{Field: filter.Field, Value: jsonvalue.Text(other)}}, 0, 0); found.Total > 0 {
			c.note("%s is compared as text (A14): no %s has %s, but there are %d with %s", name, c.res.Name(), c.shown(strings.Trim(filter.Value, `"`)), found.Total, other)
			return
		}
	}
}

// filtersOf reads the filters; other parameters are ignored (A22). An unknown value finds nothing (A20).
func (c *call) filtersOf(query query) []store.Filter {
	var filters []store.Filter
	for _, parameter := range c.filters {
		text := query.get(parameter.name)
		if text == "" {
			continue
		}
		value := text
		if c.res.Fields()[parameter.field].Type == "string" {
			value = jsonvalue.Text(text)
		}
		filters = append(filters, store.Filter{Field: parameter.field, Value: value})
	}
	return filters
}
