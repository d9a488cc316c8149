package contract_test

import (
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/leadapi/leadapi/contract"
)

// Correct servers that import other files, or in another way: the documentation shows no file.

// accepted reports whether the mock will import an upload.
func accepted(c call) (upload, bool) {
	form := readUpload(c)
	named := strings.Contains(string(c.body), `filename="`)
	return form, c.operation == "uploadLeads" && form.list == seedList && form.hasFile && named && strings.HasPrefix(c.header.Get("Authorization"), "Bearer")
}

const processing = `{"msg":"file upload is processing"}`

// ignoring accepts uploads of some files, but does not import them.
func ignoring(when func(file string) bool) change {
	return on("uploadLeads", func(c call, next server) answer {
		if form, ok := accepted(c); ok && when(form.file) {
			return reply(200, processing)
		}
		return next(c)
	})
}

// refusing refuses uploads of some files.
func refusing(body string, when func(file string) bool) change {
	return on("uploadLeads", func(c call, next server) answer {
		if form, ok := accepted(c); ok && when(form.file) {
			return reply(400, body)
		}
		return next(c)
	})
}

// cellsOf returns an upload's cells, for any separator.
func cellsOf(file string) [][]string {
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	if strings.Contains(strings.SplitN(file, "\n", 2)[0], ";") {
		reader.Comma = ';'
	}
	rows, _ := reader.ReadAll()
	return rows
}

// importing changes the cells of an upload, and drops the rows for which edit says so.
func importing(edit func(header, row []string) (keep bool)) change {
	return files(func(file string) string {
		all := cellsOf(file)
		if len(all) == 0 {
			return file
		}
		kept := all[:1:1]
		for _, row := range all[1:] {
			if edit(all[0], row) {
				kept = append(kept, row)
			}
		}
		var out strings.Builder
		writer := csv.NewWriter(&out)
		_ = writer.WriteAll(kept)
		return out.String()
	})
}

// cell returns the cell of a row in a column.
func cell(header, row []string, column string) string {
	if at := slices.Index(header, column); at >= 0 && at < len(row) {
		return row[at]
	}
	return ""
}

func numberRows(takes func(number string) bool) change {
	return importing(func(header, row []string) bool { return takes(cell(header, row, "phone_number")) })
}

// delayed imports a file after a delay, or row by row.
func delayed(first, each time.Duration) change {
	return within(func(l *later, next server) server {
		return func(c call) answer {
			form, ok := accepted(c)
			if !ok {
				return next(c)
			}
			if each == 0 {
				l.in(first, func() { next(c) })
				return reply(200, processing)
			}
			lines := strings.SplitAfter(form.file, "\n")
			for i, line := range lines[1:] {
				part := form
				part.file = lines[0] + line
				l.in(first+time.Duration(i)*each, func() { next(part.send(c)) })
			}
			return reply(200, processing)
		}
	})
}

// oneAtATime refuses an upload while another import is in progress.
func oneAtATime(takes time.Duration, status int, body string) change {
	return within(func(l *later, next server) server {
		return func(c call) answer {
			if _, ok := accepted(c); !ok {
				return next(c)
			}
			if l.waiting() {
				return reply(status, body)
			}
			l.in(takes, func() { next(c) })
			return reply(200, processing)
		}
	})
}

