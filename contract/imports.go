package contract

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// imports is the outcome of the uploads.
type imports struct {
	uploads *uploads
	odd     []*file
	simpler []*file           // tried after the plain one had produced no lead
	plain   []row             // of the plain file that the deployment has imported
	leads   map[string][]lead // found leads, by the code of the row
	seen    time.Time         // when the plain rows were found
	took    time.Duration     // from the upload until then
}

// imports waits for the uploads to be imported.
func (p *probe) imports() *imports {
	sent := p.uploads()
	return shared(p, &p.stock.imports, func(p *probe) *imports {
		all := &imports{uploads: sent, odd: sent.odd, leads: map[string][]lead{}}
		tried := p.awaitPlain(all)
		if all.plain == nil {
			p.skip("no row of the first file has appeared within %s: this deployment may use another template. Tried: %s", p.cfg.ImportTimeout, tried)
		}
		p.awaitOdd(all)
		return all
	})
}

// awaitPlain waits for the plain rows, and tries simpler files after half of the time.
func (p *probe) awaitPlain(all *imports) (tried string) {
	files := []*file{all.uploads.plain}
	words := []string{"the columns " + strings.Join(columns, ", ") + " and numbers of 11 digits"}
	started := all.uploads.plain.at
	for n := 1; ; n++ {
		over, late := time.Since(started) >= p.cfg.ImportTimeout, time.Since(started) >= p.cfg.ImportTimeout/2
		if left := firstLook - time.Since(started); n == 1 && left > 0 && !over {
			p.sleep(left)
		}
		for _, f := range files {
			rows := f.form.file.rows
			if p.look(all, rows, late || n%numbersEach == 0); slices.ContainsFunc(rows, func(row row) bool { return len(all.leads[row.code]) > 0 }) {
				all.seen, all.took, all.plain = time.Now(), time.Since(f.at), f.form.file.rows
				if n == 1 { // it may have existed long before the first search
					all.took = min(all.took, p.cfg.Settle)
				}
				p.awaitRest(all, f)
				return ""
			}
		}
		if len(files) == 1 && late {
			twelve := &file{name: "twelve", form: form{file: csvFile{rows: p.plainRows(p.number)}}}
			short := &file{name: "short", form: form{file: csvFile{rows: p.plainRows(p.elevenDigits), columns: columns[:3]}}}
			p.upload(twelve)
			p.upload(short)
			all.simpler = []*file{twelve, short}
			files = append(files, all.simpler...)
			words = append(words, "numbers of 12 digits", "the columns "+strings.Join(columns[:3], ", "), "semicolons, other orders of the columns, a byte order mark")
			continue
		}
		if over {
			if reply := all.uploads.plain.reply; reply.Refused() {
				words = append(words, fmt.Sprintf("the first one was refused: %.300s", reply))
			}
			return strings.Join(words, "; ")
		}
		p.sleep(min(max(time.Since(started)/2, firstPause), 2*time.Second))
	}
}

// awaitRest waits for the other rows of a plain file, each of which may take as long as the first one. If the deployment did not accept
// the first file but a simpler one, it sends the odd files again in that format.
func (p *probe) awaitRest(all *imports, f *file) {
	p.awaitRows(all, f.form.file.rows)
	if f == all.uploads.plain {
		return
	}
	number := p.elevenDigits
	if f.name == "twelve" {
		number = p.number
	}
	all.odd = p.oddFiles(number)
	for _, odd := range all.odd {
		p.upload(odd)
	}
}

// awaitOdd waits for the rows of the other files. It sends files again that were refused while another import was in progress.
func (p *probe) awaitOdd(all *imports) {
	times := map[string]int{}
	for _, odd := range all.odd {
		times[string(odd.reply.Body)]++
	}
	var rows []row
	for _, odd := range all.odd {
		if odd.reply.Refused() && odd.before {
			p.uploadAgain(all, odd, times[string(odd.reply.Body)] > 1)
			p.awaitRows(all, odd.form.file.rows)
		}
		rows = append(rows, odd.form.file.rows...)
	}
	p.awaitRows(all, rows)
}

