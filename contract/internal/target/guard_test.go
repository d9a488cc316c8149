package target

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"
)

const (
	testList  = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	testRun   = "test01"
	otherList = "11111111-2222-4333-8444-555555555555"
)

func testGuard(list, prefix string) *guard {
	o := Options{ListUUID: list, PhonePrefix: prefix, RunID: testRun}
	return newGuard(o, newOwnership(o))
}

func TestGuardCreate(t *testing.T) {
	const code, list = `"lead_code":"lc-test01-1"`, `"list_uuid":"` + testList + `"`
	for _, test := range []struct {
		name, list, prefix, body, refusal string
	}{
		{"an undiallable number in the list", testList, "", `{` + list + `,` + code + `,"phone_number":"030312345678"}`, ""},
		{"no list is named", "", "", `{` + list + `,` + code + `,"phone_number":"030312345678"}`, "no list to write to is named"},
		{"another list", testList, "", `{"list_uuid":"` + otherList + `",` + code + `,"phone_number":"030312345678"}`, "is not the one"},
		{"another list, by a key in another case", testList, "", `{` + list + `,"LIST_UUID":"` + otherList + `",` + code + `}`, "is not the one"},
		{"a list that is too short to be one", testList, "", `{"list_uuid":"c4869e79",` + code + `,"phone_number":"030312345678"}`, ""},
		{"the documented number", testList, "", `{` + list + `,` + code + `,"phone_number":"0349719999"}`, "could be dialled"},
		{"the documented number, in its block", testList, "0349", `{` + list + `,` + code + `,"phone_number":"0349719999"}`, ""},
		{"a number outside the block", testList, "0349", `{` + list + `,` + code + `,"phone_number":"0987654321"}`, "could be dialled"},
		{"in its block, without its leading 0", testList, "0349", `{` + list + `,` + code + `,"phone_number":"349719999"}`, ""},
		{"without a leading 0 and a digit more", testList, "0349", `{` + list + `,` + code + `,"phone_number":"3497199991"}`, "could be dialled"},
		{"outside the block, without a leading 0", testList, "0349", `{` + list + `,` + code + `,"phone_number":"987654321"}`, "could be dialled"},
		{"84 and nine digits", testList, "", `{` + list + `,` + code + `,"phone_number":"84349719999"}`, "could be dialled"},
		{"84 and a trunk prefix", testList, "", `{` + list + `,` + code + `,"phone_number":"840349719999"}`, "could be dialled"},
		{"written with a plus and spaces", testList, "", `{` + list + `,` + code + `,"phone_number":"+84 349 719 999"}`, "could be dialled"},
		{"as a number", testList, "", `{` + list + `,` + code + `,"phone_number":84349719999}`, "could be dialled"},
		{"in full-width digits", testList, "", `{` + list + `,` + code + `,"phone_number":"０３４９７１９９９９"}`, "could be dialled"},
		{"behind full-width digits", testList, "", `{` + list + `,` + code + `,"phone_number":"０３0349719999"}`, "could be dialled"},
		{"the first of two keys", testList, "", `{` + list + `,` + code + `,"phone_number":"0349719999","phone_number":"030312345678"}`, "could be dialled"},
		{"in an object", testList, "", `{` + list + `,` + code + `,"phone_number":{"a":"0349719999"}}`, "could be dialled"},
		{"in invalid JSON", testList, "", `{"phone_number":"0349719999"`, "could be dialled"},
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
		t.Errorf("%s: got the refusal %v, want none", name, err)
	case want != "" && err == nil:
		t.Errorf("%s: not refused, want %q", name, want)
	case want != "" && (!IsRefusal(err) || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got %v, want a refusal with %q", name, err, want)
	}
}

// formOf returns an upload of one file to a list.
func formOf(list, file string, asText bool) (contentType string, body []byte) {
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	if asText {
		_ = writer.WriteField("file", file)
	} else {
		part, _ := writer.CreateFormFile("file", "leads.csv")
		_, _ = part.Write([]byte(file))
	}
	_ = writer.WriteField("list_uuid", list)
	_ = writer.Close()
	return writer.FormDataContentType(), out.Bytes()
}

func TestGuardUpload(t *testing.T) {
	const header = "lead_name,lead_code,phone_number\n"
	for _, test := range []struct {
		name, list, file string
		asText           bool
		refusal          string
	}{
		{"a good row", testList, header + "a,lc-test01-1,030312345678\n", false, ""},
		{"with semicolons", testList, strings.ReplaceAll(header+"a,lc-test01-1,030312345678\n", ",", ";"), false, ""},
		{"another list", otherList, header + "a,lc-test01-1,030312345678\n", false, "is not the one"},
		{"a number to dial", testList, header + "a,lc-test01-1,030312345678\nb,lc-test01-2,0349719999\n", false, "could be dialled"},
		{"in the name's column", testList, header + "0349719999,lc-test01-1,030312345678\n", false, "could be dialled"},
		{"with tabs", testList, "a\tlc-test01-1\t0349719999\n", false, "could be dialled"},
		{"a row without the mark", testList, header + "a,x,030312345678\n", false, "mark"},
		{"a file as text", testList, header + "a,lc-test01-1,0349719999\n", true, "could be dialled"},
	} {
		contentType, body := formOf(test.list, test.file, test.asText)
		found, err := testGuard(testList, "").upload(contentType, body)
		expectRefusal(t, test.name, err, test.refusal)
		if test.refusal == "" && len(found.Phones) != 1 {
			t.Errorf("%s: got the numbers %v for the intents, want one", test.name, found.Phones)
		}
		if _, err := testGuard("", "").upload(contentType, body); err == nil {
			t.Errorf("%s: permitted without a named list, want a refusal", test.name)
		}
	}
	if _, err := testGuard(testList, "").upload("text/csv", []byte("a,0349719999\n")); err == nil {
		t.Error("a body that is not a form, with a number to dial: no error, want it refused")
	}
}

func TestGuardChange(t *testing.T) {
	for _, test := range []struct{ name, list, body, refusal string }{
		{"an update with a number to dial", testList, `{"phone_number":"0987654321"}`, "could be dialled"},
		{"an update that moves a lead to another list", testList, `{"list_uuid":"` + otherList + `"}`, "is not the one"},
		{"an update that removes the mark", testList, `{"lead_code":"gone"}`, "mark"},
		{"a permitted update", testList, `{"lead_code":"lc-test01-2","phone_number":"030312345678"}`, ""},
		{"a delete", testList, "", ""},
		{"a change without a named list", "", "", "no list to write to is named"},
	} {
		_, err := testGuard(test.list, "").change([]byte(test.body))
		expectRefusal(t, test.name, err, test.refusal)
	}
}
