package contract

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// album is the leads of the run that listings show near its end. What a request must not do, it may do a while later.
type album struct {
	leads   map[string]lead // by id in small letters
	listed  []lead          // those of the list, in the order of the listing
	headers []lead          // that have the words of a file's first line for values
	whole   bool            // every lead that the run has created was on the pages, so what else it has created would be, too
}

// mostAlbumPages bounds the pages of the list that are looked through, at each end of it.
const mostAlbumPages = 5

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
		p.add(a, p.page(p.widened(nil, 0))) // what is in another list, or in none
		return a
	})
}

// fill looks through the list: from its beginning, and, where the leads of the run do not stand there, at its end.
func (p *probe) fill(a *album, query url.Values) {
	offset := 0
	a.listed = nil
	for range mostAlbumPages {
		got := p.list(p.widened(query, offset))
		leads := p.leadsOn("list "+query.Encode(), got)
		a.listed = append(a.listed, leads...)
		p.add(a, leads)
		offset += len(leads)
		total, _ := whole(got.Object()["total"])
		if len(leads) == 0 || offset >= total || p.missingFrom(a) == "" {
			return
		}
		if first := offset == len(leads); first && total > mostAlbumPages*len(leads) && len(a.leads) == 0 {
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

// isHeader reports whether a lead has the words of a file's first line for values, and is new since the upload.
func (p *probe) isHeader(shown lead) bool {
	created, isTime := shown.Time("created_at")
	first, known := p.stock.sample.value.lead.Time("created_at") // by the clock of the deployment
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

// sentNumber reports whether a number is one of the refused requests.
func (p *probe) sentNumber(number string) bool {
	for _, one := range slices.Concat(slices.Collect(maps.Values(p.stock.refused)), slices.Collect(maps.Values(p.stock.edges))) {
		if sent := one.value.text("phone_number"); sent != "" && sent == number {
			return true
		}
	}
	return false
}

// missingFrom returns a lead of the run that should be in the album and is not, or "".
func (p *probe) missingFrom(a *album) string {
	for _, id := range p.stock.kin.ids {
		if _, found := a.leads[strings.ToLower(id)]; !found {
			return id
		}
	}
	return ""
}

// awaitSecondImport gives an import the time to come a second time: as long as the first one took, and no longer than reads
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

// shown returns a lead as the album shows it, which needs no request. On a second look it is read.
func (p *probe) shown(id string) lead {
	if !p.again {
		if lead, found := p.album().leads[strings.ToLower(id)]; found {
			p.kept = true
			return lead
		}
	}
	return p.readNow(id)
}

// nothingStored expects that no lead has come of a request that was refused.
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

// inList is the query for the leads of a list.
func inList(list string) url.Values { return url.Values{"list_uuid": {list}} }
