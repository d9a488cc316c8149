package mock_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// The vendor's documentation of lists needs no Go, and leads join with its lists.
func TestListPage(t *testing.T) {
	c := startWithLists(t)
	created := c.expect("POST", "/v3/list", `{"campaign_uuid":"7bbe986b-8a6e-404c-840b-781102b5aa07","list_name":"Danh sách","description":"mới"}`, 200, "")
	id := created.decoded(t)["list_uuid"].(string)
	if want := `{"created":true,"list_uuid":"` + id + `"}`; created.text() != want {
		t.Errorf("got %s, want %s", created.body, want)
	}
	c.expect("POST", "/v3/list", `{"campaign_uuid":"x","list_name":"Danh sách"}`, 400, `{"error":"list_name is exists"}`)
	c.expect("POST", "/v3/list", `{"campaign_uuid":"x","list_name":"List Autodialer"}`, 400, `{"error":"list_name is exists"}`)
	c.expect("POST", "/v3/list", `{"campaign_uuid":"","list_name":"x"}`, 400, `{"error":[{"campaign_uuid":"String length must be greater than or equal to 1"}]}`)
	c.expect("POST", "/v3/list", `{}`, 400, `{"error":[{"(root)":"campaign_uuid is required"},{"(root)":"list_name is required"}]}`)

	record := c.expect("GET", "/v3/list/"+id, "", 200, "").decoded(t)
	if record["list_name"] != "Danh sách" || record["description"] != "mới" || record["active"] != true || record["recall_status"] != nil || len(record) != 21 {
		t.Errorf("got %v, want the list as created", record)
	}
	list := c.expect("GET", "/v3/list?limit=1", "", 200, "")
	if !strings.Contains(list.text(), id) || !strings.HasSuffix(list.text(), `"limit":1,"offset":0,"total":2}`) {
		t.Errorf("got %s, want the new list, 1 of 2", list.body)
	}

	for _, active := range []string{"false", "true"} {
		c.expect("PATCH", "/v3/list/"+id+"/active", `{"active": `+active+`}`, 200, `{"active":`+active+`,"list_uuid":"`+id+`"}`)
		if got := c.send("GET", "/v3/list/"+id, "").decoded(t)["active"]; fmt.Sprint(got) != active {
			t.Errorf("active: got %v, want %s", got, active)
		}
	}
	c.expect("PATCH", "/v3/list/"+id+"/active", `{}`, 400, `{"error":"active is missing"}`)
	c.expect("PATCH", "/v3/list/"+unknownID+"/active", `{"active":true}`, 404, `{"error":"Not Found"}`)

	lead := c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, id), 200, "").decoded(t)["lead_uuid"].(string)
	if got := c.send("GET", "/v3/lead/"+lead, "").decoded(t); got["list_name"] != "Danh sách" || got["campaign_uuid"] != documentedCampaign {
		t.Errorf("got %v, want the name and the campaign of its list", got)
	}
	c.expect("DELETE", "/v3/list/"+id, "", 200, `{"list_uuid":"`+id+`"}`)
	c.expect("DELETE", "/v3/list/"+id, "", 404, `{"error":"Not Found"}`)
	c.expect("POST", "/v3/lead", fmt.Sprintf(`{"list_uuid":%q,"phone_number":"0349719999"}`, id), 404, `{"error":"Not Found"}`)
	for _, printed := range []string{demo01, demo02, testNe} {
		c.expect("GET", "/v3/lead/"+printed, "", 200, "")
	}
}

