package report

import (
	"strings"
	"time"

	"github.com/leadapi/leadapi/openapi"
)

// hostile is what a target may send to harm readers of the report.
const hostile = "</script><script>alert(1)</script> ]]> | `x` ``` <img src=x onerror=alert(1)> \x1b[31mred\x1b]0;title\x07 \u202egnp.exe\r\n::error::owned\n##[add-path]/tmp %0A::x \x00\n```\n<script>\n````"

// sample returns a run with every outcome, Vietnamese text and a hostile target.
func sample() Report {
	started := time.Date(2026, 3, 8, 15, 57, 12, 0, time.FixedZone("", 7*3600))
	return Report{
		Version:  "0.1.0",
		RunID:    "r7f3a2c91",
		Target:   "https://staging.example.test",
		Document: Document{Title: "Lead", Version: "3.0.0"},
		Gate:     Stated,
		Started:  started,
		Finished: started.Add(4830 * time.Millisecond),
		Requests: 312,
		Profile: []Settled{
			{Settled: openapi.Settled{ID: "A01", Reading: "ok", Says: "Every success has status 200.", Observations: 1, Evidence: []string{"a create is answered with 200"}}, AsAssumed: true},
			{Settled: openapi.Settled{ID: "A14", Reading: "prefix", Says: "The filter finds leads whose number begins with that text.", Observations: 3, Evidence: []string{"the beginning of a number finds the lead"}, Rules: []string{"list.part-of-a-number"}}},
			{Settled: openapi.Settled{ID: "A17", Other: "limit=0 is answered " + hostile}},
			{Settled: openapi.Settled{ID: "A66", Untold: "it needs numbers that could be dialled (--phone-prefix)"}},
		},
		Expected: []Expected{
			{ID: "A01", Reading: "ok", Outcome: Holds, Text: "A01: expected ok, and the deployment has it"},
			{ID: "A14", Reading: "exact", Outcome: Broken, Text: "A14: expected exact, the deployment now has prefix: " + hostile},
			{ID: "A66", Reading: "as-is", Outcome: Error, Text: "A66: expected as-is, but the reading could not be determined: " + hostile},
		},
		Results: []Result{
			{
				ID: "create.reply", Operation: "createLead", Provenance: Stated, Section: "Create Lead", Gated: true, Outcome: Holds,
				Text: "Creating a lead answers created true and the lead_uuid of the new lead.", Duration: 31 * time.Millisecond,
				Exchanges: []Exchange{createExchange(200, `{"created":true,"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b"}`)},
			},
			{
				ID: "create.phone-empty", Operation: "createLead", Provenance: Stated, Section: "Create Lead", Assumptions: []string{"A02", "A12"},
				Gated: true, Outcome: Broken, Text: "An empty phone_number gets both printed errors, length first.", Duration: 12 * time.Millisecond,
				Findings: []Finding{{
					What:     "error[].phone_number",
					Expected: `[{"phone_number":"String length must be greater than or equal to 1"},{"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'"}]`,
					Got:      `[{"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])([0-9]{8})$'"}]`,
					After:    2,
				}},
				Exchanges: []Exchange{
					createExchange(200, `{"created":true,"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b"}`),
					createExchange(400, `{"error":[{"phone_number":"Does not match pattern '^(84|0[3|5|7|8|9])([0-9]{8})$'"}]}`),
					{Operation: "listLeads", Request: Request{Method: "GET", URL: "https://staging.example.test/v3/lead?phone_number=0"}, Response: &Response{Status: 200, Body: `{"data":[]}`}},
				},
			},
			{
				ID: "create.status", Operation: "createLead", Provenance: Assumed, Section: "Create Lead", Assumptions: []string{"A01"},
				Outcome: Differs, Text: "Creating a lead answers status 200.",
				Findings:  []Finding{{What: "status", Expected: "200", Got: "201"}},
				Exchanges: []Exchange{createExchange(201, `{"created":true}`)},
			},
			{
				ID: "create.vietnamese", Operation: "createLead", Provenance: Stated, Section: "Create Lead", Gated: true, Outcome: Broken,
				Text:     "Text is stored as it was sent, Vietnamese included.",
				Findings: []Finding{{What: "lead_name", Expected: "Nguyễn Thị Ánh Tuyết", Got: "Nguyá»…n Thị Ánh Tuyết"}},
				Exchanges: []Exchange{{
					Operation: "getLead", Duration: 4 * time.Millisecond,
					Request: Request{Method: "GET", URL: "https://staging.example.test/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", Header: auth()},
					Response: &Response{Status: 200, Header: []Field{{"Content-Type", "application/json; charset=utf-8"}},
						Body: `{"lead_uuid":"152a5c45-68f0-4ee7-85c0-32ae87bb611b","lead_name":"Nguyá»…n Thị Ánh Tuyết","phone_number":"030312345678"}`},
					Curl: "curl -sS -H \"Authorization: Bearer $TOKEN\" 'https://staging.example.test/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b'",
				}},
			},
			{
				ID: "list.hostile", Operation: "listLeads", Provenance: Stated, Section: "Get Lead", Gated: true, Outcome: Broken,
				Text:     "A page of leads is JSON with data, limit, offset and total.",
				Findings: []Finding{{What: "body", Expected: "a JSON object", Got: hostile}, {What: "Content-Type", Expected: "application/json", Got: "text/html"}},
				Exchanges: []Exchange{{
					Operation: "listLeads", Duration: 9 * time.Millisecond,
					Request:  Request{Method: "GET", URL: "https://staging.example.test/v3/lead?limit=10", Header: auth()},
					Response: &Response{Status: 200, Header: []Field{{"Content-Type", "text/html"}, {"X-Evil", hostile}}, Body: Cut(hostile + strings.Repeat("ê", 50_000))},
					Curl:     "curl -sS -H \"Authorization: Bearer $TOKEN\" 'https://staging.example.test/v3/lead?limit=10'",
				}},
			},
			{
				ID: "list.total", Operation: "listLeads", Provenance: Stated, Section: "Get Lead", Gated: true, Outcome: Broken,
				Text: "total counts every lead that the filters let through, not those of the page.", Known: &Known{Reason: "ticket 4711, fixed in the April release", Expires: "2026-04-30"},
				Findings: []Finding{{What: "total", Expected: "25", Got: "10"}},
			},
			{
				ID: "list.order", Operation: "listLeads", Provenance: Implied, Section: "Get Lead", Outcome: Holds,
				Text: "The newest lead comes first.",
			},
			{
				ID: "delete.not-found", Operation: "deleteLead", Provenance: Stated, Section: "Delete Lead", Gated: true, Outcome: Holds,
				Text: "Deleting an unknown lead answers Not Found.", Reason: "the baseline lists it as broken, and it holds", Known: &Known{Reason: "ticket 4712", Expires: "2026-04-30"},
			},
			{
				ID: "reply.json", Provenance: Stated, Section: "Lead", Gated: true, Outcome: Holds, Text: "Every reply is JSON.",
			},
			{
				ID: "upload.rows", Operation: "uploadLeads", Provenance: Stated, Section: "Post Lead With CSV File", Gated: true, Outcome: NotRun,
				Text: "Every row of the file becomes one lead.", Reason: "needs a list to write in: --list-uuid",
			},
			{
				ID: "upload.columns", Operation: "uploadLeads", Provenance: Stated, Section: "Post Lead With CSV File", Gated: true, Outcome: Error,
				Text: "Each column of the file lands in its own field.", Reason: "the import did not end within 60s: " + hostile,
			},
		},
		Coverage: Coverage{
			Operations: []Covered{{Name: "createLead", Times: 101}, {Name: "listLeads", Times: 88}, {Name: "uploadLeads", Why: "needs a list to write in: --list-uuid"}},
			Replies:    []Covered{{Name: "createLead 200", Times: 44}, {Name: "createLead 413", Why: "a body that large is not sent"}, {Name: "uploadLeads 413", Why: "a body that large is not sent"}},
			Fields:     []Covered{{Name: "lead_name", Times: 97}, {Name: "hopper_id", Times: 97}},
			Parameters: []Covered{{Name: "listLeads limit", Times: 12}, {Name: "listLeads campaign_uuid", Why: "needs a campaign: --campaign-uuid"}},
		},
		Leftovers: []Leftover{{LeadUUID: "307c2fe7-d075-493c-b8d6-b11195caec41", LeadCode: "r7f3a2c91-12", PhoneNumber: "030312345678", Why: "delete answered 500: " + hostile}},
		Notes:     []string{"waited 2s as Retry-After asked, once"},
		Partial:   true,
	}
}

func auth() []Field { return []Field{{"Authorization", "Bearer $TOKEN"}} }

func createExchange(status int, body string) Exchange {
	return Exchange{
		Operation: "createLead", Duration: 12345 * time.Microsecond,
		Request: Request{
			Method: "POST", URL: "https://staging.example.test/v3/lead", Header: append(auth(), Field{"Content-Type", "application/json"}),
			Body: `{"list_uuid":"c4869e79-f0fa-4c6a-9410-bc0defac375a","lead_name":"Nguyễn Thị Ánh Tuyết","lead_code":"r7f3a2c91-1","phone_number":""}`,
		},
		Response: &Response{Status: status, Header: []Field{{"Content-Type", "application/json"}, {"Date", "Sun, 08 Mar 2026 08:57:12 GMT"}}, Body: body},
		Curl: `curl -sS -X POST 'https://staging.example.test/v3/lead' \
  -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' \
  --data '{"list_uuid":"c4869e79-f0fa-4c6a-9410-bc0defac375a","lead_name":"Nguyễn Thị Ánh Tuyết","lead_code":"r7f3a2c91-1","phone_number":""}'`,
	}
}
