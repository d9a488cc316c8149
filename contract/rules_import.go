package contract

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/onsi/gomega"

	"github.com/leadapi/leadapi/contract/report"
)

func uploadRules() []Rule {
	rules := []Rule{
		{ID: "import.reply", Provenance: stated, About: aboutSuccess,
			Text: "An upload returns the documented msg, file upload is processing.",
			check: func(p *probe) {
				got := p.firstUpload()
				p.judged("uploadLeads", got)
			}},
		{ID: "import.every-row", Provenance: implied, Assumptions: []string{"A46", "A47"},
			Text: "Every row of the file becomes one lead, including the first and the last.",
			check: func(p *probe) {
				all := p.imports()
				for i, row := range all.plain {
					p.settled(func() {
						p.expect(fmt.Sprintf("leads with the number of row %d of %d", i+1, len(all.plain)), len(p.copies(row)), gomega.Equal(1))
					})
				}
			}},
		{ID: "import.list", Provenance: stated, About: aboutFields("list_uuid"),
			Text: "Imported leads are in the list that the form names.",
			check: func(p *probe) {
				all := p.imports()
				for i, row := range all.plain {
					for _, lead := range p.copies(row) {
						p.expectSame("list_uuid of row "+strconv.Itoa(i+1), "list_uuid", lead["list_uuid"], p.cfg.ListUUID)
					}
				}
			}},
		{ID: "import.lead", Provenance: stated, About: aboutOperations("uploadLeads", "getLead", "listLeads"), Section: getSection,
			Text: "An imported lead has all fields, with the documented types and formats, in a get and in a listing.",
			check: func(p *probe) {
				all := p.imports()
				shown := p.readImported(all)
				p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(shown), ""))
				p.settled(func() {
					found := p.byNumber(shown.Text("phone_number"))
					p.demand("leads with the number of the imported lead", has(found, shown.Text("lead_uuid")), gomega.BeTrue())
					p.findAll(nil, p.judge.visit(p.judge.lead, map[string]any(found[0]), "data[]"))
				})
			}},
		{ID: "import.header", Provenance: implied, Assumptions: []string{"A47"},
			Text: "The line with the column names does not become a lead.",
			check: func(p *probe) {
				p.imports()
				for _, lead := range p.album().headers {
					p.find("a lead that is new since the upload", "no lead with the header's words", show(lead))
				}
			}},
		importedText("quoted-comma", "A48", "A comma inside quotes is part of the text."),
		importedText("quoted-quote", "A48", "A doubled quote inside quotes is one quote."),
		{ID: "import.vietnamese", Provenance: implied, Assumptions: []string{"A46"}, Text: "Vietnamese text is returned as it was in the file.",
			check: func(p *probe) {
				all := p.imports()
				p.expect("lead_name", p.imported(all, all.plain[lastRow])["lead_name"], gomega.Equal(vietnamese))
			}},
		{ID: "import.empty-cells", Provenance: implied, Assumptions: []string{"A46"},
			Text: "A row may leave the optional columns empty: contract_number is then empty and after_day is 0.",
			check: func(p *probe) {
				all := p.imports()
				shown := p.imported(all, all.plain[emptyRow])
				p.expect("contract_number", shown["contract_number"], gomega.Equal(""))
				p.expectSame("after_day", "after_day", shown["after_day"], json.Number("0"))
			}},
		{ID: "import.no-pattern", Provenance: implied, Section: getSection, Assumptions: []string{"A46", "A66"},
			Text: "A number of 11 digits, which the pattern of create does not match, is imported, as in the sample.",
			check: func(p *probe) {
				all := p.imports()
				p.imported(all, all.uploads.plain.form.file.rows[0])
			}},
		{ID: "import.additional", Provenance: implied, Section: getSection, Assumptions: []string{"A46"},
			Text:  "additional of an imported lead is its row as a JSON object, in which after_day is a number.",
			check: func(p *probe) { all := p.imports(); p.additional(all, all.plain[0], nil) }},
		{ID: "import.network", Provenance: assumed, Section: getSection, Assumptions: []string{"A30"},
			Text: "An imported lead with a number of no known carrier has an empty network.",
			check: func(p *probe) {
				all := p.imports()
				p.expect("network", p.imported(all, all.plain[0])["network"], gomega.Equal(""))
			}},
	}
	return rulesOf("uploadLeads", uploadSection, lookingLate(rules)...)
}

