package contract

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/onsi/gomega"
)

func uploadRules() []Rule {
	return rulesOf("uploadLeads", uploadSection,
		Rule{ID: "import.reply", Provenance: stated,
			Text:  "An upload answers with the printed msg, file upload is processing.",
			check: func(p *probe) { p.judged("uploadLeads", p.imports().reply) }},
		Rule{ID: "import.every-row", Provenance: implied, Assumptions: []string{"A46", "A47"},
			Text: "Every row of the file becomes one lead, the first and the last included.",
			check: func(p *probe) {
				all := p.imports()
				for i, row := range all.main {
					if i != elevenRow { // another rule's
						p.expect(fmt.Sprintf("leads with the number of row %d of %d", i+1, len(all.main)), len(all.leads[row.phone]), gomega.Equal(1))
					}
				}
			}},
		Rule{ID: "import.list", Provenance: stated,
			Text: "Imported leads are in the list that the form names.",
			check: func(p *probe) {
				all := p.imports()
				for i, row := range all.main {
					for _, lead := range all.leads[row.phone] {
						p.expect("list_uuid of row "+strconv.Itoa(i+1), lead["list_uuid"], gomega.Equal(p.cfg.ListUUID))
					}
				}
			}},
		Rule{ID: "import.header", Provenance: implied, Assumptions: []string{"A47"},
			Text: "The line of the column names becomes no lead.",
			check: func(p *probe) {
				for _, lead := range p.imports().headers {
					p.find("a lead that is new since the upload", "no lead with the header's words", show(lead))
				}
			}},
		importedText("quoted-comma", "A48", "A comma inside quotes is part of the text.", commaRow),
		importedText("quoted-quote", "A48", "A doubled quote inside quotes is one quote.", quoteRow),
		importedText("vietnamese", "A46", "Vietnamese text comes back as it was in the file.", vietnameseRow),
		Rule{ID: "import.empty-cells", Provenance: implied, Assumptions: []string{"A46"},
			Text: "A row may leave the optional columns empty: contract_number is then empty, and after_day 0.",
			check: func(p *probe) {
				all := p.imports()
				shown := p.imported(all, all.main[emptyRow])
				p.expect("contract_number", shown["contract_number"], gomega.Equal(""))
				p.expectJSON(nil, "after_day", shown["after_day"], "0")
			}},
		Rule{ID: "import.no-pattern", Provenance: implied, Section: getSection, Assumptions: []string{"A46", "A66"},
			Text: "A number of 11 digits, which the pattern of create does not match, is imported, as in the sample.",
			check: func(p *probe) {
				all := p.imports()
				p.imported(all, all.main[elevenRow])
			}},
		Rule{ID: "import.additional", Provenance: implied, Section: getSection, Assumptions: []string{"A46"},
			Text:  "additional of an imported lead is its row as a JSON object, after_day being a number.",
			check: func(p *probe) { p.additional(p.imports(), p.imports().main[plainRow], nil) }},
		Rule{ID: "import.network", Provenance: assumed, Section: getSection, Assumptions: []string{"A30"},
			Text: "An imported lead whose number is of no known carrier has an empty network.",
			check: func(p *probe) {
				all := p.imports()
				p.expect("network", p.imported(all, all.main[plainRow])["network"], gomega.Equal(""))
			}},
	)
}

func importedText(id, assumption, text string, at int) Rule {
	return Rule{ID: "import." + id, Provenance: implied, Assumptions: []string{assumption}, Text: text, check: func(p *probe) {
		all := p.imports()
		p.expect("lead_name", p.imported(all, all.main[at])["lead_name"], gomega.Equal(all.main[at].name))
	}}
}

// additional expects a row as JSON inside the string.
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
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		p.find("additional", show(want), text)
		return
	}
	p.expect("additional", got, gomega.Equal(want))
}

// importRules are one for each column, and those about files of another form.
func importRules() []Rule {
	var rules []Rule
	for _, column := range columns {
		rules = append(rules, Rule{ID: "import.column." + column, Provenance: implied, Assumptions: []string{"A46"}, Text: "The column " + column + " is imported into " + column + ".",
			check: func(p *probe) {
				all := p.imports()
				for _, at := range []int{plainRow, lastRow} {
					row := all.main[at]
					value := p.imported(all, row)[column]
					if column == "after_day" {
						p.expectJSON(nil, column, value, row.cell(column))
						continue
					}
					p.expect(column, value, gomega.Equal(row.cell(column)))
				}
			}})
	}
	for _, variant := range []struct {
		id, text   string
		assumption string // none: implied
	}{
		{"columns", "The columns may stand in any order.", "A36"},
		{"open-end", "The last line need not end.", "A36"},
		{"list-first", "list_uuid may stand before the file.", ""},
		{"semicolon", "The file may use semicolons.", "A36"},
		{"spreadsheet", "The file may begin with a byte order mark, and end lines with CRLF.", "A36"},
	} {
		rule := Rule{ID: "import." + variant.id, Provenance: implied, Text: variant.text, check: func(p *probe) {
			all := p.imports()
			row := all.files[variant.id][0]
			shown := p.imported(all, row)
			p.expect("lead_name", shown["lead_name"], gomega.Equal(row.name))
			p.expect("lead_code", shown["lead_code"], gomega.Equal(row.code))
		}}
		if variant.assumption != "" {
			rule.Provenance, rule.Assumptions = assumed, []string{variant.assumption}
		}
		rules = append(rules, rule)
	}
	return rulesOf("uploadLeads", uploadSection, append(rules, oddFileRules()...)...)
}

