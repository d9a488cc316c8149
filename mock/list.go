package mock

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// streamFrom is the number of records from which on a page is streamed, so that it need not fit in memory.
const streamFrom = 1000

// listing is a request for a page.
type listing struct {
	filters       []store.Filter
	limit, offset int64
	count         int64 // records of the page: limit, except under A17
}

// list replies with a page of records, newest first, in the envelope that all lists of the vendor share.
func list(c *call) Reply {
	query, err := readQuery(c.request.URL.RawQuery)
	if err != nil {
		if c.rests.add(a44); !c.as.queryDropped {
			return errorReply(http.StatusBadRequest, err.Error())
		}
	}
	query.last = c.as.lastParameter
	if c.oddQuery {
		if refused := c.checkParameters(query); refused != nil {
			return *refused
		}
	}
	wanted, err := c.readListing(query)
	if err != nil {
		return errorReply(http.StatusBadRequest, err.Error())
	}
	reply, long, total := reloaded, false, 0
	c.session.store.Read(c.spec.schema, func(st *store.State) {
		found := c.search(st, wanted)
		total = found.Total
		if refused := c.checkPage(st, found, wanted); refused != nil {
			reply = *refused
			return
		}
		if long = found.Count >= streamFrom; long {
			return
		}
		buffer := buffers.Get().(*[]byte)
		out := append(*buffer, c.opening(found)...)
		first, records := true, st.Encoder(c.res)
		defer records.Release()
		for rec := range found.Records {
			if !first {
				out = append(out, ',')
			}
			first = false
			out = records.Append(out, rec)
		}
		reply = c.pooled(buffer, c.appendEnvelope(out, st, found, wanted))
	})
	if long {
		reply = c.longPage(wanted)
	}
	if total == 0 {
		c.noteFilters(wanted.filters)
	}
	if !c.fromUI {
		c.session.countRead(c.res)
	}
	return reply
}

// longPage streams from a copy of the state, so that nobody waits for a slow reader.
func (c *call) longPage(wanted listing) Reply {
	const chunk = 64 << 10
	st := c.session.store.Snapshot(c.spec.schema)
	if st == nil {
		return reloaded
	}
	op, found := c.operation, c.search(st, wanted) // the call may be recycled before the page is written
	return Reply{Status: c.status, stream: func(w io.Writer) error {
		out := append(make([]byte, 0, 2*chunk), op.opening(found)...)
		first, records := true, st.Encoder(op.res)
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
		_, err := w.Write(op.appendEnvelope(out, st, found, wanted))
		return err
	}}
}

// opening returns the start of an envelope (A52).
func (op *operation) opening(page store.Page) string {
	if page.Count == 0 && op.as.nullData {
		return `{"data":null`
	}
	return `{"data":[`
}

func (op *operation) appendEnvelope(out []byte, st *store.State, page store.Page, wanted listing) []byte {
	total := page.Total
	switch {
	case op.as.totalOfAll:
		total = st.Listed(op.res)
	case op.as.totalOfPage:
		total = page.Count
	}
	if page.Count > 0 || !op.as.nullData {
		out = append(out, ']')
	}
	out = append(out, `,"limit":`...)
	out = strconv.AppendInt(out, wanted.limit, 10)
	out = append(out, `,"offset":`...)
	out = strconv.AppendInt(out, wanted.offset, 10)
	out = append(out, `,"total":`...)
	out = strconv.AppendInt(out, int64(total), 10)
	return append(out, '}')
}

// search returns the page; it uses an index if one fits (A14, A65).
func (op *operation) search(st *store.State, wanted listing) store.Page {
	if op.as.match == store.Exact && op.as.order == store.NewestFirst {
		return st.Page(op.res, wanted.filters, int(wanted.count), int(wanted.offset))
	}
	return st.Search(op.res, wanted.filters, op.as.order, int(wanted.count), int(wanted.offset))
}

// maxCapped is the maximum limit in another reading of A17.
const maxCapped = 50_000

