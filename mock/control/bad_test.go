package control_test

import (
	"encoding/json"
	"strings"
	"testing"
)

var badCalls = []struct {
	method, path, body string
	status             int
	says               string
}{
	{"GET", "nothing", "", 404, `there is no \"/__mock/nothing\"; there are /__mock/assumptions, `},
	{"GET", "", "", 404, `there is no \"/__mock/\"`},
	{"PATCH", "faults", "", 405, `\"/__mock/faults\" takes DELETE, GET, POST, not \"PATCH\"`},
	{"GET", "reset", "", 405, `\"/__mock/reset\" takes POST, not \"GET\"`},
	{"POST", "faults", "", 400, "addFault takes a body: {"},
	{"POST", "faults", "{", 400, "the body is not JSON: unexpected end"},
	{"POST", "faults", "[]", 400, "value must be an object"},
	{"POST", "faults", `{"status":"500"}`, 400, "status: value must be an integer"},
	{"POST", "faults", `{"status":700}`, 400, "status: number must be at most 599"},
	{"POST", "faults", `{"probability":0,"status":500}`, 400, "probability: number must be more than 0"},
	{"POST", "faults", `{"state":500}`, 400, `property \"state\" is unsupported (`},
	{"POST", "faults", `{"id":7,"status":500}`, 400, `id: readOnly property \"id\" in request`},
	{"POST", "faults", `{"delay":"2"}`, 400, "delay: want: a time such as 2s, or two such as"},
	{"POST", "faults", `{"delay":{"min":"2s","max":"1s"}}`, 400, "delay: max is 1s, which is less than min, 2s"},
	{"POST", "faults", `{"slow":"2h"}`, 400, "slow: want a time from 0 to 1h0m0s, not 2h0m0s"},
	{"POST", "faults", `{"operation":"createLed","status":500}`, 400, `there is no \"createLed\" (createLead, deleteLead`},
	{"GET", "faults/x", "", 400, `id: want a whole number, not \"x\"`},
	{"POST", "faults", `{"status":500.0}`, 400, "status: want a whole number, written without a fraction, not 500.0"},
	{"POST", "faults", `{"slow":"-1s"}`, 400, "slow: want: a number with a unit (ms, s, m, h), from 0 to 1h"},
	{"PUT", "clock", `{"id_seed":9223372036854775808}`, 400, "id_seed: want a whole number"},
	{"PUT", "clock", `{"id_seed":1e400}`, 400, "the number 1e400 at byte 17 is too large"},
	{"PUT", "clock", `{}`, 400, "there must be at least 1 properties"},
	{"PUT", "clock", `{"now":"noon"}`, 400, "now: want: an RFC 3339 time, such as 2023-03-08T16:00:00+07:00"},
	{"PUT", "clock", `{"now":1678266000000}`, 400, "now: want: an RFC 3339 time"},
	{"PUT", "clock", `{"advance":1000}`, 400, "advance: want: how far to move it, such as 24h"},
	{"PUT", "clock", `{"advance":"1 day"}`, 400, "advance: want: how far to move it, such as 24h"},
	{"PUT", "clock", `{"step":"2h"}`, 400, "step: want a time from 0 to 1h0m0s, not 2h0m0s"},
	{"PUT", "clock", `{"step":"1h1h"}`, 400, "step: want a time from 0 to 1h0m0s, not 2h0m0s"},
	{"PUT", "clock", `{"wall":true,"frozen":true}`, 400, "wall is the machine's clock"},
	{"PUT", "clock", `{"wall":false}`, 400, "wall: value is not one of the allowed values [true]"},
	{"PUT", "readings", `{"readings":{"A14":"prefx"}}`, 400, `A14 has no reading \"prefx\" (exact, prefix, suffix, contains)`},
	{"PUT", "readings", `{"readings":{"A43":"v7"}}`, 400, "A43 has only one reading: "},
	{"PUT", "readings", `{"readings":{},"vary":7}`, 400, "want readings or vary, not both"},
	{"PUT", "readings", `{"vary":-1}`, 400, "vary: number must be at least 0"},
	{"PUT", "readings", `{"A14":"prefix"}`, 400, `property \"A14\" is unsupported (readings, vary)`},
	{"PUT", "jobs", `{"after":"1s","after_reads":1}`, 400, "there must be at most 1 properties"},
	{"PUT", "jobs", `{"after_reads":0}`, 400, "after_reads: number must be at least 1"},
	{"POST", "jobs/wait", `{"timeout":7}`, 400, "timeout: want: a number with a unit (ms, s, m, h)"},
	{"POST", "jobs/wait", `{"timeout":"2h"}`, 400, "timeout: want a time from 0 to 1h, not 2h0m0s"},
	{"POST", "reset", `{"a":1}`, 400, "resetSession takes no body"},
	{"POST", "snapshots/" + strings.Repeat("x", 201), "", 400, "name: maximum string length is 200"},
	{"POST", "snapshots/" + strings.Repeat("%E1%BA%BF", 100), "", 400, "name: want 1 to 200 bytes, not 300"},
	{"PUT", "state", "", 400, `importState takes a body: {\"leads\":[],\"lists\":[{`},
	{"PUT", "state", `{"leads":[{"x":1}]}`, 400, `seed body:1: leads[0]: unknown field \"x\"`},
	{"POST", "records/list", `{"list_name":"x","nme":"y"}`, 400, `unknown field \"nme\" (list_uuid`},
	{"GET", "records/contact", "", 404, `there is no resource \"contact\" (lead, list)`},
	{"POST", "records/lead", `7`, 400, "want: an object, or an array of 1 to 10000 objects"},
	{"POST", "records/lead", `[]`, 400, "want: an object, or an array of 1 to 10000 objects"},
	{"POST", "records/lead", `{"phone":"1"}`, 400, `unknown field \"phone\" (domain_uuid`},
	{"POST", "records/lead", `{"list_uuid":"` + documentedList + `","last_call_time":"noon"}`, 400, `last_call_time: \"noon\" is not an RFC 3339 time`},
	{"POST", "records/lead", `[{"list_uuid":"` + documentedList + `"},{"list_uuid":"` + demo01 + `"}]`, 400, "[1]: list_uuid"},
	{"PATCH", "records/lead", `[{"lead_uuid":"` + demo01 + `","status":"X"},{"status":"Y"}]`, 400, "[1]: lead_uuid is missing; it identifies the record to update"},
	{"PATCH", "records/lead", `[{"lead_uuid":"` + demo01 + `","status":"X"},{"lead_uuid":"` + documentedList + `"}]`, 404, "[1]: lead " + documentedList + ": not found"},
	{"PATCH", "records/lead/" + demo01, `{"called_count":"1"}`, 400, `called_count: want integer, not \"1\"`},
	{"DELETE", "records/lead/x", "", 404, "lead x: not found"},
	{"POST", "leads?count=0", "", 400, "count: number must be at least 1"},
	{"POST", "leads?list_uuid=x", "", 400, `list_uuid: there is no list \"x\"`},
	{"POST", "leads?statuses=old", "", 400, "statuses: value is not one of the allowed values"},
	{"POST", "reset?seed=empty", "", 400, `there is no parameter \"seed\": resetSession takes none`},
	{"GET", "requests?stat=1", "", 400, `there is no parameter \"stat\" (sessions, operation, method, status, path, body, after, limit)`},
	{"GET", "requests?sessions=all&after=1", "", 400, "after: ids are of one session"},
	{"GET", "requests?sessions=some", "", 400, "sessions: value is not one of the allowed values"},
	{"GET", "requests?limit=5000", "", 400, "limit: number must be at most 1000"},
	{"GET", "requests?a=%zz", "", 400, "the query cannot be read"},
	{"POST", "requests/verify", `{"count":1.5}`, 400, "count: value must be an integer"},
}

