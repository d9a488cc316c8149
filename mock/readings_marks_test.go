package mock_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// unsure are the assumptions that are marked by code path, so another reading may give the same answer by chance.
var unsure = map[string]string{
	"A14": "to know whether another lead matches in part, all leads would have to be read",
	"A18": "two values that differ may find the same",
	"A19": "no lead may have another value than the empty one",
	"A33": "two rows may be the same",
	"A36": "a file without commas may have a header of phone_number only",
	"A65": "the lead in the middle has the same place in both orders",
}

// For random requests, the mock as assumed and the mock in each single alternative start with the same records, clock and
// IDs. If a reply or the records differ, the request log of the mock as assumed must name the assumption; and each
// assumption that it names must make a difference in some alternative.
func TestMarksTellWhatOtherReadingsWouldChange(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: hundreds of requests against every reading; go test ./... runs it")
	}
	stage := onStage(t)
	stage.server.InSession("assumed")
	differed := map[string]int{}
	random := rand.New(rand.NewPCG(13, 0))
	before := stage.state("assumed")
	states := map[string]string{}
	for n := range 500 {
		request := oddStep(random, before)
		reply := stage.perform("assumed", n, request)
		after := stage.state("assumed")
		marks := stage.marks("assumed")
		differs := map[string]bool{}
		for _, choice := range openapi.Choices() {
			for _, reading := range choice.Readings[1:] {
				name := choice.ID + "=" + reading.Name
				session := stage.server.InSession(name)
				if err := session.SetReadings(openapi.Readings{choice.ID: reading.Name}); err != nil {
					t.Fatal(err)
				}
				if states[name] != before {
					if err := session.ImportState("before", []byte(before)); err != nil {
						t.Fatal(err)
					}
				}
				otherReply := stage.perform(name, n, request)
				states[name] = stage.state(name)
				if otherReply == reply && states[name] == after {
					continue
				}
				differs[choice.ID] = true
				differed[name]++
				if marks := stage.marks(name); !slices.Contains(marks, choice.ID) {
					t.Errorf("%s\n%s: got the marks %v, want %s, because as assumed differs:\n%s%s", request, name, marks, choice.ID, otherReply, reply)
				}
				if !slices.Contains(marks, choice.ID) {
					t.Errorf("%s\nas assumed: got the marks %v, want %s, because %s differs:\n%s%s", request, marks, choice.ID, name, reply, otherReply)
				}
			}
		}
		for _, id := range marks {
			if _, several := openapi.FindChoice(id); several && !differs[id] && unsure[id] == "" && request.method != "HEAD" { // a HEAD reply has no body that could differ
				t.Errorf("%s\ngot the mark %s, want none, because no other reading differs: %s", request, id, reply)
			}
		}
		before = after
	}
	for _, test := range alternatives {
		if differed[test.reading] == 0 {
			t.Errorf("%s: got no request that differs, want one at least", test.reading)
		}
	}
}

// marks returns the assumptions that the last reply rests on.
func (s stage) marks(session string) []string {
	found, _ := s.server.InSession(session).Requests(mock.RequestFilter{}, 1)
	return found[0].Assumptions
}

// perform sends a request at the same time and with the same IDs in a session.
func (s stage) perform(session string, n int, request step) string {
	now, frozen, seed, stepTime := stageStart.Add(time.Duration(n)*time.Second), true, int64(n), mock.Duration(time.Millisecond)
	if _, err := s.server.InSession(session).SetClock(mock.ClockChange{Now: &now, Frozen: &frozen, Step: &stepTime, IDSeed: &seed}); err != nil {
		s.t.Fatal(err)
	}
	return s.send(session, request)
}

// oneOf returns a random text.
func oneOf(random *rand.Rand, texts ...string) string { return texts[random.IntN(len(texts))] }

// oddStep returns a random request to one of the operations, often an odd one, with IDs of the state.
func oddStep(random *rand.Rand, state string) step {
	var ids []string
	for part := range strings.SplitSeq(state, `{"lead_uuid":"`) {
		if len(part) > 36 && part[8] == '-' {
			ids = append(ids, part[:36])
		}
	}
	ids = ids[:min(len(ids), 6)] // few, so that some are changed again
	id := oneOf(random, append(ids, unknownID)...)
	path := "/v3/lead/" + id
	if random.IntN(6) == 0 {
		path = "/v3/lead/" + oneOf(random, strings.ToUpper(id), "x", "{"+id+"}", strings.ToUpper(unknownID))
	}
	switch random.IntN(12) {
	case 0, 1, 2:
		return step{method: "POST", path: "/v3/lead", contentType: oddType(random), body: oddBody(random, `"list_uuid":"`+oddList(random)+`"`)}
	case 3, 4, 5:
		return step{method: "PUT", path: path, contentType: oddType(random), body: oddBody(random, `"lead_uuid":"`+oneOf(random, id, id, id, strings.ToUpper(id), unknownID)+`"`)}
	case 6, 7, 8:
		return listing(oddQuery(random))
	case 9:
		return oddUpload(random)
	case 10:
		return step{method: oneOf(random, "GET", "HEAD", "DELETE", "PATCH"), path: path, noToken: random.IntN(8) == 0}
	}
	return step{method: oneOf(random, "GET", "HEAD", "PUT"), path: oneOf(random, "/v3/lead", "/v3/leads", "/v3/lead/file"), noToken: random.IntN(8) == 0}
}