// uploadAgain sends a refused file again. If several were refused with the same words, the file is not the reason, so it
// retries until the previous import may be over.
func (p *probe) uploadAgain(all *imports, f *file, busy bool) {
	words, started := string(f.reply.Body), time.Now()
	for pause := firstPause; ; pause = min(2*pause, 2*time.Second) {
		p.upload(f)
		if !f.reply.Refused() || !busy || string(f.reply.Body) != words || time.Since(started) > p.patience(all) {
			return
		}
		p.sleep(pause)
	}
}

// patience returns how long a row may take after the previous one has arrived.
func (p *probe) patience(all *imports) time.Duration {
	return min(max(3*all.took, p.cfg.Settle), p.cfg.ImportTimeout)
}

// awaitRows waits until every row has become a lead, or none has for three times as long as the first one took.
func (p *probe) awaitRows(all *imports, rows []row) {
	last, found := time.Now(), 0
	for n, pause := 1, firstPause; ; n, pause = n+1, min(2*pause, 2*time.Second) {
		over := time.Since(last) >= p.patience(all)
		p.look(all, rows, over || n%numbersEach == 0)
		have := 0
		for _, row := range rows {
			if row.never || len(all.leads[row.code]) > 0 {
				have++
			}
		}
		if have > found {
			last, found = time.Now(), have
		}
		if have == len(rows) || over {
			return
		}
		p.sleep(pause)
	}
}

// firstLook is the time between an upload and the first search for its rows: no import is immediate.
const firstLook = 250 * time.Millisecond

// numbersEach is the interval, in looks, at which rows are also searched for by number, with one request each.
const numbersEach = 3

// look searches for rows on one page of the list's newest leads and, if numbers is set, searches for missing rows by number.
func (p *probe) look(all *imports, rows []row, numbers bool) {
	missing := func(row row) bool { return !row.never && len(all.leads[row.code]) == 0 }
	if !slices.ContainsFunc(rows, missing) {
		return
	}
	all.keep(p.leadsOn("the list", p.list(p.widened(inList(p.cfg.ListUUID), 0))))
	for _, row := range rows {
		if numbers && missing(row) {
			all.keep(p.byNumber(row.phone))
		}
	}
}

// keep records the leads that rows have become, identified by number or, if that was changed, by code.
func (all *imports) keep(leads []lead) {
	files := append([]*file{all.uploads.plain}, all.odd...)
	for _, f := range append(files, all.simpler...) {
		for _, row := range f.form.file.rows {
			if len(all.leads[row.code]) > 0 {
				continue
			}
			for _, lead := range leads {
				if lead.Text("lead_code") == row.code || lead.Text("phone_number") == row.phone && !row.never && row.phone != "" {
					all.leads[row.code] = append(all.leads[row.code], lead)
				}
			}
		}
	}
}

// imported returns the lead that a row has become. If there is none, the rule is broken.
func (p *probe) imported(all *imports, row row) lead {
	leads := all.leads[row.code]
	if len(leads) == 0 {
		p.find("the row "+row.code, "a lead with number "+row.phone, "none, "+time.Since(all.uploads.plain.at).Round(time.Second).String()+" after the upload")
		panic(broken{})
	}
	return leads[0]
}

// readImported reads the lead of the first row.
func (p *probe) readImported(all *imports) (shown lead) {
	id := p.imported(all, all.plain[0]).Text("lead_uuid")
	p.settled(func() {
		if small := strings.ToLower(id); small != id && p.get(id).NotFound() { // a listing may show ids in another case
			id = small
		}
		shown = p.readNow(id)
	})
	return shown
}

// oddFile returns the odd file with a name.
func (all *imports) oddFile(name string) *file {
	return all.odd[slices.IndexFunc(all.odd, func(f *file) bool { return f.name == name })]
}

// rowsOf returns the rows of an odd file. If the file was refused, its rule is broken.
func (all *imports) rowsOf(p *probe, name string) []row {
	f := all.oddFile(name)
	if f.reply.Refused() {
		p.success("the upload", f.reply)
	}
	return f.form.file.rows
}
