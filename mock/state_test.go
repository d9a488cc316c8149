package mock_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// anything is a spec whose records may refer to anything, and whose bodies take other types than its records have.
const anything = `
openapi: 3.0.3
info: {title: Anything, version: 1.0.0}
paths:
  /v3/note:
    post:
      operationId: createNote
      x-mock: {resource: note, do: create, reply: {note_uuid: $id}}
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {lead_uuid: {}, text: {}, count: {type: integer}}}}}
      responses: {'200': {description: Created.}}
    get:
      operationId: listNotes
      x-mock: {resource: note, do: list}
      responses: {'200': {description: A page.}}
components:
  schemas:
    Note:
      x-resource: {name: note, id: note_uuid, copy: {from: lead, by: lead_uuid, fields: [lead_name]}}
      type: object
      properties:
        note_uuid: {type: string, format: uuid}
        lead_uuid: {type: string}
        lead_name: {type: string, default: ''}
        text: {type: string, default: ''}
        count: {type: integer, default: 0}
`

func withPages(t *testing.T, further ...string) (options []mock.Option) {
	t.Helper()
	for _, name := range []string{"testdata/list.yaml", "testdata/shop.yaml"} {
		page, err := openapi.LoadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, mock.WithSpec(page))
	}
	for _, text := range further {
		page, err := openapi.Load("further.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		options = append(options, mock.WithSpec(page))
	}
	return options
}

// A deleted list leaves its leads behind; the export of that state can be imported, and can start a mock.
func TestStateWithoutItsList(t *testing.T) {
	c := startWithLists(t)
	c.expect("DELETE", "/v3/list/"+documentedList, "", 200, "")
	state := exported(t, c.server)
	page := c.getUnchecked("/v3/lead").text()
	if err := c.server.ImportState("state", []byte(state)); err != nil {
		t.Fatalf("got %v, want no error for\n%s", err, state)
	}
	if again := c.getUnchecked("/v3/lead").text(); again != page {
		t.Errorf("got %s, want %s", again, page)
	}
	restarted := startWithLists(t, mock.WithState("state.json", []byte(state)))
	if again := exported(t, restarted.server); again != state {
		t.Errorf("got %s, want %s", again, state)
	}
	mistyped := strings.Replace(state, `"gone":["`+documentedList, `"gone":["`+unknownID, 1)
	if err := c.server.ImportState("state", []byte(mistyped)); err == nil || !strings.Contains(err.Error(), "names no list") {
		t.Errorf("got %v for a lead of a list that is neither there nor gone, want it refused", err)
	}
}

// Every export can be imported: after random requests to all operations, an imported copy returns the same lists.
func TestEveryStateCanBeImported(t *testing.T) {
	options := append(withPages(t, anything), mock.WithImportDelay(0))
	probe, err := mock.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	operations := probe.Operations()
	deleted := false
	rapid.Check(t, func(rt *rapid.T) {
		first, err := mock.New(options...)
		if err != nil {
			rt.Fatal(err)
		}
		ids := []string{documentedList, documentedCampaign, demo01, demo02, unknownID, "", "x", strings.ToUpper(demo01)}
		for range rapid.IntRange(0, 30).Draw(rt, "requests") {
			op := rapid.SampledFrom(operations).Draw(rt, "operation")
			path := op.Path
			for strings.Contains(path, "{") {
				start, end := strings.Index(path, "{"), strings.Index(path, "}")
				path = path[:start] + rapid.SampledFrom(ids[:4]).Draw(rt, "id") + path[end+1:]
			}
			reply := serve(first, op.Method, path, randomBody(rt, ids))
			for _, value := range reply {
				if id, isText := value.(string); isText && len(id) == 36 && !slices.Contains(ids, id) {
					ids = append([]string{id}, ids...)
				}
			}
		}
		var state bytes.Buffer
		if err := first.ExportState(&state); err != nil {
			rt.Fatal(err)
		}
		deleted = deleted || strings.Contains(state.String(), `"gone":[`)
		second, err := mock.New(append(slices.Clone(options), mock.WithState("state.json", state.Bytes()))...)
		if err != nil {
			rt.Fatalf("%v\n%s", err, state.Bytes())
		}
		var again bytes.Buffer
		if err := second.ExportState(&again); err != nil || again.String() != state.String() {
			rt.Fatalf("exported again: got %v\n%s\nwant, as the first time,\n%s", err, again.String(), state.String())
		}
		for _, op := range operations {
			if op.Method != "GET" || strings.Contains(op.Path, "{") {
				continue
			}
			if was, is := fmt.Sprint(serve(first, "GET", op.Path+"?limit=100", "")), fmt.Sprint(serve(second, "GET", op.Path+"?limit=100", "")); was != is {
				rt.Fatalf("%s\n got %s\nwant %s", op.Path, is, was)
			}
		}
	})
	if !deleted {
		t.Error("got no state with a reference that leads nowhere, want one at least")
	}
}

