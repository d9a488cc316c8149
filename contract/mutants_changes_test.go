package contract_test

import (
	"bytes"
	"encoding/csv"
	"mime"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
)

// on returns a change of an operation.
func on(operation string, serve func(c call, next server) answer) change {
	return func(next server) server {
		return func(c call) answer {
			if c.operation == operation {
				return serve(c, next)
			}
			return next(c)
		}
	}
}

// both returns two changes as one; the first is closer to the client.
func both(first, second change) change {
	return func(next server) server { return first(second(next)) }
}

// replies changes the object in a success reply.
func replies(operation string, edit func(object)) change {
	return on(operation, func(c call, next server) answer {
		got := next(c)
		if found := got.object(); found != nil && got.ok() {
			edit(found)
			return got.with(found)
		}
		return got
	})
}

// lists changes each lead in a listing, and gets changes the lead in a get.
func lists(edit func(lead object)) change {
	return replies("listLeads", func(page object) {
		for _, lead := range leadsOf(page) {
			edit(lead)
		}
	})
}

func gets(edit func(lead object)) change { return replies("getLead", edit) }

// shows changes each lead wherever it is shown.
func shows(edit func(lead object)) change { return both(lists(edit), gets(edit)) }

// leadsOf returns the leads on a page.
func leadsOf(page object) (leads []object) {
	items, _ := page["data"].([]any)
	for _, item := range items {
		leads = append(leads, item.(object))
	}
	return leads
}

// sends changes the object that a client has sent.
func sends(operation string, edit func(sent object)) change {
	return on(operation, func(c call, next server) answer {
		if sent := c.object(); sent != nil {
			edit(sent)
			c = c.with(sent)
		}
		return next(c)
	})
}

// asks changes the query of a listing.
func asks(edit func(query url.Values)) change {
	return on("listLeads", func(c call, next server) answer {
		query := c.values()
		edit(query)
		return next(c.ask(query))
	})
}

// pages replaces the page of a listing, given all leads that match.
func pages(choose func(all []object, limit, offset int) (page []object, total int)) change {
	return on("listLeads", func(c call, next server) answer {
		query := c.values()
		limit, offset := number(query.Get("limit"), 10), number(query.Get("offset"), 0)
		got := next(c)
		if !got.ok() {
			return got
		}
		page, total := choose(matching(next, c, query), limit, offset)
		return got.with(object{"data": page, "limit": limit, "offset": offset, "total": total})
	})
}

// matching returns all leads that match a query, ignoring its limit and offset.
func matching(next server, c call, query url.Values) []object {
	all := url.Values{"limit": {"100000"}}
	for name, values := range query {
		if name != "limit" && name != "offset" {
			all[name] = values
		}
	}
	leads := leadsOf(next(c.ask(all)).object())
	if leads == nil {
		return []object{}
	}
	return leads
}

// cut returns at most limit leads, starting at offset.
func cut(leads []object, limit, offset int) []object {
	offset = min(max(offset, 0), len(leads))
	return leads[offset:min(offset+max(limit, 0), len(leads))]
}

func number(text string, none int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return none
}

// says changes a text in every error.
func says(old, changed string) change {
	return func(next server) server {
		return func(c call) answer {
			got := next(c)
			if got.object()["error"] != nil {
				got.body = bytes.ReplaceAll(got.body, []byte(old), []byte(changed))
			}
			return got
		}
	}
}

const (
	patternError   = `{"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'"}`
	refusedPattern = `{"error":[` + patternError + `]}`
	notFoundError  = `{"error":"Not Found"}`
)

// refuses answers a request with an error although it should succeed.
func refuses(operation, body string, when func(sent object) bool) change {
	return on(operation, func(c call, next server) answer {
		if when(c.object()) {
			return reply(400, body)
		}
		return next(c)
	})
}