func importServers() []tolerated {
	has := func(text string) func(string) bool {
		return func(file string) bool { return strings.Contains(file, text) }
	}
	digits := func(pattern string) func(string) bool { return regexp.MustCompile(`^` + pattern + `$`).MatchString }
	eleven := regexp.MustCompile(`(^|[,;\n])[0-9]{11}([,;\r\n]|$)`)
	additional := func(edit func(text string) string) change {
		return shows(func(lead object) {
			if text := text(lead, "additional"); strings.HasPrefix(text, "{") && strings.Contains(text, "lead_code") {
				lead["additional"] = edit(text)
			}
		})
	}
	minute := func(cfg *contract.Config) { cfg.ImportTimeout = time.Minute }
	anything := func(string) bool { return true }
	return []tolerated{
		{name: "another template: nothing of the file is imported", change: ignoring(anything)},
		{name: "another template: the file is refused", change: refusing(`{"error":"column ten_khach_hang is missing"}`, anything)},
		{name: "another template, by code 422 and a list", change: refusing(`{"error":[{"file":"the columns do not match the template"}]}`, anything)},
		{name: "a template with two columns", change: importing(func(header, row []string) bool {
			for i, name := range header {
				if name != "phone_number" && name != "lead_code" && name != "lead_name" {
					row[i] = ""
				}
			}
			return true
		})},
		{name: "a template without after_day", change: cells("after_day", func(string) string { return "" })},
		{name: "files with other columns than the five are refused", change: refusing(`{"error":"unknown column region"}`, has("region"))},
		{name: "columns by their places", change: ignoring(func(file string) bool { return strings.HasPrefix(file, "phone_number") })},
		{name: "rows with quotes are dropped", change: importing(func(_, row []string) bool {
			return !slices.ContainsFunc(row, func(cell string) bool { return strings.ContainsAny(cell, `",`) })
		})},
		{name: "files with quotes are ignored", change: ignoring(has(`"`))},
		{name: "files with quotes are refused", change: refusing(`{"error":"invalid CSV"}`, has(`"`))},
		{name: "imported numbers have 8 to 11 digits", change: numberRows(digits(`[0-9]{8,11}`))},
		{name: "imported numbers have 10 or 12 digits", change: numberRows(digits(`[0-9]{10}|[0-9]{12}`))},
		{name: "imported numbers have the pattern of create", change: numberRows(digits(`(84|0[35789])+[0-9]{8}`))},
		{name: "a file with a number of 11 digits is refused", change: refusing(`{"error":"row 1: invalid phone_number"}`, eleven.MatchString)},
		{name: "a file with a number of 12 digits is refused", change: refusing(`{"error":"row 1: invalid phone_number"}`,
			regexp.MustCompile(`(^|[,;\n])[0-9]{12}([,;\r\n]|$)`).MatchString)},
		{name: "imported numbers have the mobile prefixes only", change: numberRows(digits(`0[35789][1-9]?[0-9]{8}`))},
		{name: "imported names of more than 30 letters are dropped", change: importing(func(header, row []string) bool {
			return len([]rune(cell(header, row, "lead_name"))) <= 30
		})},
		{name: "imported names are trimmed and their spaces made one", change: cells("lead_name", func(name string) string { return strings.Join(strings.Fields(name), " ") })},
		{name: "a file with one bad row is not imported", change: ignoring(func(file string) bool {
			return slices.ContainsFunc(cellsOf(file), func(row []string) bool { return slices.Contains(row, "x") })
		})},
		{name: "a number that is in the list is not imported again", change: func(next server) server {
			return numberRows(func(number string) bool {
				all := matching(next, call{header: map[string][]string{"Authorization": {"Bearer a"}}}.to("GET", "/v3/lead", nil), map[string][]string{"phone_number": {number}})
				return len(all) == 0
			})(next)
		}},
		{name: "imported numbers start with the code of the country", differs: "import.column.phone_number",
			change: cells("phone_number", func(number string) string { return regexp.MustCompile(`^0304`).ReplaceAllString(number, "84304") })},
		{name: "additional in another order, with numbers as texts", change: additional(func(text string) string {
			found := parse([]byte(text))
			out := `{"phone_number":"` + found["phone_number"].(string) + `","after_day":"` + toText(found["after_day"]) + `"`
			for _, name := range []string{"lead_name", "lead_code", "contract_number"} {
				out += `,"` + name + `":` + string(write(found[name]))
			}
			return out + "}"
		})},
		{name: "additional over many lines", change: additional(func(text string) string { return strings.ReplaceAll(text, `,"`, ",\n  \"") })},
		{name: "imported leads have a network and are assigned", change: shows(func(lead object) {
			if strings.HasPrefix(text(lead, "additional"), "{") {
				lead["network"], lead["assign_username"], lead["assign_user_uuid"] = "viettel", "agent7", "66666666-7777-4888-9999-AAAAAAAAAAAA"
			}
		})},
		{name: "imports take 2 s", change: delayed(2*time.Second, 0), option: minute},
		{name: "imports take 5 s", change: delayed(5*time.Second, 0), option: minute},
		{name: "imports take 30 s", change: delayed(30*time.Second, 0), option: minute},
		{name: "imported rows appear one by one", change: delayed(300*time.Millisecond, 700*time.Millisecond), option: minute},
		{name: "one import at a time, another one is refused with 409", change: oneAtATime(500*time.Millisecond, 409, `{"error":"another import is running"}`), option: minute},
		{name: "one import at a time, another one is refused with 400", change: oneAtATime(2*time.Second, 400, `{"error":"please wait for the last file"}`), option: minute},
		{name: "the upload is answered when the import is over", change: on("uploadLeads", func(c call, next server) answer {
			if _, ok := accepted(c); ok {
				time.Sleep(700 * time.Millisecond)
			}
			return next(c)
		})},
	}
}

func toText(value any) string { return strings.Trim(string(write(value)), `"`) }
