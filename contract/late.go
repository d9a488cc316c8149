package contract

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// album holds the leads of the run that listings show near its end. A forbidden effect of a request may show only after a while.
type album struct {
	leads   map[string]lead // by id in lower case
	listed  []lead          // of the list, in the order of the listing
	headers []lead          // whose values are the column names of a file
	whole   bool            // every known lead of the run was on the pages, so an unknown one would be, too
}

// maxAlbumPages bounds the pages that are read at each end of the list.
const maxAlbumPages = 5

func (p *probe) album() *album {
	return shared(p, &p.stock.album, func(p *probe) *album {
		if p.stock.uploads.made {
			newProbe(p.ctx, p.run).attempt(func(p *probe) { p.imports() })
			p.awaitSecondImport()
		}
		a := &album{leads: map[string]lead{}}
		p.waitFor(func(p *probe) {
			p.fill(a, inList(p.cfg.ListUUID))
			if missing := p.missingFrom(a); missing != "" {
				p.find("the pages of the list", "lead "+missing, "it is on none of them")
			}
		})
		a.whole = p.missingFrom(a) == ""
		p.add(a, p.page(p.widened(nil, 0))) // finds leads in another list, or in none
		return a
	})
}

// fill reads the list from its start and, if the leads of the run are not there, from its end.
func (p *probe) fill(a *album, query url.Values) {
	offset := 0
	a.listed = nil
	for range maxAlbumPages {
		got := p.list(p.widened(query, offset))
		leads := p.leadsOn("list "+query.Encode(), got)
		a.listed = append(a.listed, leads...)
		p.add(a, leads)
		offset += len(leads)
		total, _ := whole(got.Object()["total"])
		if len(leads) == 0 || offset >= total || p.missingFrom(a) == "" {
			return
		}
		if first := offset == len(leads); first && total > maxAlbumPages*len(leads) && len(a.leads) == 0 {
			offset = max(total-2*len(leads), offset)
		}
	}
}

func (p *probe) add(a *album, leads []lead) {
	for _, lead := range leads {
		if p.isHeader(lead) && !slices.ContainsFunc(a.headers, func(other target.Lead) bool { return sameID(other["lead_uuid"], lead["lead_uuid"]) }) {
			a.headers = append(a.headers, lead)
		}
		if strings.HasPrefix(lead.Text("lead_code"), target.Mark(p.cfg.RunID)) || p.sentNumber(lead.Text("phone_number")) {
			a.leads[strings.ToLower(lead.Text("lead_uuid"))] = lead
		}
	}
}

// isHeader reports whether a lead's values are the column names of a file, and it is new since the upload.
func (p *probe) isHeader(shown lead) bool {
	created, isTime := shown.Time("created_at")
	first, known := p.stock.sample.value.lead.Time("created_at") // by the deployment's clock
	if isTime && known && created.Before(first) {
		return false
	}
	for _, column := range columns {
		if shown.Text(column) == column {
			return true
		}
	}
	return false
}

// sentNumber reports whether a refused request had the number.
func (p *probe) sentNumber(number string) bool {
	for _, refused := range slices.Concat(slices.Collect(maps.Values(p.stock.refused)), slices.Collect(maps.Values(p.stock.edges))) {
		if sent := refused.value.text("phone_number"); sent != "" && sent == number {
			return true
		}
	}
	return false
}

// missingFrom returns the id of a lead of the run that is missing from the album, or "".
func (p *probe) missingFrom(a *album) string {
	for _, id := range p.stock.kin.ids {
		if _, found := a.leads[strings.ToLower(id)]; !found {
			return id
		}
	}
	return ""
}

// awaitSecondImport gives an import time to happen a second time: as long as the first one took, but no longer than reads
// take to settle.
func (p *probe) awaitSecondImport() {
	all := p.stock.imports.value
	if all == nil || all.took == 0 {
		return
	}
	if left := min(all.took, p.cfg.Settle) - time.Since(all.seen); left > 0 {
		p.sleep(left)
	}
}

// shown returns a lead as the album shows it, which needs no request. On a second look it sends a get.
func (p *probe) shown(id string) lead {
	if !p.again {
		if lead, found := p.album().leads[strings.ToLower(id)]; found {
			p.kept = true
			return lead
		}
	}
	return p.readNow(id)
}

// nothingStored expects that a refused request has created no lead.
func (p *probe) nothingStored(sent made) {
	code, number := sent.text("lead_code"), sent.text("phone_number")
	a := p.album()
	leads := slices.Collect(maps.Values(a.leads))
	if !a.whole && number != "" {
		leads = append(leads, p.byNumber(number)...)
	}
	for _, lead := range leads {
		if lead.Text("lead_code") == code || number != "" && lead.Text("phone_number") == number {
			p.find("a listing after the refused request", "no lead with lead_code "+code, show(lead))
			return
		}
	}
}

// inList returns the query for the leads of a list.
func inList(list string) url.Values { return url.Values{"list_uuid": {list}} }
