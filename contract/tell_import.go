package contract

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// tellingFiles holds uploads that only tellers use, and the outcome of their rows, by code.
type tellingFiles struct {
	badDay, noNumber, long, block *file // block is nil unless diallable numbers may be sent
	leads                         map[string]lead
}

// importTellers returns tellers about the rows of a file.
func importTellers() []teller {
	made := []teller{
		{assumption: "A30", tell: tellNetwork},
		{assumption: "A31", tell: tellSixthColumn},
		{assumption: "A32", tell: tellTwelveDigits},
		{assumption: "A33", act: func(p *probe) { p.reordered() }, tell: tellRowOrder},
		{assumption: "A34", tell: tellBadDay},
		{assumption: "A35", tell: tellNoPhoneColumn},
		{assumption: "A36", tell: func(p *probe) {
			all := p.imports()
			odd := all.oddFile("semicolon")
			p.sawRow("a file with semicolons", len(all.leads[odd.form.file.rows[0].code]) > 0, "any-separator", "comma")
		}},
		{assumption: "A49", tell: tellRowWithoutNumber},
		{assumption: "A66", tell: tellNineDigits},
	}
	for i := range made {
		if made[i].act == nil {
			made[i].act = func(p *probe) { p.sentFiles() }
		}
	}
	return made
}

func tellSixthColumn(p *probe) {
	all := p.imports()
	if !hasColumn(p.imported(all, all.plain[plainRow]), "lead_name") {
		p.skip("additional of an imported lead is not its row")
	}
	added := hasColumn(p.imported(all, all.rowsOf(p, "other-column")[0]), otherColumn)
	p.saw(map[bool]string{true: "in-additional", false: "dropped"}[added], "a sixth column of a file is part of additional: %t", added)
}

func tellTwelveDigits(p *probe) {
	const what = "a row with a number of 12 digits"
	files, all := p.tellingFiles(), p.imports()
	_, came := files.leads[files.long.form.file.rows[0].code]
	switch eleven := all.plain[plainRow].phone; {
	case p.sawRefusedFile(what, files.long):
	case len(eleven) != len(p.elevenDigits()):
		p.sawOther("a row with a number of 11 digits is not imported")
	default:
		p.sawRow(what, came, "any-number", "by-length")
	}
}

func tellBadDay(p *probe) {
	const what = "a row with after_day x"
	files, all := p.tellingFiles(), p.imports()
	shown, came := files.leads[files.badDay.form.file.rows[0].code]
	switch plain := all.plain[plainRow]; {
	case !sameNumber(p.imported(all, plain)["after_day"], json.Number(plain.days)):
		p.skip("files have no column after_day here")
	case p.sawRefusedFile(what, files.badDay):
	case came && !sameNumber(shown["after_day"], json.Number("0")):
		p.sawOther(what+" is imported with after_day %.20s", show(shown["after_day"]))
	default:
		p.sawRow(what, came, "zero", "skipped")
	}
}

func tellNoPhoneColumn(p *probe) {
	all := p.imports()
	odd := all.oddFile("no-phone-column")
	for _, lead := range p.album().leads {
		if lead.Text("lead_code") == odd.form.file.rows[0].code {
			p.sawOther("a file without a column phone_number is imported")
		}
	}
	p.sawTaken("a file without a column phone_number", odd.reply, "accepted", "refused")
}

func tellRowWithoutNumber(p *probe) {
	files := p.tellingFiles()
	if p.sawRefusedFile("a row without a number", files.noNumber) {
		return
	}
	rows := files.noNumber.form.file.rows
	_, before := files.leads[rows[0].code]
	_, after := files.leads[rows[2].code]
	p.sawIn(map[string]string{"true true": "row", "false false": "file"}, fmt.Sprint(before, after),
		"beside a row without a number the one before it is imported: %t, the one after it: %t", before, after)
}

// tellNineDigits checks a row with a number of the block that the user has named, without its leading 0.
func tellNineDigits(p *probe) {
	row := p.tellingFiles().blockRow(p, 1)
	if !strings.HasPrefix(p.cfg.PhonePrefix, "0") {
		p.skip("it needs a block of numbers that starts with 0 (--phone-prefix)")
	}
	const what = "a row with a number of nine digits"
	shown, came := p.tellingFiles().leads[row.code]
	switch {
	case p.sawRefusedFile(what, p.tellingFiles().block):
		return
	case !came:
		p.sawRow(what, came, "", "")
		return
	}
	number := shown.Text("phone_number")
	p.sawIn(map[string]string{row.phone: "as-is", "0" + row.phone: "leading-zero"}, number,
		"a number of nine digits without its leading 0 is imported with %d digits", len(number))
}

// sawRow records one reading if a row became a lead, and another one if it did not.
func (p *probe) sawRow(what string, came bool, imported, skipped string) {
	if came {
		p.saw(imported, "%s is imported", what)
	} else {
		p.saw(skipped, "%s is not imported", what)
	}
}