// readListing reads limit, offset and filters.
func (c *call) readListing(query query) (wanted listing, err error) {
	if wanted.limit, err = c.wholeNumber("limit", query, c.limit); err != nil {
		return wanted, err
	}
	if wanted.offset, err = c.wholeNumber("offset", query, 0); err != nil {
		return wanted, err
	}
	if wanted.limit > maxCapped {
		if c.rests.add(a17); c.as.capped {
			wanted.limit = maxCapped
		}
	}
	wanted.count = wanted.limit
	if wanted.limit == 0 && c.as.zeroIsAll {
		wanted.count = math.MaxInt64
	}
	wanted.filters = c.filtersOf(query)
	c.rests.addIf(len(wanted.filters) > 1, a53)
	return wanted, nil
}

// wholeNumber reads limit or offset: the first value wins (A18), and an empty one is ignored (A19).
func (c *call) wholeNumber(name string, query query, fallback int64) (int64, error) {
	text := query.get(name)
	if text == "" {
		return fallback, nil
	}
	number, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		if c.rests.add(a16); c.as.badNumberAbsent {
			return fallback, nil
		}
		return 0, fmt.Errorf("%s must be a whole number from 0 to 9223372036854775807, not %q", name, shorten(text))
	}
	return int64(number), nil
}

// checkParameters marks the assumptions that an odd query rests on, or refuses it under A22.
func (c *call) checkParameters(query query) *Reply {
	values := query.all()
	for _, name := range sortedNames(values) {
		switch all := values[name]; {
		case strings.HasPrefix(name, "__"): // a preference
		case slices.Contains(c.query, name):
			c.rests.addIf(all[0] != all[len(all)-1], a18)
		default:
			if c.rests.add(a22); c.as.parameterRefused {
				reply := errorReply(http.StatusBadRequest, shorten(name)+" is invalid")
				return &reply
			}
		}
	}
	return nil
}

// checkPage marks the assumptions that the page rests on, or returns Not Found under A20 and A21.
func (c *call) checkPage(st *store.State, found store.Page, wanted listing) *Reply {
	missing := false
	if found.Total == 0 && c.namesUnknown(st, wanted.filters) {
		c.rests.add(a20)
		missing = c.as.unknownNotFound
	}
	if offset := int(wanted.offset); offset > 0 && offset >= found.Total {
		c.rests.add(a21)
		missing = missing || c.as.pastEndNotFound
	}
	if missing {
		c.rests.add(a03)
		reply := errorReply(c.as.notFound, http.StatusText(http.StatusNotFound))
		return &reply
	}
	c.rests.addIf(wanted.limit == 0 && int(wanted.offset) < found.Total, a17)
	c.rests.addIf(found.Total != found.Count || len(wanted.filters) > 0 && found.Total != st.Listed(c.res), a51)
	c.rests.addIf(found.Count == 0, a52)
	c.rests.addIf(found.Count > 0 && found.Total > 1, a65)
	return nil
}

// namesUnknown reports whether a filter names a record that does not exist, such as a list or a campaign.
func (c *call) namesUnknown(st *store.State, filters []store.Filter) bool {
	for _, filter := range filters {
		if filter.Value == emptyText {
			continue
		}
		for _, reference := range c.res.References() {
			if reference.By == filter.Field && !c.server.knows(st, reference, filter.Value) {
				return true
			}
		}
		if !st.Offers(c.res, filter.Field, filter.Value) {
			return true
		}
	}
	return false
}

// filtersOf returns the filters; other parameters are ignored (A22). An unknown value finds nothing (A20), and an empty one
// is ignored (A19).
func (c *call) filtersOf(query query) []store.Filter {
	var filters []store.Filter
	for _, parameter := range c.filters {
		text := query.get(parameter.name)
		if text == "" {
			if !c.oddQuery || !query.all().Has(parameter.name) {
				continue
			}
			if c.rests.add(a19); !c.as.emptyFilter {
				continue
			}
		}
		value, match := text, store.Exact
		if parameter.field == c.phone && text != "" {
			c.rests.add(a14)
			match = c.as.match
		}
		if c.res.Fields()[parameter.field].Type == "string" {
			value = jsonvalue.Text(text)
		}
		filters = append(filters, store.Filter{Field: parameter.field, Value: value, Match: match})
	}
	return filters
}
