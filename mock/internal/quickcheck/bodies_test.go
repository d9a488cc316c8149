package quickcheck_test

import (
	"strings"
	"testing"
)

const list, lead = "c4869e79-f0fa-4c6a-9410-bc0defac375a", "152a5c45-68f0-4ee7-85c0-32ae87bb611b"

// The bodies that clients send must not need the library: that is what the package is for.
func TestSure(t *testing.T) {
	all := pairs(t)
	for i, bodies := range [][]string{
		{
			`{"list_uuid":"` + list + `","phone_number":"0349719999"}`,
			"\n{ \"phone_number\" : \"8434971999\" ,\t\"lead_name\":\"Tr\\u1ea7n \\\"\\/\\\\ <b>\",\"list_uuid\":\"" + list + "\",\"more\":[1,{\"a\":null}],\"more\":2}\r\n",
			`{"list_uuid":"` + strings.Repeat("ầ", 36) + `","phone_number":"0349719999","lead_code":""}`,
		},
		{
			`{"lead_uuid":"` + lead + `","phone_number":"03497191211","identity_issued_on":"0001-01-01T00:00:00Z"}`,
			`{"phone_number":"ầ","lead_uuid":"","identity_issued_on":"2024-02-29T23:59:59.123456+07:00"}`,
		},
		{`{"id":"` + lead + `","other":[],"at":null,"kind":"đ","name":"ầầ","code":12,"count":-5,"more":7,"share":1.5,"bound":0,"yes":true,"any":{"a":[]},"file":"","tags":["x"],"in":{"x":1}}`},
	} {
		for _, body := range bodies {
			if got := all[i].compare(t, []byte(body)); !got.sure || !got.valid {
				t.Errorf("%s: %s: got sure %t and valid %t, want both", all[i].name, body, got.sure, got.valid)
			}
		}
	}
}

// Frequent refusals must not need the library either.
func TestFlaws(t *testing.T) {
	all := pairs(t)
	for i, bodies := range [][][2]string{ // both bodies of a pair have the same flaws
		{
			{`{}`, ` { "more" : {} } `},
			{`{"list_uuid":"` + list + `","phone_number":""}`, `{"phone_number":"","list_uuid":"` + lead + `","lead_name":"a"}`},
			{`{"list_uuid":"","phone_number":"03497199a9"}`, `{"list_uuid":"ầ","phone_number":"1"}`},
			{`{"lead_name":7}`, `{"lead_name":-120}`},
			{`{"list_uuid":null,"phone_number":[]}`, `{"list_uuid":null,"phone_number":[1,{"a":"\u0061"}]}`},
		},
		{
			{`{"lead_uuid":"` + lead + `"}`, `{"lead_uuid":""}`},
			{`{"lead_uuid":"","phone_number":true,"additional":{}}`, `{"lead_uuid":"","phone_number":false,"additional":{"a":1,"a":2}}`},
		},
		{{`{"id":"` + lead + `","name":"a","kind":"x","code":"xxxxx"}`, `{"id":"` + list + `","code":"bbbbdb","kind":"ab","name":"đ"}`}},
	} {
		for _, pair := range bodies {
			all[i].compare(t, []byte(pair[0]))
			if got := all[i].compare(t, []byte(pair[1])); !got.known {
				t.Errorf("%s: %s: got flaws that are not known, want those of %s", all[i].name, pair[1], pair[0])
			}
		}
	}
}

// unsure are bodies about which the library has something to say, or that are not read byte by byte.
var unsure = []string{
	``, `{`, `{}`, `[]`, `null`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a":1 "b":2}`, `{"a":01}`, `{"a":-}`, `{"a":1.}`, `{"a":.1}`, `{"a":+1}`,
	`{"a":tru}`, `{"a":"` + "\x01" + `"}`, `{"a":"` + "\xff" + `"}`, `{"a":"\x"}`, `{"a":"\u12g4"}`, `{"a":"`, `{"a":[1,]}`, `{"a":[}`,
	`{"a":{"b":1]}`, `{"list_uuid":"x"} x`, "\xef\xbb\xbf{}", `{"a":` + strings.Repeat("[", 20_000),
	`{"list_uuid":"` + list + `","phone_number":"0349719999","phone_number":"1"}`,
	`{"list_uuid":"` + list + `","phone\u005fnumber":"0349719999"}`,
	`{"list_uuid":"` + list + `","phone_number":"\u0030349719999"}`,
	`{"list_uuid":"` + list + `","phone_number":"0349719999"}{}`,
	`{"lead_uuid":"","phone_number":"1","identity_issued_on":"2023-02-29T00:00:00Z"}`,
	`{"lead_uuid":"","phone_number":"1","identity_issued_on":"2023-02-28T24:00:00Z"}`,
	`{"lead_uuid":"","phone_number":"1","identity_issued_on":"2023-02-28 00:00:00Z"}`,
	`{"id":"` + lead + `","other":1,"count":10}`, `{"id":"` + lead + `","other":1,"count":1.0}`, `{"id":"` + lead + `","other":1,"share":1e400}`,
	`{"id":"` + lead + `","other":1,"in":{"x":1,"z":1}}`, `{"id":"` + lead + `","other":1,"tags":[]}`, `{"id":"` + lead + `","other":1,"kind":"b"}`,
}

func TestUnsure(t *testing.T) {
	for _, p := range pairs(t) {
		for _, body := range unsure {
			if got := p.compare(t, []byte(body)); got.sure && got.valid {
				t.Errorf("%s: %.80s: got it as surely valid, want unsure", p.name, body)
			}
		}
	}
}