// randomBody returns a body with fields of all specs, with IDs that exist, and values of several types.
func randomBody(rt *rapid.T, ids []string) string {
	body := map[string]any{}
	for _, name := range []string{"list_uuid", "lead_uuid", "campaign_uuid", "owner_uuid", "shop_uuid", "stall_uuid"} {
		body[name] = rapid.SampledFrom(ids).Draw(rt, name)
	}
	for _, name := range []string{"lead_name", "list_name", "owner_name", "province", "description", "text"} {
		body[name] = rapid.String().Draw(rt, name)
	}
	body["phone_number"] = rapid.SampledFrom([]string{"0349719999", "84349719999", "1"}).Draw(rt, "phone")
	for _, name := range []string{"rank", "count", "active"} {
		body[name] = json.Number(rapid.SampledFrom([]string{"0", "1.0", "-3", "2e2", "12345678901234567890", "0.5"}).Draw(rt, name))
	}
	data, _ := json.Marshal(body) // texts and numbers always can be encoded
	return string(data)
}

// Values of types that only the body allows, and references to anything, are exported and imported too.
func TestStateOfAnything(t *testing.T) {
	server, err := mock.New(withPages(t, anything)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		`{}`, `{"lead_uuid":"` + demo01 + `","text":"x"}`, `{"lead_uuid":"not a uuid"}`, `{"lead_uuid":null,"text":null}`, `{"lead_uuid":7,"text":{"a":[1,"b"]}}`,
		`{"lead_uuid":["<&>"],"text":true,"count":1.0}`, `{"count":12345678901234567890}`, `{"lead_uuid":"` + unknownID + `"}`,
	} {
		if reply := serve(server, "POST", "/v3/note", body); reply["note_uuid"] == nil {
			t.Fatalf("%s: got %v, want a note", body, reply)
		}
	}
	var state bytes.Buffer
	if err := server.ExportState(&state); err != nil {
		t.Fatal(err)
	}
	was := fmt.Sprint(serve(server, "GET", "/v3/note", ""))
	if err := server.ImportState("state", state.Bytes()); err != nil {
		t.Fatalf("%v\n%s", err, state.Bytes())
	}
	if is := fmt.Sprint(serve(server, "GET", "/v3/note", "")); is != was {
		t.Errorf("got %s, want %s", is, was)
	}
}

// A state written by an editor or PowerShell can be read: with a byte order mark, and in UTF-16.
func TestStateInOtherEncodings(t *testing.T) {
	c := start(t)
	c.create("Nguyễn Thị Ánh 😀", "0349719999")
	state := exported(t, c.server)
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(state)) {
		little, big = binary.LittleEndian.AppendUint16(little, unit), binary.BigEndian.AppendUint16(big, unit)
	}
	for name, data := range map[string][]byte{"a mark": []byte("\ufeff" + state), "UTF-16": little, "UTF-16, big end first": big, "UTF-16 without a mark": little[2:], "UTF-16, big end first, without a mark": big[2:]} {
		if err := c.server.ImportState(name, data); err != nil {
			t.Errorf("%s: got %v, want no error", name, err)
		}
		if again := exported(t, c.server); again != state {
			t.Errorf("%s: got %s, want %s", name, again, state)
		}
		if _, err := mock.New(mock.WithSeed(name, data)); err != nil {
			t.Errorf("%s as a seed: got %v, want no error", name, err)
		}
	}
}

// serve answers one request without a connection; the reply is nil if it is not a JSON object.
func serve(server *mock.Server, method, path, body string) (reply map[string]any) {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	_ = json.Unmarshal(recorder.Body.Bytes(), &reply)
	return reply
}