// What the vendor's documentation does not show: copies by two keys, a copy of a copy, other types, allOf, another success
// status.
func TestMadeUpPage(t *testing.T) {
	page, err := openapi.LoadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Validate(); err != nil {
		t.Fatal(err)
	}
	c := start(t, mock.WithSpec(page))
	c.pages = append(c.pages, strictRouter(page))
	owner := func(name, town string) string {
		body := jsonBody(map[string]string{"owner_name": name, "town": town})
		return c.expect("POST", "/shop/owner", body, 201, "").decoded(t)["owner_uuid"].(string)
	}
	an, binh := owner("An", "Huế"), owner("Bình", "Vinh")
	c.expect("POST", "/shop/owner", `{"z":1,"owner_name":"x","y":2,"x":3}`, 400,
		`{"error":[{"(root)":"Additional property x is not allowed"},{"(root)":"Additional property y is not allowed"},{"(root)":"Additional property z is not allowed"}]}`)
	shop := c.expect("POST", "/shop", fmt.Sprintf(`{"owner_uuid":%q,"landlord_uuid":%q,"open":true,"rank":7}`, an, binh), 200, "").decoded(t)
	if shop["open"] != true {
		t.Errorf("got %v, want it open", shop)
	}
	stall := c.expect("POST", "/shop/stall", fmt.Sprintf(`{"shop_uuid":%q}`, shop["shop_uuid"]), 200, "").decoded(t)["stall_uuid"].(string)
	found := func(query string, want int) {
		t.Helper()
		if got := c.expect("GET", "/shop"+query, "", 200, "").decoded(t)["total"]; got != float64(want) {
			t.Errorf("%s: got %v, want %d", query, got, want)
		}
	}
	for query, want := range map[string]int{"?owner_name=An": 1, "?owner_name=B%C3%ACnh": 0, "?town=Vinh": 1, "?open=true": 1, "?open=false": 0, "?rank=7": 1,
		"?rank=8": 0, "?owner_name=An&town=Vinh&open=true": 1, "?owner_name=An&town=Hu%E1%BA%BF": 0} {
		found(query, want)
	}
	c.expect("PUT", "/shop/owner/"+binh, `{"town":"Nha Trang"}`, 200, `{"message":"success"}`)
	found("?town=Vinh", 0)
	found("?town=Nha%20Trang", 1)
	c.expect("PUT", "/shop/owner/"+an, `{"owner_name":"Anh"}`, 200, "")
	found("?owner_name=Anh", 1)
	if got := c.expect("GET", "/shop/stall/"+stall, "", 200, "").decoded(t); got["owner_name"] != "Anh" || got["rank"] != 7.0 {
		t.Errorf("a copy of a copy: got %v, want owner Anh and rank 7", got)
	}
	c.expect("DELETE", "/shop/owner/"+an, "", 200, `{"message":"success"}`)
	found("?owner_name=Anh", 0)
	found("?town=Nha%20Trang", 1)
}

// Specs write a bearer token in several ways.
func TestWaysToWriteABearerToken(t *testing.T) {
	page := readFile(t, "testdata/list.yaml")
	for _, scheme := range []string{
		"{type: http, scheme: bearer}", "{type: http, scheme: Bearer}", "{type: apiKey, in: header, name: authorization}",
		"{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://api.example.com/token', scopes: {}}}}",
	} {
		text := strings.Replace(page, "components:\n", "security: [{token: []}]\ncomponents:\n  securitySchemes: {token: "+scheme+"}\n", 1)
		loaded, err := openapi.Load("list.yaml", []byte(text))
		if err == nil {
			_, err = mock.New(mock.WithSpec(loaded))
		}
		if err != nil {
			t.Errorf("%s: got %v, want it accepted", scheme, err)
		}
	}
}