// lookingLate returns rules that check the outcome of the uploads late.
func lookingLate(rules []Rule) []Rule {
	for i := range rules {
		rules[i].when = late
		rules[i].act = func(p *probe) { p.uploads() }
	}
	return rules
}

// firstUpload returns the reply to the first upload. A deployment with another template may refuse it.
func (p *probe) firstUpload() *reply {
	got := p.uploads().plain.reply
	if got.Refused() && got.Status < 500 {
		p.imports() // skips the rule if nothing was imported
		for _, odd := range p.imports().odd {
			if !odd.reply.Refused() {
				return odd.reply
			}
		}
	}
	return got
}

// copies returns the leads that a row has become: those in the album, and on a second look those with its number.
func (p *probe) copies(row row) []lead {
	var found []lead
	for _, lead := range p.album().leads {
		if lead.Text("phone_number") == row.phone {
			found = append(found, lead)
		}
	}
	if p.again || len(found) != 1 || !p.album().whole {
		return p.byNumber(row.phone)
	}
	return found
}

func importedText(id, assumption, text string) Rule {
	return Rule{ID: "import." + id, Provenance: implied, Assumptions: []string{assumption}, Text: text, check: func(p *probe) {
		all := p.imports()
		row := all.rowsOf(p, id)[0]
		p.expect("lead_name", p.imported(all, row)["lead_name"], gomega.Equal(row.name))
	}}
}

// additional expects the string to hold a row as JSON.
func (p *probe) additional(all *imports, row row, more map[string]any) {
	days, _ := strconv.Atoi(row.days)
	want := map[string]any{
		"lead_name": row.name, "lead_code": row.code, "phone_number": row.phone,
		"contract_number": row.contract, "after_day": float64(days),
	}
	for column, value := range more {
		want[column] = value
	}
	text := p.imported(all, row).Text("additional")
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil || !reflect.DeepEqual(got, want) {
		p.find("additional", show(want), text)
	}
}

// importRules returns one rule for each column, and the rules about files in other formats.
func importRules() []Rule {
	var rules []Rule
	for _, column := range columns {
		rules = append(rules, Rule{ID: "import.column." + column, Provenance: implied, Assumptions: []string{"A46"}, Text: "The column " + column + " is imported into " + column + ".",
			check: func(p *probe) {
				all := p.imports()
				for _, at := range []int{plainRow, lastRow} {
					row := all.plain[at]
					if column == "lead_name" && at == lastRow {
						continue // import.vietnamese checks its letters
					}
					want := any(row.cell(column))
					if column == "after_day" {
						want = json.Number(row.days)
					}
					p.expectSame(column, column, p.imported(all, row)[column], want)
				}
			}})
	}
	for _, variant := range []struct {
		id, text   string
		provenance report.Provenance
		assumption string
	}{
		{"columns", "The columns may be in any order.", assumed, "A36"},
		{"open-end", "The last line may lack a line end.", assumed, "A36"},
		{"list-first", "list_uuid may precede the file.", implied, ""},
		{"semicolon", "The file may use semicolons.", assumed, "A36"},
		{"spreadsheet", "The file may start with a byte order mark and use CRLF line ends.", assumed, "A36"},
	} {
		rule := Rule{ID: "import." + variant.id, Provenance: variant.provenance, Text: variant.text, check: func(p *probe) {
			all := p.imports()
			row := all.rowsOf(p, variant.id)[0]
			shown := p.imported(all, row)
			p.expect("lead_name", shown["lead_name"], gomega.Equal(row.name))
			p.expect("lead_code", shown["lead_code"], gomega.Equal(row.code))
		}}
		if variant.assumption != "" {
			rule.Assumptions = []string{variant.assumption}
		}
		rules = append(rules, rule)
	}
	return rulesOf("uploadLeads", uploadSection, lookingLate(append(rules, oddFileRules()...))...)
}

