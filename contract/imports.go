package contract

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// imports is all uploads that the rules look at. They are sent together and waited for once: an import shows when it likes,
// and a deployment that drops one of them must not cost the time-out again and again.
type imports struct {
	reply   *reply // to the upload of main
	main    []row
	files   map[string][]row  // the other files by name
	leads   map[string][]lead // what was found, by number
	headers []lead            // leads that have the header's words for values, and were not there before
}

// The rows of the main file.
const (
	plainRow = iota
	vietnameseRow
	commaRow
	quoteRow
	emptyRow
	elevenRow
	lastRow
)

func (p *probe) imports() *imports {
	return shared(p, &p.stock.imports, func(p *probe) *imports {
		all := &imports{files: map[string][]row{}, leads: map[string][]lead{}}
		all.main = p.mainRows()
		known := p.headerLeads()
		started := time.Now()
		all.reply = p.send(form{list: p.cfg.ListUUID, file: csvFile{rows: all.main}}.call())
		for name, form := range p.otherForms() {
			p.send(form.call())
			all.files[name] = form.file.rows
		}
		p.await(all, all.main[lastRow:], started.Add(p.cfg.ImportTimeout))
		p.glance(all)
		p.await(all, all.main, started.Add(p.cfg.ImportTimeout))
		// The rest may be what this deployment does not take, so it does not get the whole time again.
		more := min(max(3*time.Since(started), 2*time.Second), p.cfg.ImportTimeout)
		until := time.Now().Add(more)
		for _, rows := range all.files {
			p.await(all, rows, until)
		}
		all.headers = p.newLeads(known)
		return all
	})
}

func (p *probe) row(name string) row {
	return row{name: name, code: p.code(), phone: p.number(), contract: fmt.Sprintf("HD-%d", p.codes), days: "3"}
}

func (p *probe) mainRows() []row {
	rows := []row{
		plainRow:      p.row("Trần Văn Đức"),
		vietnameseRow: p.row(strings.ReplaceAll(vietnamese, ",", "")),
		commaRow:      p.row("Lê Hoàng Phúc, Công ty TNHH, Ánh Dương"),
		quoteRow:      p.row(`Phạm "Bi" Minh Quân`),
		emptyRow:      p.row("Đặng Thùy Dương"),
		elevenRow:     p.row("Test Ne"),
		lastRow:       p.row("Vũ Cuối Cùng"),
	}
	rows[emptyRow].contract, rows[emptyRow].days = "", ""
	rows[elevenRow].phone = p.elevenDigits()
	rows[lastRow].contract, rows[lastRow].days = "HD cuối", "7"
	return rows
}

// otherForms are files that differ from the main one in one thing each.
func (p *probe) otherForms() map[string]form {
	one := func(file csvFile) form {
		if file.rows == nil {
			file.rows = []row{p.row("Ngô Thị Bích")}
		}
		return form{list: p.cfg.ListUUID, file: file}
	}
	bad, late := p.row("Hàng hỏng"), p.row("Hàng sau")
	bad.days, bad.never = "x", true
	noPhone, noColumn := p.row("Không số"), p.row("Không cột")
	noPhone.phone, noPhone.never = "", true
	noColumn.never = true
	first, second := p.row("Hàng một"), p.row("Hàng hai")
	second.phone = first.phone
	extra := p.row("Thêm cột")
	extra.extra = "Miền Bắc"
	forms := map[string]form{
		"open-end":       one(csvFile{openEnd: true}),
		"columns":        one(csvFile{columns: []string{"phone_number", "after_day", "lead_code", "contract_number", "lead_name"}}),
		"semicolon":      one(csvFile{comma: ";"}),
		"spreadsheet":    one(csvFile{start: "\ufeff", lineEnd: "\r\n"}),
		"other-column":   one(csvFile{columns: append(columns[:5:5], otherColumn), rows: []row{extra}}),
		"order":          one(csvFile{rows: []row{first, second}}),
		"bad-rows":       one(csvFile{rows: []row{bad, noPhone, late}}),
		"list-first":     one(csvFile{}),
		"no-phone-field": one(csvFile{columns: []string{"lead_name", "lead_code"}, rows: []row{noColumn}}),
	}
	listFirst := forms["list-first"]
	listFirst.listFirst = true
	forms["list-first"] = listFirst
	return forms
}

// glance looks for all rows on one page of the newest leads, of whatever list. It saves requests and proves nothing: what is
// not there is looked for by its number.
func (p *probe) glance(all *imports) {
	shown := map[string][]lead{}
	for _, lead := range target.LeadsIn(p.list(url.Values{"limit": {"200"}}).Value) {
		number := lead.Text("phone_number")
		shown[number] = append(shown[number], lead)
	}
	for number, leads := range shown {
		if len(all.leads[number]) == 0 {
			all.leads[number] = leads
		}
	}
}

// await looks for the rows in turn until each is there, or the time is over.
func (p *probe) await(all *imports, rows []row, until time.Time) {
	pause := 50 * time.Millisecond
	for _, row := range rows {
		if row.never || len(all.leads[row.phone]) > 0 {
			continue
		}
		for {
			all.leads[row.phone] = p.byNumber(row.phone)
			if len(all.leads[row.phone]) > 0 || time.Now().After(until) {
				break
			}
			p.sleep(pause)
			pause = min(2*pause, 2*time.Second)
		}
	}
}

// sleep waits between two looks at an import. An interrupt ends it.
func (p *probe) sleep(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ctx.Done():
		p.skip("the run was interrupted")
	}
}

func (p *probe) byNumber(number string) []lead {
	return numbered(p.page(url.Values{"phone_number": {number}}), number)
}

// headerLeads are the ids of leads whose values are the words of a header: another server's mistake, or this one's.
func (p *probe) headerLeads() map[string]bool {
	known := map[string]bool{}
	for _, lead := range p.byNumber("phone_number") {
		known[lead.Text("lead_uuid")] = true
	}
	return known
}

func (p *probe) newLeads(known map[string]bool) []lead {
	var leads []lead
	for _, lead := range p.byNumber("phone_number") {
		if !known[lead.Text("lead_uuid")] {
			leads = append(leads, lead)
		}
	}
	return leads
}

// imported returns the lead that a row has become. Without one the rule is broken.
func (p *probe) imported(all *imports, row row) lead {
	leads := all.leads[row.phone]
	if len(leads) == 0 {
		p.find("the row "+row.code, "a lead with number "+row.phone+" within "+p.cfg.ImportTimeout.String(), "none")
		panic(broken{})
	}
	return leads[0]
}