// A mistake in a spec is found at the start, with its place.
func TestPagesThatDoNotFit(t *testing.T) {
	page := readFile(t, "testdata/list.yaml")
	for name, test := range map[string]struct{ old, new, says string }{
		"a resource": {"{resource: list, do: list}", "{resource: lst, do: list}", `x-mock: unknown resource "lst" (lead, list)`},
		"a clash":    {"operationId: getList", "operationId: listLists", "clashes with listLists (GET /v3/list)"},

		"a default":                        {"description: {type: string}\n      responses", "description: {type: string, default: none}\n      responses", "body: description: the mock does not use the default of a body; put it into the schema of resource list"},
		"a required parameter":             {"{name: limit, in: query,", "{name: limit, in: query, required: true,", "query parameter limit: the mock does not check required; leave it out"},
		"a required header":                {"- {name: limit, in: query,", "- {name: X-Tenant, in: header, required: true, schema: {type: string}}\n        - {name: limit, in: query,", "header parameter X-Tenant: the mock does not check required; leave it out"},
		"a most":                           {"schema: {type: integer, default: 10}", "schema: {type: integer, default: 10, maximum: 50}", "query parameter limit: the mock does not support maximum"},
		"a default filter":                 {"- {name: limit, in: query,", "- {name: list_name, in: query, schema: {type: string, default: a}}\n        - {name: limit, in: query,", "x-mock: list: parameter list_name: its default is not played"},
		"a default offset":                 {"{name: offset, in: query, schema: {type: integer, default: 0}}", "{name: offset, in: query, schema: {type: integer, default: 5}}", "query parameter offset: the mock does not support default"},
		"read only":                        {"description: {type: string}\n      responses", "description: {type: string, readOnly: true}\n      responses", "body: description: the mock does not support readOnly"},
		"another type":                     {"description: {type: string}\n      responses", "description: {type: integer}\n      responses", "x-mock: body: description is integer, but resource list has string"},
		"a null":                           {"description: {type: string}\n      responses", "description: {type: string, nullable: true}\n      responses", "body: description is string or null, but resource list has string"},
		"no success":                       {"'200':\n          description: Created.", "default:\n          description: Created.", "responses: a success is missing; want a 2xx status"},
		"no content":                       {"'200':\n          description: Created.", "'204':\n          description: Created.", "x-mock: a reply of 204 has no body; want reply: {}, or another status"},
		"a part of a text":                 {"reply: {created: true, list_uuid: $id}", "reply: {created: true, list_uuid: id-$id}", `x-mock: reply: list_uuid: the variable in "id-$id" stands for a whole value`},
		"a reply's format":                 {"reply: {created: true, list_uuid: $id}", "reply: {created: true, list_uuid: abc}", `list_uuid: "abc" does not fit the schema of the reply: `},
		"a path of servers":                {"paths:", "servers: [{url: 'https://api.example.com/v3/'}]\npaths:", "servers: the mock does not support the path /v3/; write it before each of paths"},
		"a path in a variable":             {"paths:", "servers: [{url: 'https://{region}.example.com/{base}', variables: {region: {default: vn}, base: {default: v3}}}]\npaths:", "servers: the mock does not support the path /v3; write it before each of paths"},
		"a path of the control API":        {"  /v3/list:\n", "  /__mock/list:\n", "path /__mock/list: the mock answers /__mock itself; choose another path"},
		"a path of a session":              {"  /v3/list:\n", "  /s/list:\n", "path /s/list: the mock answers /s itself"},
		"a path with a query":              {"  /v3/list:\n", "  /v3/list?all=1:\n", "path /v3/list?all=1: a path has no query; document it under parameters"},
		"write only":                       {"        description: {type: string}\n        reset", "        description: {type: string, writeOnly: true}\n        reset", "property description: the mock does not support writeOnly and would reply with it"},
		"a stamp of a day":                 {"created_at: {type: string, format: date-time", "created_at: {type: string, format: date", "x-stamp: want a property with type string, format date-time"},
		"a filter of many values":          {"- {name: limit, in: query,", "- {name: list_name, in: query, schema: {type: array, items: {type: string}}}\n        - {name: limit, in: query,", "query parameter list_name: the mock compares one value; want another type than array"},
		"a bare record":                    {"reply: {list_uuid: $id}", "reply: $record", "x-mock: reply: want a mapping, such as {data: $record}"},
		"a repeated key":                   {"operationId: getList\n", "operationId: getList\n      operationId: getList\n", `mapping key "operationId" already defined at line `},
		"a second document":                {"components:\n  parameters:", "---\ncomponents:\n  parameters:", "a second YAML document begins here"},
		"no security":                      {"operationId: listLists", "operationId: listLists\n      security: []", "security: the mock does not support operations without a token"},
		"open security":                    {"paths:", "security: [{}, {bearer: []}]\npaths:", "security: the mock does not support operations without a token"},
		"a list below":                     {"  /v3/list/{list_uuid}:\n    parameters: [{$ref: '#/components/parameters/list_uuid'}]\n    get:\n      operationId: getList\n      x-mock: {resource: list, do: get, errors: {unknown: not_found}}", "  /v3/list/{list_uuid}:\n    parameters: [{$ref: '#/components/parameters/list_uuid'}]\n    get:\n      operationId: getList\n      x-mock: {resource: list, do: list}", "x-mock: list: it would return all records, whatever {list_uuid} in the path is"},
		"a reply's type":                   {"reply: {list_uuid: $id}", "reply: {list_uuid: 7}", `x-mock: reply: list_uuid: "7" is of type integer, but the schema of the reply has string`},
		"a variable's type":                {"reply: {active: $body.active, list_uuid: $id}", "reply: {active: $id, list_uuid: $id}", `reply: active: "$id" is of type string, but the schema of the reply has boolean`},
		"a lacking field":                  {"reply: {list_uuid: $id}", "reply: {id: $id}", "x-mock: reply: the schema of the reply requires list_uuid"},
		"a nested typo":                    {"reply: {list_uuid: $id}", "reply: {list_uuid: $id, more: [{id: $uuid}]}", `x-mock: reply: more: id: unknown variable "$uuid" ($id, $record, $body.<field>)`},
		"each of a delete":                 {"do: delete,", "do: delete, each: $body,", "x-mock: each goes with create only"},
		"each of an object":                {"        do: create\n", "        do: create\n        each: $body\n", "x-mock: each: $body is not an array of objects in the schema of the body"},
		"one of many":                      {"reply: {list_uuid: $id}", "reply: {list_uuid: $ids}", `unknown variable "$ids" ($id, $record, $body.<field>)`},
		"another id":                       {"x-resource: {name: list, id: list_uuid}", "x-resource: {name: list, id: list_name}", "list has id list_name, but list_uuid at spec lead.yaml:"},
		"a circle":                         {"x-resource: {name: list, id: list_uuid}", "x-resource: {name: list, id: list_uuid, copy: {from: lead, by: user_uuid, fields: [username]}}", "copy: resource lead has no field"},
		"itself":                           {"x-resource: {name: list, id: list_uuid}", "x-resource: {name: list, id: list_uuid, copy: {from: list, by: user_uuid, fields: [description]}}", "copy: list copies from itself, by way of list"},
		"many copies":                      {"x-resource: {name: list, id: list_uuid}", "x-resource: {name: list, id: list_uuid, copy: [" + strings.Repeat("{from: list, by: user_uuid, fields: [description]},", 5) + "]}", "copy: 5 entries; at most 4 are allowed"},
		"a path of an operation's servers": {"operationId: listLists", "operationId: listLists\n      servers: [{url: 'https://api.example.com/v3'}]", "servers: the mock does not support the path /v3; write it before each of paths"},
		"a path of a path's servers":       {"  /v3/list:\n", "  /v3/list:\n    servers: [{url: /api}]\n", "servers: the mock does not support the path /api; write it before each of paths"},
		"an API key":                       {"components:\n", "security: [{key: []}]\ncomponents:\n  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}\n", "security: key: the mock checks bearer tokens only; want type http and scheme bearer"},
		"a basic scheme":                   {"components:\n", "security: [{basic: []}]\ncomponents:\n  securitySchemes: {basic: {type: http, scheme: basic}}\n", "security: basic: the mock checks bearer tokens only"},
		"an enum of limit":                 {"schema: {type: integer, default: 10}", "schema: {type: integer, default: 10, enum: [10, 20]}", "query parameter limit: the mock does not support enum"},
		"a text as limit":                  {"schema: {type: integer, default: 10}", "schema: {type: string}", "query parameter limit: the mock takes whole numbers only; want type integer, not string"},
		"another content":                  {"description: A page of lists.\n          content:\n            application/json:", "description: A page of lists.\n          content:\n            text/csv:", "the mock replies with application/json, not text/csv"},
		"a required reply header":          {"description: A page of lists.", "description: A page of lists.\n          headers: {X-Total: {required: true, schema: {type: integer}}}", "response header X-Total: the mock does not send it; leave out required"},
		"a wrapped record":                 {"content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}", "content: {application/json: {schema: {type: object, required: [data], properties: {data: {type: object}}}}}", "x-mock: get: the schema of the reply requires data, which the mock does not send"},
		"a bare array":                     {"type: object\n                required: [data, limit, offset, total]", "type: array\n                items: {type: object}", "x-mock: list: the reply is an object, but its schema has array"},
		"a member of a page":               {"required: [data, limit, offset, total]", "required: [data, page]", "x-mock: list: the schema of the reply requires page, which the mock does not send"},
		"the type of a total":              {"total: {type: integer}\n        '400'", "total: {type: string}\n        '400'", "x-mock: list: total is of type integer, but the schema of the reply has string"},
		"a closed page":                    {"required: [data, limit, offset, total]\n                properties:\n                  data: {type: array, items: {$ref: '#/components/schemas/List'}}\n                  limit: {type: integer}\n", "additionalProperties: false\n                properties:\n                  data: {type: array, items: {$ref: '#/components/schemas/List'}}\n", "x-mock: list: the schema of the reply has no property limit, which the mock sends"},
		"records of another type":          {"items: {$ref: '#/components/schemas/List'}", "items: {type: object, properties: {active: {type: integer}}}", "x-mock: list: data: active is of type boolean, but the schema of the reply has integer"},
		"nothing":                          {page[strings.Index(page, "  /v3/list:"):strings.Index(page, "components:")], "", "paths has no operation"},
		"no id in the path": {
			"/v3/list/{list_uuid}/active:\n    parameters: [{$ref: '#/components/parameters/list_uuid'}]",
			"/v3/list/active:", "merge: path /v3/list/active lacks {list_uuid}"},
		"a lost field":      {"        campaign_name: {type: string}\n", "", `x-resource: list lacks the property campaign_name that it has at spec lead.yaml:`},
		"an odd parameter":  {"{name: limit, in: query", "{name: size, in: query", `parameter "size" is neither limit, offset, nor a field of list`},
		"an unknown field":  {"taken: {list_name: list_name_exists}", "taken: {name: list_name_exists}", `taken: resource list has no field "name"`},
		"a property's type": {"        description: {type: string}\n        reset", "        description: {}\n        reset", "property description: want a type"},
		"a pattern":         {"campaign_uuid: {type: string, minLength: 1}", "campaign_uuid: {type: string, pattern: '(?=x)'}", "the schema of the body"},
		"no body":           {"application/json:\n            schema:\n              type: object\n              required: [active]", "text/plain:\n            schema:\n              type: object\n              required: [active]", "merge needs a requestBody with application/json"},
	} {
		text := strings.Replace(page, test.old, test.new, 1)
		if text == page {
			t.Errorf("%s: got no %q to replace, want it in the spec", name, test.old)
			continue
		}
		loaded, err := openapi.Load("list.yaml", []byte(text))
		if err == nil {
			_, err = mock.New(mock.WithSpec(loaded))
		}
		if err == nil || !strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), "spec l") {
			t.Errorf("%s: got %v, want %s, with its place", name, err, test.says)
		}
	}
}

