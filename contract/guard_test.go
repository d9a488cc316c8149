package contract

import (
	"net/http"
	"strings"
	"testing"
)

const (
	testList  = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	testRun   = "test01"
	otherList = "11111111-2222-4333-8444-555555555555"
)

func testGuard(list, prefix string) *guard {
	return newGuard(Config{ListUUID: list, PhonePrefix: prefix, RunID: testRun})
}

func TestGuardCreate(t *testing.T) {
	const code, list = `"lead_code":"lc-test01-1"`, `"list_uuid":"` + testList + `"`
	for _, test := range []struct {
		name, list, prefix, body, refusal string
	}{
		{"an undiallable number in the list", testList, "", `{` + list + `,` + code + `,"phone_number":"030312345678"}`, ""},
		{"no list is named", "", "", `{` + list + `,` + code + `,"phone_number":"030312345678"}`, "no list is named"},
		{"another list", testList, "", `{"list_uuid":"` + otherList + `",` + code + `,"phone_number":"030312345678"}`, "is not the one"},
		{"another list, by a key in another case", testList, "", `{` + list + `,"LIST_UUID":"` + otherList + `",` + code + `}`, "is not the one"},
		{"a list that is too short to be one", testList, "", `{"list_uuid":"c4869e79",` + code + `,"phone_number":"030312345678"}`, ""},
		{"the page's own number", testList, "", `{` + list + `,` + code + `,"phone_number":"0349719999"}`, "could be dialled"},
		{"the page's own number, in its block", testList, "0349", `{` + list + `,` + code + `,"phone_number":"0349719999"}`, ""},
		{"a number outside the block", testList, "0349", `{` + list + `,` + code + `,"phone_number":"0987654321"}`, "could be dialled"},
		{"84 and nine digits", testList, "", `{` + list + `,` + code + `,"phone_number":"84349719999"}`, "could be dialled"},
		{"84 and a trunk prefix", testList, "", `{` + list + `,` + code + `,"phone_number":"840349719999"}`, "could be dialled"},
		{"written with a plus and spaces", testList, "", `{` + list + `,` + code + `,"phone_number":"+84 349 719 999"}`, "could be dialled"},
		{"as a number", testList, "", `{` + list + `,` + code + `,"phone_number":84349719999}`, "could be dialled"},
		{"in digits of full width", testList, "", `{` + list + `,` + code + `,"phone_number":"０３４９７１９９９９"}`, "could be dialled"},
		{"behind digits of full width", testList, "", `{` + list + `,` + code + `,"phone_number":"０３0349719999"}`, "could be dialled"},
		{"the first of two keys", testList, "", `{` + list + `,` + code + `,"phone_number":"0349719999","phone_number":"030312345678"}`, "could be dialled"},
		{"in an object", testList, "", `{` + list + `,` + code + `,"phone_number":{"a":"0349719999"}}`, "could be dialled"},
		{"in what is no JSON", testList, "", `{"phone_number":"0349719999"`, "could be dialled"},
		{"after the end of the JSON", testList, "", `{` + code + `} 0349719999`, "could be dialled"},
		{"no lead_code", testList, "", `{` + list + `,"phone_number":"030312345678"}`, "no lead_code"},
		{"the lead_code of another run", testList, "", `{` + list + `,"lead_code":"lc-other1-1","phone_number":"030312345678"}`, "mark"},
	} {
		_, err := testGuard(test.list, test.prefix).create([]byte(test.body), false)
		expectRefusal(t, test.name, err, test.refusal)
	}
}

func expectRefusal(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: refused: %v", name, err)
	case want != "" && err == nil:
		t.Errorf("%s: not refused", name)
	case want != "" && (!isRefusal(err) || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got %v, want a refusal with %q", name, err, want)
	}
}