func oddFileRules() []Rule {
	return []Rule{
		{ID: "import.other-column", Provenance: assumed, Assumptions: []string{"A31"},
			Text: "A column other than the five becomes part of additional, as text.",
			check: func(p *probe) {
				all := p.imports()
				row := all.rowsOf(p, "other-column")[0]
				p.additional(all, row, map[string]any{otherColumn: row.extra})
			}},
		{ID: "import.order", Provenance: assumed, Assumptions: []string{"A33"},
			Text:  "Rows become leads in the order of the file: the last row is the newest lead.",
			check: checkImportOrder},
		{ID: "import.bad-rows", Provenance: assumed, Assumptions: []string{"A32", "A34", "A49"},
			Text: "A row without a number, or with an after_day that is not a number, is skipped; the rows after it are imported.",
			check: func(p *probe) {
				all := p.imports()
				rows := all.rowsOf(p, "bad-rows")
				p.imported(all, rows[2])
				for _, bad := range rows[:2] {
					p.nothingStored(made{sent: body{"lead_code": bad.code}})
				}
				p.settled(func() { p.expect("leads with the number of the good row", len(p.copies(rows[2])), gomega.Equal(1)) })
			}},
		{ID: "import.no-phone-column", Provenance: assumed, Assumptions: []string{"A35"},
			Text: "A file without the column phone_number imports nothing.",
			check: func(p *probe) {
				odd := p.imports().oddFile("no-phone-column")
				p.nothingStored(made{sent: body{"lead_code": odd.form.file.rows[0].code}})
			}},
	}
}

// checkImportOrder checks the order of the plain file's rows on one page.
func checkImportOrder(p *probe) {
	all := p.imports()
	p.settled(func() {
		listed := p.album().listed
		if p.again {
			listed = p.page(p.widened(inList(p.cfg.ListUUID), 0))
		}
		var order []string
		for _, lead := range listed {
			for _, row := range all.plain {
				if lead.Text("phone_number") == row.phone {
					order = append(order, row.phone)
				}
			}
		}
		var want []string
		for _, row := range slices.Backward(all.plain) {
			want = append(want, row.phone)
		}
		if len(order) < len(want) {
			p.skip("the imported leads are not on the first page of the list")
		}
		p.expect("the numbers of the rows in the order of the listing", order, gomega.Equal(want))
	})
}

func importFormRules() []Rule {
	rule := func(id string, provenance report.Provenance, assumption, text, name, want, met string) Rule {
		made := Rule{ID: id, Provenance: provenance, About: aboutReplies(met), Text: text, when: late,
			act: func(p *probe) { p.refusedUpload(name) },
			check: func(p *probe) {
				p.textError(p.refusedUpload(name).reply, want)
				p.nothingImported(name)
			}}
		if assumption != "" {
			made.Assumptions = []string{assumption}
		}
		return made
	}
	neither := rule("import.neither", assumed, "A37", "An empty form gets the error about list_uuid, as does an empty list_uuid.", "empty-list", "list_uuid is missing", "list_uuid_missing")
	check := neither.check
	neither.check = func(p *probe) {
		p.textError(p.refusedUpload("empty").reply, "list_uuid is missing")
		check(p)
	}
	return rulesOf("uploadLeads", uploadSection,
		rule("import.no-list", stated, "", "An upload without list_uuid gets the documented error and imports nothing.", "no-list", "list_uuid is missing", "list_uuid_missing"),
		rule("import.no-file", stated, "", "An upload without a file gets the documented error.", "no-file", "http: no such file", "file_missing"),
		neither,
		rule("import.file-as-text", assumed, "A37", "A part named file that has no file name is not a file and imports nothing.", "file-as-text", "http: no such file", "file_missing"),
		rule("import.unknown-list", assumed, "A11", "An unknown list_uuid is Not Found, and nothing is imported.", "unknown-list", "Not Found", "not_found"),
		Rule{ID: "import.no-form", Provenance: assumed, About: aboutRefusal, Assumptions: []string{"A38"},
			Text: "A body that is not a form is refused with an error text.",
			check: func(p *probe) {
				got := p.send(call{Operation: "uploadLeads", Method: "POST", Path: "/v3/lead/file", ContentType: jsonType, Body: []byte("{}")})
				p.expect("the error", got.Object()["error"], gomega.BeAssignableToTypeOf(""))
			}},
	)
}
