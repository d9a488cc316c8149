package contract

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// file is an upload, its reply, and its rows.
type file struct {
	name   string
	form   form
	reply  *reply
	at     time.Time
	before bool // another import was in progress
}

// uploads holds all files that the rules check. They are sent early and checked late, so the run does not wait while an
// import is in progress.
type uploads struct {
	plain *file
	odd   []*file // each differs from the plain one in one way
}

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

func (p *probe) uploads() *uploads {
	p.own()
	return shared(p, &p.stock.uploads, func(p *probe) *uploads {
		all := &uploads{plain: &file{name: "plain", form: form{file: csvFile{rows: p.plainRows(p.elevenDigits)}}}}
		p.upload(all.plain)
		for _, odd := range p.oddFiles(p.elevenDigits) {
			odd.before = true
			p.upload(odd)
			all.odd = append(all.odd, odd)
		}
		return all
	})
}

func (p *probe) upload(f *file) {
	f.form.list = p.cfg.ListUUID
	f.at, f.reply = time.Now(), p.send(f.form.call())
}

// row returns a row with a number of 11 digits, like the sample of an imported lead.
func (p *probe) row(name, phone string) row {
	code := p.code()
	return row{name: name, code: code, phone: phone, contract: fmt.Sprintf("NVDP2%04d", p.codes), days: "3"}
}

// The rows of the plain file.
const (
	plainRow = iota
	emptyRow
	lastRow
)

func (p *probe) plainRows(number func() string) []row {
	rows := []row{plainRow: p.row("Tran Van Duc", number()), emptyRow: p.row("Test Ne", number()), lastRow: p.row(vietnamese, number())}
	rows[emptyRow].contract, rows[emptyRow].days = "", ""
	rows[lastRow].contract, rows[lastRow].days = "NVDP3CUOI", "7"
	return rows
}

// oddFiles returns files that each differ from the plain one in one way.
func (p *probe) oddFiles(number func() string) []*file {
	odd := func(name, lead string, change func(*form, *row)) *file {
		only := p.row(lead, number())
		f := &file{name: name}
		change(&f.form, &only)
		if f.form.file.rows == nil {
			f.form.file.rows = []row{only}
		}
		return f
	}
	return []*file{
		odd("quoted-comma", "Lê Hoàng Phúc, Hà Nội", func(*form, *row) {}),
		odd("quoted-quote", `Phạm "Bi" Quân`, func(*form, *row) {}),
		odd("open-end", oddName, func(f *form, _ *row) { f.file.openEnd = true }),
		odd("columns", oddName, func(f *form, _ *row) {
			f.file.columns = []string{"phone_number", "after_day", "lead_code", "contract_number", "lead_name"}
		}),
		odd("list-first", oddName, func(f *form, _ *row) { f.listFirst = true }),
		odd("semicolon", oddName, func(f *form, _ *row) { f.file.comma = ";" }),
		odd("spreadsheet", oddName, func(f *form, _ *row) { f.file.start, f.file.lineEnd = "\ufeff", "\r\n" }),
		odd("other-column", oddName, func(f *form, r *row) {
			f.file.columns, r.extra = append(columns[:5:5], otherColumn), "Bac"
		}),
		odd("bad-rows", "Hang hong", func(f *form, r *row) {
			noPhone := p.row("Khong so", "")
			r.days, r.never, noPhone.never = "x", true, true
			f.file.rows = []row{*r, noPhone, p.row("Hang sau", r.phone)} // its lead shows that the import is done, without a wait for the bad row
		}),
		odd("no-phone-column", "Khong cot", func(f *form, r *row) {
			f.file.columns, r.never = []string{"lead_name", "lead_code"}, true
		}),
	}
}

// oddName is the lead_name in files with an odd format.
const oddName = "Ngo Thi Bich"

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

// rowsOf returns the rows of an odd file. If the file was refused, its rule is broken.
func (all *imports) rowsOf(p *probe, name string) []row {
	at := slices.IndexFunc(all.odd, func(f *file) bool { return f.name == name })
	if f := all.odd[at]; f.reply.Refused() {
		p.success("the upload", f.reply)
	}
	return all.odd[at].form.file.rows
}