func oddType(random *rand.Rand) string {
	return oneOf(random, "application/json", "application/json", "application/json", "application/json", "", "text/plain")
}

func oddList(random *rand.Rand) string {
	return oneOf(random, documentedList, documentedList, documentedList, documentedList, unknownList, "x", strings.ToUpper(documentedList))
}

func oddBody(random *rand.Rand, first string) string {
	members := []string{first}
	phone := oneOf(random, "0349719999", "0349719988", fmt.Sprintf("03497%05d", random.IntN(50)), "84349719999", "8412345678", "x", "")
	if random.IntN(8) > 0 {
		members = append(members, `"phone_number":"`+phone+`"`)
	}
	for range random.IntN(4) {
		members = append(members, oneOf(random,
			`"lead_name":"An"`, `"lead_name":"Be"`, `"lead_name":""`, `"lead_code":"7"`, `"lead_code":""`, `"lead_name":7`, `"lead_code":true`, `"lead_name":null`,
			`"lead_name":"`+strings.Repeat("ữ", 255+random.IntN(2))+`"`, `"province":"Huế"`, `"province":""`, `"ward":7`, `"x":1`, `"status":"OLD"`, `"after_day":3`,
			`"identity_issued_on":"0001-01-01T00:00:00Z"`, `"identity_issued_on":"0001-01-01T00:00:00Z"`, `"identity_issued_on":"0001-01-01T00:00:00Z"`, `"identity_issued_on":"2020-01-02T00:00:00Z"`, `"identity_issued_on":"2020-01-02T00:00:00Z"`, `"identity_issued_on":"x"`, `"additional":""`, `"contract_number":"C1"`, `"lead_name":["x"]`))
	}
	body := "{" + strings.Join(members, ",") + "}"
	switch random.IntN(25) {
	case 0:
		return body[:random.IntN(len(body))]
	case 1:
		return body + "x"
	case 2:
		return oneOf(random, " ", "[]", "7", "null", `"text"`)
	}
	return body
}

func oddQuery(random *rand.Rand) string {
	var parts []string
	for range random.IntN(4) {
		parts = append(parts, oneOf(random,
			"list_uuid="+oddList(random), "campaign_uuid=7bbe986b-8a6e-404c-840b-781102b5aa07", "campaign_uuid="+unknownList, "list_uuid=", "campaign_uuid=",
			"phone_number=0349719999", "phone_number=034971", "phone_number=9999", "phone_number=", "phone_number=71999", "phone_number=x",
			"limit=0", "limit=1", "limit=2", "limit=100000", "limit=50000", "limit=ten", "limit=-1", "limit=",
			"offset=0", "offset=1", "offset=2", "offset=1000", "offset=-1", "x=1", "_=2", "x", "__delay=0s", "limit=%zz", "offset=1;"))
	}
	return strings.Join(parts, "&")
}

func oddUpload(random *rand.Rand) step {
	list := oneOf(random, documentedList, documentedList, documentedList, documentedList, unknownList, "")
	separator := oneOf(random, ",", ",", ",", ";", "\t")
	columns := []string{"phone_number", "lead_name", "after_day", "colour"}[:1+random.IntN(4)]
	file := strings.Join(columns, separator) + "\n"
	for range random.IntN(4) {
		cells := []string{oneOf(random, "0349710002", "0909710003", "349710002", "123", "", "84349710002", "012345678901", "0149710002"), oneOf(random, "An", "Be"), oneOf(random, "", "3", "x"), "red"}
		file += strings.Join(cells[:len(columns)], separator) + "\n"
	}
	switch random.IntN(10) {
	case 0:
		file = ""
	case 1:
		file = oneOf(random, "PK\x03\x04", "name\nAn\n", "sep=,\n"+file, "phone_number\n\"0349710002\n")
	case 2:
		return step{method: "POST", path: "/v3/lead/file", contentType: oneOf(random, "text/csv", "multipart/form-data"), body: file}
	}
	if random.IntN(10) == 0 {
		request := uploading(list, file)
		request.body = request.body[:len(request.body)/2]
		return request
	}
	return uploading(list, file)
}
