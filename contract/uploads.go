package contract

import (
	"fmt"
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

func (p *probe) uploads() *uploads {
	p.own()
	return shared(p, &p.stock.uploads, func(p *probe) *uploads {
		all := &uploads{plain: p.once(&file{name: "plain", form: form{file: csvFile{rows: p.plainRows(p.elevenDigits)}}})}
		for _, odd := range p.oddFiles(p.elevenDigits) {
			odd.before = true
			all.odd = append(all.odd, p.once(odd))
		}
		return all
	})
}

// once uploads a file, or returns the one of that name whose upload was answered when another file's was not.
func (p *probe) once(f *file) *file {
	return keyed(p, p.stock.files, f.name, func(p *probe) *file {
		p.upload(f)
		return f
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