// sentFiles uploads the tellers' files after the other files have been imported, when the run knows how long an import takes.
func (p *probe) sentFiles() *tellingFiles {
	all := p.imports()
	return shared(p, &p.stock.telling, func(p *probe) *tellingFiles {
		of := func(name string, rows ...row) *file { return &file{name: name, form: form{file: csvFile{rows: rows}}} }
		number := p.elevenDigits
		if len(all.plain[plainRow].phone) != len(number()) { // the deployment imports other numbers
			number = p.number
		}
		badDay, noNumber := p.row("Ngay sai", number()), p.row("Khong so", "")
		badDay.days = "x"
		files := &tellingFiles{
			badDay:   of("bad-day", badDay),
			noNumber: of("no-number", p.row("Hang truoc", badDay.phone), noNumber, p.row("Hang sau", number())),
			long:     of("long", p.row("So dai", p.number())),
		}
		sent := []*file{files.badDay, files.noNumber, files.long}
		if p.cfg.PhonePrefix != "" {
			ten, other := p.numbers.Dialable(p.cfg.PhonePrefix), p.numbers.Dialable(p.cfg.PhonePrefix)
			files.block = of("block", p.row("Muoi so", ten), p.row("Chin so", strings.TrimPrefix(other, "0")))
			sent = append(sent, files.block)
		}
		for _, f := range sent {
			if p.upload(f); f.reply.Refused() { // another import may be in progress
				p.uploadAgain(all, f, true)
			}
		}
		return files
	})
}

// tellingFiles waits for the rows, three times as long as others took.
func (p *probe) tellingFiles() *tellingFiles {
	files, all := p.sentFiles(), p.imports()
	if p.imported(all, all.plain[plainRow]).Text("lead_code") != all.plain[plainRow].code {
		p.skip("imported leads do not show their lead_code")
	}
	if files.leads != nil {
		return files
	}
	files.leads = map[string]lead{}
	patience, last := min(max(3*all.took, 4*p.lag), p.cfg.ImportTimeout), files.long.at
	for pause := firstPause; ; pause = min(2*pause, 2*time.Second) {
		over, before := time.Since(last) >= patience, len(files.leads)
		p.lookForRows(files, over)
		if len(files.leads) > before {
			last = time.Now()
		} else if over {
			return files
		}
		p.sleep(pause)
	}
}

// sawRefusedFile reports whether a file was refused for its content, and records it if so.
func (p *probe) sawRefusedFile(what string, f *file) bool {
	if f.reply.Refused() {
		p.sawOther("a file with %s is answered %s", what, said(f.reply))
	}
	return f.reply.Refused()
}

// lookForRows searches for rows on the first page of the list and, if numbers is set, by the number of each missing row.
func (p *probe) lookForRows(files *tellingFiles, numbers bool) {
	keep := func(leads []lead) {
		for _, lead := range leads {
			if code := lead.Text("lead_code"); strings.HasPrefix(code, target.Mark(p.cfg.RunID)) {
				files.leads[code] = lead
			}
		}
	}
	keep(p.leadsOn("the list", p.list(p.widened(inList(p.cfg.ListUUID), 0))))
	for _, f := range []*file{files.badDay, files.noNumber, files.long, files.block} {
		if f == nil || !numbers {
			continue
		}
		for _, row := range f.form.file.rows {
			for _, number := range []string{row.phone, "0" + row.phone} {
				if _, came := files.leads[row.code]; !came && row.phone != "" && (number == row.phone || f == files.block) {
					keep(p.page(map[string][]string{"phone_number": {number}}))
				}
			}
		}
	}
}

// blockRow returns a row with a diallable number.
func (files *tellingFiles) blockRow(p *probe, at int) row {
	if files.block == nil {
		p.skip("it needs numbers that could be dialled (--phone-prefix)")
	}
	return files.block.form.file.rows[at]
}

// viettel matches the numbers of that carrier.
var viettel = regexp.MustCompile(`^(0|84)(3[2-9]|86|96|97|98)`)

// tellNetwork checks a number of no carrier and one of the block that the user has named.
func tellNetwork(p *probe) {
	all := p.imports()
	none := p.imported(all, all.plain[plainRow]).Text("network")
	if none != "" && none != "offnet" {
		p.sawOther("an imported number of no carrier has network %.20q", none)
		return
	}
	row := p.tellingFiles().blockRow(p, 0)
	if !viettel.MatchString(row.phone) {
		p.skip("it needs a block of numbers of viettel (--phone-prefix)")
	}
	shown, came := p.tellingFiles().leads[row.code]
	if !came {
		p.skip("a row with a number of the block is not imported")
	}
	p.sawIn(map[string]string{" viettel": "viettel", " ": "none", "offnet viettel": "carriers"}, none+" "+shown.Text("network"),
		"an imported number of no carrier has network %q, and one of viettel %.20q", none, shown.Text("network"))
}

// hasColumn reports whether additional of a lead is a row with a column.
func hasColumn(shown lead, column string) bool {
	value, _, err := target.DecodeStrict([]byte(shown.Text("additional")))
	row, _ := value.(map[string]any)
	return err == nil && row[column] != nil
}

// tellRowOrder checks the order of two rows of a file in a listing. The first lead is the newest, unless listings are oldest first.
func tellRowOrder(p *probe) {
	all, order := p.imports(), p.order()
	if order.reading == "" {
		p.skip("the order of listings has no reading (A65)")
	}
	if len(all.plain) <= lastRow {
		p.skip("the rows of the file are not there")
	}
	var ids []string
	for _, row := range all.plain[emptyRow:] {
		ids = append(ids, p.imported(all, row).Text("lead_uuid"))
	}
	lastIsFirst := p.placesOf(inList(p.cfg.ListUUID), ids...)[0] == lastRow-emptyRow
	lastIsNewest := lastIsFirst == (order.reading != "oldest-first")
	p.saw(map[bool]string{true: "file-order", false: "reversed"}[lastIsNewest], "the last row of a file is a newer lead than the one before it: %t", lastIsNewest)
}
