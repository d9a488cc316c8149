package contract_test

import (
	"slices"
	"strings"
)

// Mutants of the import: the form, and files in other formats.

func formMutants() []mutant {
	// lost does not import files that satisfy a condition.
	lost := func(name, rule string, is func(file string, form upload) bool) mutant {
		return mutant{name: name, breaks: rule, change: on("uploadLeads", func(c call, next server) answer {
			if form := readUpload(c); form.list != "" && form.hasFile && is(form.file, form) {
				return reply(200, `{"msg":"file upload is processing"}`)
			}
			return next(c)
		})}
	}
	taken := func(name, rules string, when func(form upload) bool) mutant {
		return mutant{name: name, breaks: rules, change: on("uploadLeads", func(c call, next server) answer {
			if c.header.Get("Authorization") != "" && when(readUpload(c)) {
				return reply(200, `{"msg":"file upload is processing"}`)
			}
			return next(c)
		})}
	}
	return []mutant{
		lost("columns are known by their places", "import.columns", func(file string, _ upload) bool { return strings.HasPrefix(file, "phone_number") }),
		{name: "a last line that does not end is lost", breaks: "import.open-end",
			change: files(func(file string) string {
				if !strings.HasSuffix(file, "\n") {
					return file[:strings.LastIndex(file, "\n")+1]
				}
				return file
			})},
		lost("list_uuid before the file is not seen", "import.list-first", func(_ string, form upload) bool { return form.first == "list_uuid" }),
		lost("a file with semicolons is one column", "import.semicolon", func(file string, _ upload) bool { return strings.Contains(file, ";") }),
		lost("a byte order mark hides the first column", "import.spreadsheet", func(file string, _ upload) bool { return strings.HasPrefix(file, "\ufeff") }),
		{name: "a line keeps its CR", breaks: "import.spreadsheet",
			change: shows(func(lead object) {
				if text(lead, "lead_name") == "Ngo Thi Bich" {
					lead["lead_name"] = "Ngo Thi Bich\r"
				}
			})},
		{name: "a column that is not known is dropped", breaks: "import.other-column",
			change: shows(func(lead object) {
				lead["additional"] = strings.Replace(text(lead, "additional"), `,"region":"Bac"`, "", 1)
			})},
		{name: "rows are imported from the last to the first", breaks: "import.order",
			change: rows(func(all [][]string) [][]string { slices.Reverse(all[1:]); return all })},
		{name: "the import stops at a bad row", breaks: "import.bad-rows",
			change: rows(func(all [][]string) [][]string {
				at := slices.IndexFunc(all, func(row []string) bool { return slices.Contains(row, "x") })
				if at < 0 {
					return all
				}
				return all[:at+1]
			})},
		{name: "a bad after_day is 0", breaks: "import.bad-rows",
			change: cells("after_day", func(cell string) string { return strings.ReplaceAll(cell, "x", "0") })},
		{name: "a file without numbers is imported nevertheless", breaks: "import.no-phone-column",
			change: files(func(file string) string {
				if strings.HasPrefix(file, "lead_name,lead_code\n") {
					lines := strings.Split(strings.TrimSpace(file), "\n")
					return "lead_name,lead_code,phone_number\n" + lines[1] + ",030300000001\n"
				}
				return file
			})},
		{name: "an upload without list_uuid says required", breaks: "import.no-list", change: says("list_uuid is missing", "list_uuid is required")},
		taken("an upload without list_uuid is accepted", "import.no-list import.neither", func(form upload) bool { return form.list == "" }),
		{name: "an upload without file says missing", breaks: "import.no-file", change: says("http: no such file", "file is missing")},
		{name: "an upload without file says it in a list", breaks: "import.no-file",
			change: says(`"http: no such file"`, `[{"file":"http: no such file"}]`)},
		taken("an upload without file is accepted", "import.no-file", func(form upload) bool { return !form.hasFile && form.hasList }),
		{name: "an empty form gets the error about the file", breaks: "import.neither",
			change: on("uploadLeads", func(c call, next server) answer {
				if form := readUpload(c); !form.hasFile && !form.hasList && next(c).object()["error"] == "list_uuid is missing" {
					return reply(400, `{"error":"http: no such file"}`)
				}
				return next(c)
			})},
		{name: "a file without a name is a file", breaks: "import.file-as-text",
			change: on("uploadLeads", func(c call, next server) answer {
				if form := readUpload(c); form.list != "" && form.hasFile {
					return next(form.send(c))
				}
				return next(c)
			})},
		taken("an upload to a list that does not exist is accepted", "import.unknown-list",
			func(form upload) bool { return len(form.list) == 36 && form.list != seedList }),
		{name: "a body that is not a form is answered with a list", breaks: "import.no-form",
			change: on("uploadLeads", func(c call, next server) answer {
				if strings.HasPrefix(c.header.Get("Content-Type"), "application/json") {
					return reply(400, `{"error":[{"(root)":"no form"}]}`)
				}
				return next(c)
			})},
	}
}