// A body may say readOnly of what the mock sets itself and does not take from it: the id and the times.
func TestReadOnlyOfWhatTheMockSets(t *testing.T) {
	const body = "                description: {type: string}\n"
	page := readFile(t, "testdata/list.yaml")
	for _, property := range []string{"list_uuid: {type: string, format: uuid, readOnly: true}", "created_at: {type: string, format: date-time, readOnly: true}"} {
		loaded, err := openapi.Load("list.yaml", []byte(strings.Replace(page, body, body+"                "+property+"\n", 1)))
		if err == nil {
			_, err = mock.New(mock.WithSpec(loaded))
		}
		if err != nil {
			t.Errorf("%s: got %v, want it accepted", property, err)
		}
	}
}

// A circle of copies is found, also by a resource that copies from it without being a part of it.
func TestCircleOfCopies(t *testing.T) {
	const paths = `openapi: 3.0.3
info: {title: circle, version: "1"}
paths:
  /v3/a/{a_uuid}:
    get:
      operationId: getA
      parameters: [{name: a_uuid, in: path, required: true, schema: {type: string}}]
      x-mock: {resource: a, do: get}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/a'}}}}}
components:
  schemas:
`
	resource := func(name, from string) string {
		return fmt.Sprintf(`    %[1]s:
      x-resource: {name: %[1]s, id: %[1]s_uuid, copy: {from: %[2]s, by: by, fields: [%[2]s_name]}}
      type: object
      properties: {%[1]s_uuid: {type: string, format: uuid}, by: {type: string}, %[1]s_name: {type: string}, %[2]s_name: {type: string}}
`, name, from)
	}
	loaded, err := openapi.Load("circle.yaml", []byte(paths+resource("a", "b")+resource("b", "c")+resource("c", "b")))
	if err == nil {
		_, err = mock.New(mock.WithSpec(loaded))
	}
	if want := "spec circle.yaml:13: x-resource: copy: "; err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "copies from itself") {
		t.Errorf("got %v, want %s... copies from itself", err, want)
	}
}