func oddFileRules() []Rule {
	return []Rule{
		{ID: "import.other-column", Provenance: assumed, Assumptions: []string{"A31"},
			Text: "A column that is not one of the five becomes part of additional, as text.",
			check: func(p *probe) {
				all := p.imports()
				row := all.files["other-column"][0]
				p.additional(all, row, map[string]any{otherColumn: row.extra})
			}},
		{ID: "import.order", Provenance: assumed, Assumptions: []string{"A33"},
			Text: "Rows become leads in the order of the file: the last row is the newest lead.",
			check: func(p *probe) {
				all := p.imports()
				rows := all.files["order"]
				var codes []string
				for _, lead := range p.byNumber(rows[0].phone) {
					codes = append(codes, lead.Text("lead_code"))
				}
				p.expect("the codes of the listing", codes, gomega.Equal([]string{rows[1].code, rows[0].code}))
			}},
		{ID: "import.bad-rows", Provenance: assumed, Assumptions: []string{"A32", "A34", "A49"},
			Text: "A row without a number, or with an after_day that is no number, is skipped, and those after it are imported.",
			check: func(p *probe) {
				all := p.imports()
				rows := all.files["bad-rows"]
				p.imported(all, rows[2])
				p.expect("leads with the number of the bad row", len(p.byNumber(rows[0].phone)), gomega.Equal(0))
				p.notInList(rows[1].code)
			}},
		{ID: "import.no-phone-column", Provenance: assumed, Assumptions: []string{"A35"},
			Text: "A file without a column phone_number imports nothing.",
			check: func(p *probe) {
				p.notInList(p.imports().files["no-phone-field"][0].code)
			}},
	}
}

// uploadWithoutList is an upload for which the page prints an error.
func uploadWithoutList(p *probe) *reply {
	return p.send(form{noList: true, file: csvFile{rows: []row{p.row("Không danh sách")}}}.call())
}

func importFormRules() []Rule {
	return rulesOf("uploadLeads", uploadSection,
		Rule{ID: "import.no-list", Provenance: stated,
			Text:  "An upload without list_uuid gets the printed error.",
			check: func(p *probe) { p.textError(p.refused("import.no-list", uploadWithoutList), "list_uuid is missing") }},
		Rule{ID: "import.no-file", Provenance: stated,
			Text: "An upload without a file gets the printed error.",
			check: func(p *probe) {
				p.textError(p.send(form{list: p.cfg.ListUUID, noFile: true}.call()), "http: no such file")
			}},
		Rule{ID: "import.neither", Provenance: assumed, Assumptions: []string{"A37"},
			Text: "An empty form gets the error about list_uuid, and so does an empty list_uuid.",
			check: func(p *probe) {
				p.textError(p.send(form{noList: true, noFile: true}.call()), "list_uuid is missing")
				p.textError(p.send(form{file: csvFile{rows: []row{p.row("Trống")}}}.call()), "list_uuid is missing")
			}},
		Rule{ID: "import.file-as-text", Provenance: assumed, Assumptions: []string{"A37"},
			Text: "A part file without a file name is no file.",
			check: func(p *probe) {
				upload := form{list: p.cfg.ListUUID, asText: true, file: csvFile{rows: []row{p.row("Chữ")}}}
				p.textError(p.send(upload.call()), "http: no such file")
			}},
		Rule{ID: "import.unknown-list", Provenance: assumed, Assumptions: []string{"A11"},
			Text: "A list_uuid that names no list is Not Found.",
			check: func(p *probe) {
				upload := form{list: p.madeUp(), file: csvFile{rows: []row{p.row("Không có")}}}
				p.textError(p.send(upload.call()), "Not Found")
			}},
		Rule{ID: "import.no-form", Provenance: assumed, Assumptions: []string{"A38"},
			Text: "A body that is no form is refused with a text.",
			check: func(p *probe) {
				got := p.send(call{Operation: "uploadLeads", Method: "POST", Path: "/v3/lead/file", ContentType: jsonType, Body: []byte("{}")})
				p.expect("the error", got.Object()["error"], gomega.BeAssignableToTypeOf(""))
			}},
	)
}
