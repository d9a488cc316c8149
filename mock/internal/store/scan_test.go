package store

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// FuzzRead checks the scanner against encoding/json: what is read is JSON, other texts are refused in the words of
// encoding/json, and what is written again reads back the same.
func FuzzRead(f *testing.F) {
	const lead = `{"leads":[{"lead_uuid":"22222222-2222-4222-8222-222222222222","phone":"1","day":7,"created_at":"2020-01-01T00:00:00Z"}]}`
	for _, seed := range []string{
		`{}`, ``, `[]`, `{"leads":[]}`, lead, strings.ReplaceAll(lead, ",", ",\n "), `{"leads":[{"phone":"\u0031\"","day":-1}],"ordered":true}`,
		`{"leads":[{},{}],"unlisted":["22222222-2222-4222-8222-222222222222"]}`, `{"leads":[{"phone":1e5}],"lists":null}`, `{"le\u0061ds":[{"phone":"a","phone":"b"}]}`,
		`{"leads":[{"phone":"a",}]}`, `{"leads":[{"phone" "a"}]}`, `{"leads":[,{}]}`, `{"leads":[{}]`, `{"leads":[{"day":01}]}`, `{"leads":[{"day":{"a":[1,"]"]}}]}`,
		"{\"leads\":[{\"phone\":\"\x01\"}]}", `{"leads":[{"phone":"\x"}]}`, `{"leads":[{"phone":"` + "\xff" + `"}]}`, `{} {}`, `{"unlisted":[1]}`, `{"ordered":nul}`, `nul`,
		"{}\x00", "{\x00}", "{\"leads\":[\x00]}", "{\"leads\":[{\x00}]}", "{\"leads\":[{}\x00]}", "{\"unlisted\":[\x00]}", "\x00",
	} {
		f.Add([]byte(seed))
	}
	schema := compileTest(f, 1)
	read := func(data []byte) (*State, error) {
		batch, err := schema.Read(Source{Name: "f", Data: data, IDs: testIDs(1), Loose: true})
		if err != nil {
			return nil, err
		}
		return batch.State(nil)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		st, err := read(data)
		if errors.Is(err, errNotJSON) {
			t.Fatalf("%q: got %v, want another error or none", data, err)
		}
		if !json.Valid(data) {
			want := json.Unmarshal(data, &json.RawMessage{})
			if err == nil {
				t.Fatalf("%q: got no error, want %v", data, want)
			}
			return
		}
		if err != nil {
			return
		}
		var first, second strings.Builder
		if err := st.Export(&first); err != nil {
			t.Fatal(err)
		}
		again, err := read([]byte(first.String()))
		if err != nil {
			t.Fatalf("%q: %v in %s", data, err, first.String())
		}
		if err := again.Export(&second); err != nil || first.String() != second.String() {
			t.Fatalf("%q: got\n%s %v\nwant\n%s", data, second.String(), err, first.String())
		}
	})
}

// A text that is not JSON is refused in the words of encoding/json, even if there is another error before that.
func TestReadSaysWhyItIsNotJSON(t *testing.T) {
	for text, says := range map[string]string{
		`{"leads":[{"phone":"a",}]}`: "seed f:1: invalid character '}' looking for beginning of object key string",
		"{\"leads\":[\n{}{}]}":       "seed f:2: invalid character '{' after array element",
		"{}\n\n,":                    "seed f:3: invalid character ',' after top-level value",
		`{"leads":[{"phone":"a`:      "seed f:1: unexpected end of JSON input",
		`{"leads":[{"day":01}]}`:     "seed f:1: invalid character '1' after object key:value pair",
	} {
		_, err := compileTest(t, 1).Read(Source{Name: "f", Data: []byte(text), IDs: testIDs(1), Loose: true})
		if err == nil || err.Error() != says {
			t.Errorf("%s:\ngot  %v\nwant %s", text, err, says)
		}
	}
}