// An error says in one line what is wrong and what is allowed, and nothing changes.
func TestBadCalls(t *testing.T) {
	c := start(t)
	before := c.call("GET", "state", "").body
	for _, test := range badCalls {
		got := c.call(test.method, test.path, test.body)
		var decoded struct{ Error string }
		if err := json.Unmarshal([]byte(got.body), &decoded); err != nil || strings.Contains(decoded.Error, "\n") || len(decoded.Error) > 1000 {
			t.Errorf("%s %s: got %s, want an error of one line", test.method, test.path, got.body)
		}
		if got.status != test.status || !strings.Contains(got.body, test.says) {
			t.Errorf("%s %s %s\n got %d %s\nwant %d with %s", test.method, test.path, test.body, got.status, got.body, test.status, test.says)
		}
	}
	if after := c.call("GET", "state", "").body; after != before || len(c.server.Faults()) != 0 || len(c.server.Snapshots()) != 0 || !c.server.Clock().Wall {
		t.Errorf("after calls that were refused: got %d faults, %d snapshots, %+v and the state\n%s\nwant none, the clock of the machine and, as before,\n%s",
			len(c.server.Faults()), len(c.server.Snapshots()), c.server.Clock(), after, before)
	}
}

// An error quotes little of a call, whatever is wrong with it and whichever package says so.
func TestErrorsAreShort(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: calls of a megabyte; go test ./... runs it")
	}
	c := start(t)
	const length = 10_000
	nines := strings.Repeat("9", length)
	for name, long := range map[string]string{"letters": strings.Repeat("x", length), "spaces": strings.Repeat("x ", length/2), "quotes": strings.Repeat(`x\"`, length/3), "colons": strings.Repeat("x:,", length/3)} {
		for _, call := range []struct{ method, path, body string }{
			{"POST", "faults", `{"LONG":1}`},
			{"POST", "faults", `{"status":500,"operation":"LONG"}`},
			{"POST", "faults", `{"status":500,"headers":{"LONG":1}}`},
			{"POST", "faults", `{"status":500,"headers":{"LONG":"LONG"}}`},
			{"POST", "faults", `{"status":500,"match":{"LONG":1}}`},
			{"POST", "faults", `{"status":500,"match":{"path.LONG":1}}`},
			{"POST", "faults", `{"operation":"getLead","example":"LONG"}`},
			{"POST", "faults", `{"delay":"LONG"}`},
			{"POST", "faults", `{"status":NINES}`},
			{"POST", "faults", `{"status":500,"times":NINES}`},
			{"POST", "faults", `{"slow":"NINESh"}`},
			{"POST", "snapshots", `{"name":"LONG"}`},
			{"POST", "snapshots", `{"LONG":"x"}`},
			{"PUT", "readings", `{"readings":{"LONG":"x"}}`},
			{"PUT", "readings", `{"readings":{"A14":"LONG"}}`},
			{"PUT", "readings", `{"vary":NINES}`},
			{"POST", "requests/verify", `{"count":1,"operation":"LONG"}`},
			{"POST", "requests/verify", `{"count":1,"match":{"LONG":"x"}}`},
			{"POST", "requests/verify", `{"count":1,"match":{"header.Authorization":"LONG"},"LONG":1}`},
			{"POST", "requests/verify", `{"count":NINES}`},
			{"PUT", "clock", `{"now":"LONG"}`},
			{"PUT", "clock", `{"advance":"NINESh"}`},
			{"PUT", "clock", `{"id_seed":NINES}`},
			{"PUT", "clock", `{"id_seed":1e999NINES}`},
			{"PUT", "jobs", `{"LONG":1}`},
			{"PUT", "jobs", `{"after":"LONG"}`},
			{"PUT", "jobs", `{"after_reads":NINES}`},
			{"POST", "jobs/wait", `{"timeout":"NINESh"}`},
			{"PUT", "state", `{"LONG":[]}`},
			{"PUT", "state", `{"leads":[{"LONG":1}]}`},
			{"POST", "records/lead", `{"LONG":1}`},
			{"POST", "records/lead", `{"after_day":NINES}`},
			{"LONG", "faults", ""},
		} {
			call.body = strings.NewReplacer("LONG", long, "NINES", nines).Replace(call.body)
			if call.method == "LONG" {
				call.method = strings.Repeat("X", 10_000)
			}
			got := c.call(call.method, call.path, call.body)
			if got.status < 400 || len(got.body) > 1500 {
				t.Errorf("%s: %.40s %s %.60s: got %d and an error of %d bytes, want at most 1500: %.200s", name, call.method, call.path, call.body, got.status, len(got.body), got.body)
			}
		}
	}
}
