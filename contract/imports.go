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
	before bool // another one was on its way
}

// uploads is all files that the rules look at. They are sent early and looked for late, so that the time which an import takes
// is no time that is waited for.
type uploads struct {
	plain *file
	odd   []*file // each differs from the plain one in one thing
}

// imports is what has become of the uploads.
type imports struct {
	uploads *uploads
	odd     []*file
	simpler []*file           // that were tried when nothing had come of the plain one
	plain   []row             // those of the plain file that the deployment has imported
	leads   map[string][]lead // what was found, by the code of the row
	seen    time.Time         // when the plain rows were
	took    time.Duration     // until then
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

// row is a row with a number as the sample of an imported lead has it: 11 digits.
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

// oddFiles are files that differ from the plain one in one thing each.
func (p *probe) oddFiles(number func() string) []*file {
	one := func(name, lead string, change func(*form, *row)) *file {
		only := p.row(lead, number())
		f := &file{name: name}
		change(&f.form, &only)
		if f.form.file.rows == nil {
			f.form.file.rows = []row{only}
		}
		return f
	}
	return []*file{
		one("quoted-comma", "Lê Hoàng Phúc, Hà Nội", func(*form, *row) {}),
		one("quoted-quote", `Phạm "Bi" Quân`, func(*form, *row) {}),
		one("open-end", oddName, func(f *form, _ *row) { f.file.openEnd = true }),
		one("columns", oddName, func(f *form, _ *row) {
			f.file.columns = []string{"phone_number", "after_day", "lead_code", "contract_number", "lead_name"}
		}),
		one("list-first", oddName, func(f *form, _ *row) { f.listFirst = true }),
		one("semicolon", oddName, func(f *form, _ *row) { f.file.comma = ";" }),
		one("spreadsheet", oddName, func(f *form, _ *row) { f.file.start, f.file.lineEnd = "\ufeff", "\r\n" }),
		one("other-column", oddName, func(f *form, r *row) {
			f.file.columns, r.extra = append(columns[:5:5], otherColumn), "Bac"
		}),
		one("bad-rows", "Hang hong", func(f *form, r *row) {
			noPhone := p.row("Khong so", "")
			r.days, r.never, noPhone.never = "x", true, true
			f.file.rows = []row{*r, noPhone, p.row("Hang sau", r.phone)} // whose number comes, so that nobody waits for the bad one's
		}),
		one("no-phone-column", "Khong cot", func(f *form, r *row) {
			f.file.columns, r.never = []string{"lead_name", "lead_code"}, true
		}),
	}
}

// oddName is the name in files whose form is odd.
const oddName = "Ngo Thi Bich"

// imports waits for the uploads.
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

// awaitPlain waits for the plain rows, and tries simpler files when half of the time is over.
func (p *probe) awaitPlain(all *imports) (tried string) {
	files := []*file{all.uploads.plain}
	words := []string{"the columns " + strings.Join(columns, ", ") + " and numbers of 11 digits"}
	started := all.uploads.plain.at
	for n := 1; ; n++ {
		over := time.Since(started) >= p.cfg.ImportTimeout
		if left := firstLook - time.Since(started); n == 1 && left > 0 && !over {
			p.sleep(left)
		}
		for _, f := range files {
			rows := f.form.file.rows
			if p.look(all, rows, over || n%numbersEach == 0); slices.ContainsFunc(rows, func(row row) bool { return len(all.leads[row.code]) > 0 }) {
				all.seen, all.took, all.plain = time.Now(), time.Since(f.at), f.form.file.rows
				p.awaitRest(all, f)
				return ""
			}
		}
		if len(files) == 1 && time.Since(started) >= p.cfg.ImportTimeout/2 {
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

// awaitRest waits for the other rows of a plain file, of which each may take as long as the first one. Where it is not the
// first file that was taken, the odd ones are sent again in its likeness.
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

// awaitOdd waits for the rows of the other files. What was refused while another import was under way is sent again.
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

// uploadAgain sends a file again that was refused. Where several were refused with the same words, it is not the file that is
// wrong, so it is tried until the import before it may be over.
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

// patience is how long a row may take when the one before it has come.
func (p *probe) patience(all *imports) time.Duration {
	return min(max(3*all.took, p.cfg.Settle), p.cfg.ImportTimeout)
}

// awaitRows waits until each of the rows has become a lead, or none has for three times as long as the first one took.
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

// firstLook is how long after its upload a file is first looked for: no import is over at once.
const firstLook = 250 * time.Millisecond

// numbersEach is at how many looks rows are also searched for by their numbers, each by a request of its own.
const numbersEach = 3

// look looks for rows on one page of the newest leads of the list and, with numbers, for what is not there by its number.
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

// keep enters the leads that rows have become, known by their number or, where that was changed, by their code.
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

// imported returns the lead that a row has become. Without one the rule is broken.
func (p *probe) imported(all *imports, row row) lead {
	leads := all.leads[row.code]
	if len(leads) == 0 {
		p.find("the row "+row.code, "a lead with number "+row.phone, "none, "+time.Since(all.uploads.plain.at).Round(time.Second).String()+" after the upload")
		panic(broken{})
	}
	return leads[0]
}

// readImported gets the lead of the first row.
func (p *probe) readImported(all *imports) (shown lead) {
	id := p.imported(all, all.plain[0]).Text("lead_uuid")
	p.settled(func() {
		if small := strings.ToLower(id); small != id && p.get(id).NotFound() { // a listing may write ids in other letters
			id = small
		}
		shown = p.readNow(id)
	})
	return shown
}

// rowsOf returns the rows of one of the odd files. A file that was refused is the break of the rule about it.
func (all *imports) rowsOf(p *probe, name string) []row {
	at := slices.IndexFunc(all.odd, func(f *file) bool { return f.name == name })
	if f := all.odd[at]; f.reply.Refused() {
		p.success("the upload", f.reply)
	}
	return all.odd[at].form.file.rows
}

// refusedUploads are uploads that must be refused, of one row each.
var refusedUploads = map[string]func(p *probe, f form) *reply{
	"no-list":           func(p *probe, f form) *reply { f.noList = true; return p.send(f.call()) },
	"no-file":           func(p *probe, f form) *reply { f.noFile = true; return p.send(f.call()) },
	"empty":             func(p *probe, f form) *reply { f.noList, f.noFile = true, true; return p.send(f.call()) },
	"empty-list":        func(p *probe, f form) *reply { f.list = ""; return p.send(f.call()) },
	"file-as-text":      func(p *probe, f form) *reply { f.asText = true; return p.send(f.call()) },
	"unknown-list":      func(p *probe, f form) *reply { f.list = p.madeUp(); return p.send(f.call()) },
	"no-token":          func(p *probe, f form) *reply { return p.as("", "uploadLeads", f.call()) },
	"other-credentials": func(p *probe, f form) *reply { return p.as(otherCredentials, "uploadLeads", f.call()) },
}

// refusedUpload is such an upload, sent once for all rules that look at it.
func (p *probe) refusedUpload(name string) made {
	p.own()
	return keyed(p, p.stock.refused, "upload "+name, func(p *probe) made {
		only := p.row("Khong vao", p.elevenDigits())
		sent := body{"lead_code": only.code, "phone_number": only.phone}
		return made{sent: sent, reply: refusedUploads[name](p, form{list: p.cfg.ListUUID, file: csvFile{rows: []row{only}}})}
	})
}

// nothingImported expects that no lead has come of an upload that was refused.
func (p *probe) nothingImported(name string) { p.nothingStored(p.refusedUpload(name)) }
