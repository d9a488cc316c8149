package contract_test

import (
	"slices"
	"strings"
)

// Mutants of the import: which rows are imported, and into which fields.

func importMutants() []mutant {
	return []mutant{
		{name: "an upload answers ok", breaks: "import.reply", change: replies("uploadLeads", func(o object) { o["msg"] = "ok" })},
		{name: "an upload answers with message", breaks: "import.reply",
			change: replies("uploadLeads", func(o object) { o["message"] = o["msg"]; delete(o, "msg") })},
		{name: "the last row is lost", breaks: "import.every-row",
			change: rows(func(all [][]string) [][]string { return all[:max(len(all)-1, 2)] })},
		{name: "the first row is lost", breaks: "import.every-row",
			change: rows(func(all [][]string) [][]string {
				if len(all) == 2 {
					return all
				}
				return append(all[:1:1], all[2:]...)
			})},
		{name: "a row with an empty cell is lost", breaks: "import.every-row import.empty-cells",
			change: rows(func(all [][]string) [][]string {
				return slices.DeleteFunc(all, func(row []string) bool { return slices.Contains(row, "") && len(all) > 3 })
			})},
		{name: "each row is imported twice", breaks: "import.every-row",
			change: on("uploadLeads", func(c call, next server) answer { next(c); return next(c) })},
		{name: "rows beyond the second are lost", breaks: "import.every-row",
			change: rows(func(all [][]string) [][]string { return all[:min(len(all), 3)] })},
		{name: "the line of the column names is imported", breaks: "import.header",
			change: rows(func(all [][]string) [][]string {
				header := slices.Clone(all[0])
				if at := slices.Index(header, "after_day"); at >= 0 {
					header[at] = ""
				}
				return append([][]string{all[0], header}, all[1:]...)
			})},
		{name: "imported leads go into another list", breaks: "import.list",
			change: uploads(func(form *upload) {
				if form.list == seedList {
					form.list = otherList
				}
			})},
		{name: "imported leads go into every list", breaks: "import.every-row import.list",
			change: on("uploadLeads", func(c call, next server) answer {
				if form := readUpload(c); form.list == seedList && form.hasFile {
					form.list = otherList
					next(form.send(c))
				}
				return next(c)
			})},
		{name: "a quoted comma ends the cell", breaks: "import.quoted-comma", change: files(splitsQuotedCommas)},
		{name: "a doubled quote is dropped", breaks: "import.quoted-quote",
			change: cells("lead_name", func(cell string) string { return strings.ReplaceAll(cell, `"`, "") })},
		{name: "a doubled quote stays doubled", breaks: "import.quoted-quote",
			change: cells("lead_name", func(cell string) string { return strings.ReplaceAll(cell, `"`, `""`) })},
		{name: "imported names are one byte a letter", breaks: "import.vietnamese", change: cells("lead_name", latin1)},
		{name: "imported names are read as Windows text", breaks: "import.vietnamese",
			change: cells("lead_name", func(cell string) string {
				var out []rune
				for _, b := range []byte(cell) {
					out = append(out, rune(b))
				}
				return string(out)
			})},
		{name: "an empty after_day is 1", breaks: "import.empty-cells",
			change: cells("after_day", func(cell string) string {
				if cell == "" {
					return "1"
				}
				return cell
			})},
		{name: "an empty contract_number is null", breaks: "import.empty-cells",
			change: cells("contract_number", func(cell string) string {
				if cell == "" {
					return "null"
				}
				return cell
			})},
		{name: "the import has the pattern of create", breaks: "import.no-pattern",
			change: rows(func(all [][]string) [][]string {
				return slices.DeleteFunc(all, func(row []string) bool {
					return slices.ContainsFunc(row, func(cell string) bool { return len(cell) == 11 && strings.HasPrefix(cell, "0304") })
				})
			})},
		{name: "additional of an imported lead is empty", breaks: "import.additional",
			change: shows(func(lead object) {
				if strings.HasPrefix(text(lead, "additional"), "{") {
					lead["additional"] = ""
				}
			})},
		{name: "after_day is a text in additional", breaks: "import.additional",
			change: shows(func(lead object) {
				lead["additional"] = strings.Replace(text(lead, "additional"), `"after_day":3`, `"after_day":"3"`, 1)
			})},
		{name: "an imported lead always has a network", breaks: "import.network",
			change: shows(func(lead object) {
				if strings.HasPrefix(text(lead, "additional"), "{") {
					lead["network"] = "viettel"
				}
			})},
	}
}

// splitsQuotedCommas ignores quotes in a file: the rest of a cell moves into the next one.
func splitsQuotedCommas(file string) string {
	lines := strings.Split(file, "\n")
	for i, line := range lines {
		if strings.Contains(line, ", ") { // it is between quotes
			name, rest, _ := strings.Cut(line, ",")
			_, rest, _ = strings.Cut(rest, `",`)
			lines[i] = strings.Trim(name, `"`) + "," + rest
		}
	}
	return strings.Join(lines, "\n")
}

// columnMutants import a column into another one.
func columnMutants() []mutant {
	into := func(a, b string) mutant {
		return mutant{name: "the columns " + a + " and " + b + " change places", breaks: "import.column." + a + " import.column." + b,
			change: rows(func(all [][]string) [][]string {
				header := all[0]
				one, other := slices.Index(header, a), slices.Index(header, b)
				if one >= 0 && other >= 0 {
					header[one], header[other] = b, a
				}
				return all
			})}
	}
	none := func(column string) mutant {
		return mutant{name: "the column " + column + " is not imported", breaks: "import.column." + column,
			change: cells(column, func(string) string { return "" })}
	}
	return []mutant{
		into("lead_name", "lead_code"), into("lead_code", "contract_number"), none("lead_name"), none("after_day"), none("contract_number"),
		{name: "imported numbers lose their first 0", breaks: "import.column.phone_number import.every-row",
			change: cells("phone_number", func(cell string) string { return strings.TrimPrefix(cell, "0") })},
		{name: "imported contract numbers are in small letters", breaks: "import.column.contract_number",
			change: cells("contract_number", strings.ToLower)},
	}
}
