package quickcheck_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xeipuuv/gojsonschema"

	"github.com/leadapi/leadapi/mock/internal/quickcheck"
	"github.com/leadapi/leadapi/openapi"
)

var verdicts = flag.Int("verdicts", 40_000, "how many verdicts TestAgainstLibrary compares; with -short a tenth")

// pair is one schema, compiled by both validators.
type pair struct {
	name    string
	fields  []string
	quick   *quickcheck.Schema
	library *gojsonschema.Schema
	words   map[quickcheck.Flaws]string // the library's texts by flaws
}

// further has every keyword that quickcheck knows.
const further = `{"type":["object","null"],"required":["id","other"],"properties":{
	"id":{"type":"string","format":"uuid"},
	"at":{"type":["string","null"],"format":"date-time"},
	"kind":{"type":"string","enum":["a","bc","đ"]},
	"name":{"type":"string","minLength":2,"maxLength":3},
	"code":{"pattern":"^[a-c]+$","maxLength":4},
	"count":{"type":"integer","minimum":-5,"exclusiveMaximum":10},
	"more":{"type":"integer","maximum":7,"exclusiveMinimum":0},
	"share":{"type":"number"},
	"bound":{"type":"number","minimum":0},
	"yes":{"type":"boolean"},
	"any":{},
	"file":{"type":"string","format":"binary"},
	"tags":{"type":"array","items":{"type":"string","minLength":1},"minItems":1,"maxItems":3},
	"in":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"},"y":{"type":"string"}},"additionalProperties":false}}}`

func pairs(t testing.TB) []pair {
	t.Helper()
	lead, err := openapi.Lead()
	if err != nil {
		t.Fatal(err)
	}
	operations, err := lead.Operations()
	if err != nil {
		t.Fatal(err)
	}
	var all []pair
	for _, documented := range operations {
		if documented.Body != nil && documented.Body.ContentType == "application/json" {
			all = append(all, newPair(t, documented.ID, string(documented.Body.Schema), documented.Body.Fields))
		}
	}
	if len(all) != 2 {
		t.Fatalf("got %d operations with a JSON body, want 2, createLead and updateLead", len(all))
	}
	return append(all, newPair(t, "further", further, []string{"id", "at", "kind", "name", "code", "count", "more", "share", "bound", "yes", "any", "file", "tags", "in"}))
}

func newPair(t testing.TB, name, schema string, fields []string) pair {
	t.Helper()
	quick, err := quickcheck.Compile([]byte(schema), fields)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	library, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(schema))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return pair{name, fields, quick, library, map[quickcheck.Flaws]string{}}
}

// decode reads a body as the mock does.
func decode(body []byte) (value any, ok bool) {
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	if !utf8.Valid(body) || decoder.Decode(&value) != nil {
		return nil, false
	}
	_, err := decoder.Token()
	return value, err == io.EOF
}

// verdict is the result of compare.
type verdict struct{ sure, valid, known bool }

// compare checks a verdict against the library's: no flaws if it accepts the body, otherwise flaws that always get the same
// texts.
func (p pair) compare(t *testing.T, body []byte) verdict {
	t.Helper()
	found := make([]quickcheck.Value, len(p.fields))
	flaws, sure, _ := p.quick.Check(body, found)
	value, readable := decode(body)
	wrong := "it cannot be read"
	if readable {
		wrong = p.wrong(value)
	}
	if !sure {
		return verdict{valid: wrong == ""}
	}
	if !readable || flaws.Any() != (wrong != "") {
		t.Fatalf("%s: %s: got the flaws %v, and %q of the library; want both or neither to refuse", p.name, body, flaws, wrong)
	}
	words, known := p.words[flaws]
	if known && wrong != words {
		t.Fatalf("%s: %s has flaws %v; from the library got\n%s\nwant, as before,\n%s", p.name, body, flaws, wrong, words)
	}
	p.words[flaws] = wrong
	p.compareFound(t, body, value.(map[string]any), found)
	return verdict{sure, wrong == "", known}
}

// compareFound compares the values found with those that encoding/json reads.
func (p pair) compareFound(t *testing.T, body []byte, object map[string]any, found []quickcheck.Value) {
	t.Helper()
	for i, field := range p.fields {
		want, there := object[field]
		got := body[found[i].Start:found[i].End]
		if there != (found[i] != quickcheck.Value{}) {
			t.Fatalf("%s: %s: %s: got %v, want it found: %t", p.name, body, field, found[i], there)
		}
		if !there {
			continue
		}
		encoded, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if again, ok := decode(got); !ok || !same(again, want) || found[i].Plain && string(got) != string(encoded) {
			t.Fatalf("%s: %s: got %s found as %s (plain %t), want %s", p.name, body, field, got, found[i].Plain, encoded)
		}
	}
}