// takes makes create accept what it must refuse. It creates a substitute and sets its number with an update, which has no
// pattern.
func takes(when func(sent object) bool) change {
	return on("createLead", func(c call, next server) answer {
		if sent := c.object(); sent != nil && c.header.Get("Authorization") != "" && when(sent) {
			return store(c, next, sent)
		}
		return next(c)
	})
}

// refusesAndStores answers with the right error, but stores the lead.
func refusesAndStores(when func(sent object) bool) change {
	return on("createLead", func(c call, next server) answer {
		got := next(c)
		if sent := c.object(); sent != nil && !got.ok() && when(sent) {
			store(c, next, sent)
		}
		return got
	})
}

func store(c call, next server, sent object) answer {
	valid := object{"list_uuid": seedList, "phone_number": "030300000000", "lead_code": text(sent, "lead_code"), "lead_name": text(sent, "lead_name")}
	got := next(c.to("POST", "/v3/lead", valid))
	id := text(got.object(), "lead_uuid")
	if phone := text(sent, "phone_number"); phone != "" {
		next(c.to("PUT", "/v3/lead/"+id, object{"lead_uuid": id, "phone_number": phone}))
	}
	return got
}

// phone reports whether the number that was sent satisfies a condition.
func phone(is func(number string) bool) func(object) bool {
	return func(sent object) bool {
		number, isText := sent["phone_number"].(string)
		return isText && is(number)
	}
}

func startsWith(prefix string) func(string) bool {
	return func(number string) bool { return strings.HasPrefix(number, prefix) }
}

// upload holds the parts of a form.
type upload struct {
	list, file       string
	hasList, hasFile bool
	first            string // the name of the first part
}

func readUpload(c call) (form upload) {
	_, parameters, _ := mime.ParseMediaType(c.header.Get("Content-Type"))
	reader := multipart.NewReader(bytes.NewReader(c.body), parameters["boundary"])
	for {
		part, err := reader.NextPart()
		if err != nil {
			return form
		}
		if form.first == "" {
			form.first = part.FormName()
		}
		var content bytes.Buffer
		_, _ = content.ReadFrom(part)
		switch {
		case part.FormName() == "list_uuid":
			form.list, form.hasList = content.String(), true
		case part.FormName() == "file":
			form.file, form.hasFile = content.String(), true
		}
	}
}

// send returns the same call with another form.
func (u upload) send(c call) call {
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	part, _ := writer.CreateFormFile("file", "leads.csv")
	_, _ = part.Write([]byte(u.file))
	_ = writer.WriteField("list_uuid", u.list)
	_ = writer.Close()
	c.header = c.header.Clone()
	c.header.Set("Content-Type", writer.FormDataContentType())
	c.body = out.Bytes()
	return c
}

// uploads changes a form that has both parts.
func uploads(edit func(form *upload)) change {
	return on("uploadLeads", func(c call, next server) answer {
		form := readUpload(c)
		if form.list == "" || !form.hasFile {
			return next(c)
		}
		edit(&form)
		return next(form.send(c))
	})
}

// files changes the text of an uploaded file.
func files(edit func(file string) string) change {
	return uploads(func(form *upload) { form.file = edit(form.file) })
}

// rows changes the rows of an uploaded file, including the header. It leaves other files unchanged.
func rows(edit func(rows [][]string) [][]string) change {
	return files(func(file string) string {
		reader := csv.NewReader(strings.NewReader(file))
		read, err := reader.ReadAll()
		if err != nil || len(read) < 2 || len(read[0]) < 5 || strings.HasPrefix(file, "\ufeff") {
			return file
		}
		var out strings.Builder
		writer := csv.NewWriter(&out)
		_ = writer.WriteAll(edit(read))
		return out.String()
	})
}

// cells changes the cells of a column, by its name in the header.
func cells(column string, edit func(cell string) string) change {
	return rows(func(rows [][]string) [][]string {
		for at, name := range rows[0] {
			if name != column {
				continue
			}
			for _, row := range rows[1:] {
				row[at] = edit(row[at])
			}
		}
		return rows
	})
}