func TestGuardUpload(t *testing.T) {
	good := row{name: "a", code: "lc-test01-1", phone: "030312345678"}
	with := func(change func(*form)) form {
		f := form{list: testList, file: csvFile{rows: []row{good}}}
		change(&f)
		return f
	}
	for name, test := range map[string]struct {
		form    form
		refusal string
	}{
		"a good row":             {with(func(*form) {}), ""},
		"with semicolons":        {with(func(f *form) { f.file.comma = ";" }), ""},
		"another list":           {with(func(f *form) { f.list = otherList }), "is not the one"},
		"a number to dial":       {with(func(f *form) { f.file.rows = append(f.file.rows, row{code: "lc-test01-2", phone: "0349719999"}) }), "could be dialled"},
		"in the name's column":   {with(func(f *form) { f.file.rows[0].name = "0349719999" }), "could be dialled"},
		"with tabs":              {with(func(f *form) { f.file.comma = "\t"; f.file.rows[0].phone = "0349719999" }), "could be dialled"},
		"a row without the mark": {with(func(f *form) { f.file.rows[0].code = "x" }), "mark"},
		"a file as text":         {with(func(f *form) { f.asText = true; f.file.rows[0].phone = "0349719999" }), "could be dialled"},
	} {
		call := test.form.call()
		found, err := testGuard(testList, "").upload(call.contentType, call.body)
		expectRefusal(t, name, err, test.refusal)
		if test.refusal == "" && len(found.Phones) != 1 {
			t.Errorf("%s: the journal gets the numbers %v, want one", name, found.Phones)
		}
		if _, err := testGuard("", "").upload(call.contentType, call.body); err == nil {
			t.Errorf("%s: sent although no list is named", name)
		}
	}
	if _, err := testGuard(testList, "").upload("text/csv", []byte("a,0349719999\n")); err == nil {
		t.Error("what is no form, with a number to dial: not refused")
	}
}

func TestGuardChange(t *testing.T) {
	const ours, theirs, fiction = "a1", "b2", "c3"
	shown := func(id, code, phone string) any {
		return map[string]any{"lead_uuid": id, "lead_code": code, "phone_number": phone}
	}
	notFound := map[string]any{"error": "Not Found"}
	g := testGuard(testList, "0349")
	g.note(intent{Phones: []string{"030312345678", "0349719999"}})
	g.madeUp[fiction] = true
	g.saw(ours, 200, shown(ours, "lc-test01-1", "1"))
	g.saw(theirs, 200, shown(theirs, "DP01", "0349719999")) // their customer has a number of the block that we may dial
	g.created["a6"] = true
	g.saw("a5", 200, shown("a4", "lc-test01-4", "4")) // a server that mixes up ids
	g.saw("", 200, map[string]any{"data": []any{shown("a2", "", "030312345678"), shown("a6", "lc-test01-6", "6"), shown("b3", "lc-test011-1", "2")}})
	for id, wantsLook := range map[string]bool{ours: false, "a2": true, "a4": true, "a6": false, theirs: true, "b3": true, "never-seen": true} {
		if needsLook, err := g.change(id, nil); err != nil || needsLook != wantsLook {
			t.Errorf("change of %s: needs a look: %t (%v), want %t", id, needsLook, err, wantsLook)
		}
	}
	if needsLook, _ := g.change(fiction, nil); !needsLook {
		t.Error("a made-up id may be written to before get has said that it does not exist")
	}
	g.saw(fiction, http.StatusOK, notFound)
	if needsLook, _ := g.change(fiction, nil); needsLook {
		t.Error("a made-up id may not be written to although get has said that it does not exist")
	}
	if needsLook, _ := g.change(fiction, nil); !needsLook {
		t.Error("a made-up id may be written to twice after one get")
	}
	g.saw(fiction, 200, shown(fiction, "lc-test01-1", "1"))
	if needsLook, _ := g.change(fiction, nil); !needsLook {
		t.Error("a made-up id that exists after all may be written to")
	}
	_, err := g.change(ours, []byte(`{"phone_number":"0987654321"}`))
	expectRefusal(t, "an update with a number to dial", err, "could be dialled")
	_, err = g.change(ours, []byte(`{"list_uuid":"`+otherList+`"}`))
	expectRefusal(t, "an update that moves a lead to another list", err, "is not the one")
	_, err = g.change(ours, []byte(`{"lead_code":"gone"}`))
	expectRefusal(t, "an update that takes the mark off", err, "mark")
	_, err = testGuard("", "").change(ours, nil)
	expectRefusal(t, "a change where no list is named", err, "no list is named")
}

// TestNumbers holds the suite's own numbers against the page's pattern and the guard.
func TestNumbers(t *testing.T) {
	p := &probe{run: &run{numbers: newNumbers()}}
	seen := map[string]bool{}
	for range 100 {
		for _, edge := range append(taken, rejected...) {
			number := edge.number(p)
			if !mayBeSent(number, "") || !undiallable.MatchString(digits(number)) {
				t.Fatalf("%s: %q could be dialled", edge.id, number)
			}
			if seen[number] {
				t.Fatalf("%s: %q came twice", edge.id, number)
			}
			seen[number] = true
		}
	}
	for _, edge := range taken {
		if number := edge.number(p); !printedPattern.MatchString(number) {
			t.Errorf("%s: the pattern does not match %q", edge.id, number)
		}
	}
	for _, edge := range rejected {
		if number := edge.number(p); printedPattern.MatchString(number) {
			t.Errorf("%s: the pattern matches %q", edge.id, number)
		}
	}
}