// wrong returns the library's errors for a body, its fields in the order of their names; empty for none. It panics for
// numbers such as 1e1000001.
func (p pair) wrong(value any) (text string) {
	defer func() {
		if cause := recover(); cause != nil {
			text = fmt.Sprint("panic: ", cause)
		}
	}()
	result, err := p.library.Validate(gojsonschema.NewRawLoader(value))
	switch {
	case err != nil:
		return err.Error()
	case result.Valid():
		return ""
	}
	found := result.Errors()
	slices.SortStableFunc(found, func(a, b gojsonschema.ResultError) int { return strings.Compare(a.Field(), b.Field()) })
	return fmt.Sprint(found)
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// A body that is valid here is valid to gojsonschema, bodies with the same flaws are refused with the same texts, and the
// values found are those that encoding/json reads.
func TestAgainstLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	all := pairs(t)
	verdicts := *verdicts
	if testing.Short() {
		verdicts /= 10
		t.Run("the rest", func(t *testing.T) {
			t.Skip("skipped with -short: nine tenths of the verdicts; go test ./... compares all")
		})
	}
	var sure, valid, known int
	for range verdicts {
		p := all[random.IntN(len(all))]
		got := p.compare(t, randomBody(random, p.fields))
		switch {
		case got.valid && got.sure:
			sure, valid = sure+1, valid+1
		case got.valid:
			valid++
		case got.known:
			known++
		}
	}
	refused := verdicts - valid
	t.Logf("%d verdicts: %d sure of %d valid, %d known of %d refused", verdicts, sure, valid, known, refused)
	if sure*10 < valid*8 || valid*20 < verdicts || known*5 < refused {
		t.Errorf("got %d sure of %d valid and %d known of %d refused, want more for a meaningful comparison", sure, valid, known, refused)
	}
}

func FuzzAgainstLibrary(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 4))
	all := pairs(f)
	for _, p := range all {
		for range 20 {
			f.Add(string(randomBody(random, p.fields)))
		}
	}
	for _, body := range unsure {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, p := range all {
			p.compare(t, []byte(body))
		}
	})
}

// Ignoring a keyword would let bodies through.
func TestUnknownKeywords(t *testing.T) {
	for _, schema := range []string{
		`{"allOf":[{}]}`, `{"properties":{"a":{"not":{}}}}`, `{"items":[{}]}`, `{"items":{"oneOf":[]}}`, `{"format":"email"}`, `{"enum":[1]}`, `{"enum":[null]}`, `{"enum":[]}`,
		`{"minimum":0.5}`, `{"exclusiveMinimum":true}`, `{"multipleOf":2}`, `{"uniqueItems":true}`, `{"minProperties":1}`, `{"type":"text"}`, `{"type":"string"}`,
		`{"additionalProperties":{}}`, `{"additionalProperties":false,"required":["a"]}`, `{"pattern":"("}`, `{"minLength":1.5}`, `true`, `null`, `{"patternProperties":{}}`, `{"$ref":"#"}`, `{"const":1}`,
		`{"properties":{` + strings.Join(numbered(65), ",") + `}}`,
	} {
		if _, err := quickcheck.Compile([]byte(schema), nil); err == nil {
			t.Errorf("%s: got no error, want one", schema)
		}
	}
	if _, err := quickcheck.Compile([]byte(`{"properties":{"a":{}}}`), []string{"b"}); err == nil {
		t.Error("a field that is not there: got no error, want one")
	}
}

// Members besides the fields are reported, whatever nested values contain.
func TestFurtherMembers(t *testing.T) {
	schema, err := quickcheck.Compile([]byte(`{"properties":{"a":{},"b":{},"c":{}}}`), []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]bool{
		`{}`: false, `{"a":1,"b":2}`: false, `{"b":{"x":1},"a":[{"y":2}]}`: false,
		`{"x":1}`: true, `{"a":1,"A":2,"b":3}`: true, `{"c":1}`: true, `{"a":{"b":1},"d":{}}`: true,
	} {
		if _, sure, further := schema.Check([]byte(body), make([]quickcheck.Value, 2)); !sure || further != want {
			t.Errorf("%s: got sure %v and further %v, want true and %v", body, sure, further, want)
		}
	}
}

func numbered(n int) (members []string) {
	for i := range n {
		members = append(members, fmt.Sprintf(`"p%d":{}`, i))
	}
	return members
}

func TestNoAllocations(t *testing.T) {
	p := pairs(t)[0]
	body := []byte(`{"list_uuid":"` + list + `","lead_name":"Trần Đức","lead_code":"DP01","phone_number":"0349719999","further":{"a":[1]}}`)
	found := make([]quickcheck.Value, len(p.fields))
	if n := testing.AllocsPerRun(1000, func() { p.quick.Check(body, found) }); n != 0 {
		t.Errorf("got %v allocations a body, want none", n)
	}
}

func BenchmarkCheck(b *testing.B) {
	p := pairs(b)[0]
	body := []byte(`{"list_uuid":"` + list + `","lead_name":"Demo01","lead_code":"DP01","phone_number":"0349719999"}`)
	found := make([]quickcheck.Value, len(p.fields))
	b.Run("quick", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.quick.Check(body, found)
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			value, _ := decode(body)
			_, _ = p.library.Validate(gojsonschema.NewRawLoader(value))
		}
	})
}
