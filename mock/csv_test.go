package mock_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/fixtures"
	"github.com/leadapi/leadapi/mock"
)

// importCSV uploads a file into an empty list and returns its leads, the oldest first, and the lines of the log.
func importCSV(t *testing.T, file string) (leads []map[string]any, said string) {
	t.Helper()
	var log imports
	seed := fmt.Sprintf(`{"lists":[{"list_uuid":%q,"list_name":"L","campaign_uuid":%q}]}`, documentedList, documentedCampaign)
	c := start(t, mock.WithSeed("a list", []byte(seed)), mock.WithImportDelay(0), mock.WithLog(log.log))
	got := c.upload(t, form{{"file", "leads.csv", file}, {"list_uuid", "", documentedList}})
	if got.status != 200 || got.text() != processing {
		t.Errorf("got %d %s, want 200 %s", got.status, got.body, processing)
	}
	c.server.WaitForImports()
	newest, _ := c.page("?limit=1000&list_uuid=" + documentedList)
	for i := len(newest) - 1; i >= 0; i-- {
		leads = append(leads, newest[i])
	}
	return leads, log.String()
}

func TestImportTheSample(t *testing.T) {
	leads, said := importCSV(t, string(fixtures.CSV()))
	if !strings.HasSuffix(said, "5 rows read, 5 stored, 0 skipped") {
		t.Errorf("got %s, want %s", said, "5 rows read, 5 stored, 0 skipped")
	}
	if len(leads) != 5 {
		t.Fatalf("got %d leads, want 5", len(leads))
	}
	for i, want := range []struct {
		name, code, phone, contract, network string
		afterDay                             float64
	}{ // A33: in the order of the file
		{"Nguyễn Thị Ánh Tuyết", "KH001", "0325000001", "HD-2023-001", "viettel", 0},
		{"Trần Văn Đức", "KH002", "0965000002", "HD-2023-002", "viettel", 3},
		{"Lê Hoàng Phúc, Công ty TNHH Ánh Dương", "KH003", "0385000003", "HD-2023-003", "viettel", 0},
		{`Phạm "Bi" Minh Quân`, "KH004", "0865000004", "", "viettel", 7},
		{"Đặng Thùy Dương", "KH005", "0905000005", "HD-2023-005", "", 0}, // A30
	} {
		lead := leads[i]
		if lead["lead_name"] != want.name || lead["lead_code"] != want.code || lead["phone_number"] != want.phone ||
			lead["contract_number"] != want.contract || lead["after_day"] != want.afterDay || lead["network"] != want.network {
			t.Errorf("row %d: got %v, want %+v", i, lead, want)
		}
		row, err := json.Marshal(map[string]any{"lead_name": want.name, "lead_code": want.code, "phone_number": want.phone,
			"contract_number": want.contract, "after_day": want.afterDay})
		if err != nil || lead["additional"] != string(row) {
			t.Errorf("row %d: got additional %v, want %s", i, lead["additional"], row)
		}
	}
}

// The row of the documentation's imported lead becomes that lead.
func TestImportedLeadIsThePagesOwn(t *testing.T) {
	leads, _ := importCSV(t, "lead_name,lead_code,phone_number,contract_number,after_day\nTestNe,,03497191211,,0\n")
	if len(leads) != 1 {
		t.Fatalf("got %d leads: the create pattern must not apply (C03); want 1", len(leads))
	}
	const want = `{"after_day":0,"contract_number":"","lead_code":"","lead_name":"TestNe","phone_number":"03497191211"}`
	if leads[0]["additional"] != want || leads[0]["network"] != "viettel" {
		t.Errorf("got %v, want %v of viettel", leads[0], want)
	}
}

// A number with the country code is of the network of its local form (A30).
func TestNetworkOfInternationalNumber(t *testing.T) {
	leads, _ := importCSV(t, "phone_number\n84325000001\n84905000005\n8432\n")
	var got []any
	for _, lead := range leads {
		got = append(got, lead["network"])
	}
	if want := []any{"viettel", "", "viettel"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCSVForms(t *testing.T) {
	for name, file := range map[string]string{ // A36
		"comma":                 "phone_number,lead_name\n0300000001,An\n",
		"comma in quotes":       "phone_number;lead_name;\"a,b,c,d\"\n0300000001;An;x\n",
		"semicolon":             "phone_number;lead_name\n0300000001;An\n",
		"tab":                   "phone_number\tlead_name\n0300000001\tAn\n",
		"CRLF":                  "phone_number,lead_name\r\n0300000001,An\r\n",
		"byte order mark":       "\xef\xbb\xbfphone_number,lead_name\n0300000001,An\n",
		"mark and a quote":      "\xef\xbb\xbf\"phone_number\",lead_name\n0300000001,An\n",
		"no last newline":       "phone_number,lead_name\n0300000001,An",
		"another order":         "lead_name,after_day,phone_number\nAn,0,0300000001\n",
		"another case":          "Phone_Number,LEAD_NAME\n0300000001,An\n",
		"spaces in the header":  " phone_number , lead_name\n0300000001,An\n",
		"spaces at the number":  "phone_number,lead_name\n 0300000001 ,An\n",
		"empty lines":           "\n\nphone_number,lead_name\n\n0300000001,An\n\n",
		"CR alone":              "phone_number,lead_name\r0300000001,An\r",
		"CR alone, open":        "phone_number,lead_name\r0300000001,An",
		"CR and a mark":         "\xef\xbb\xbfphone_number;lead_name\r0300000001;An\r",
		"CR CR LF":              "phone_number,lead_name\r\r\n0300000001,An\r\r\n",
		"sep=;":                 "sep=;\r\nphone_number;lead_name\r\n0300000001;An\r\n",
		"SEP= and a mark":       "\xef\xbb\xbf\"SEP=,\"\nphone_number,lead_name\n0300000001,An\n",
		"sep= and CR":           "sep=|\rphone_number|lead_name\r0300000001|An\r",
		"sep=^":                 "sep=^\nphone_number^lead_name\n0300000001^An\n",
		"sep= and a tab":        "sep=\t\nphone_number\tlead_name\n0300000001\tAn\n",
		"a bar":                 "phone_number|lead_name\n0300000001|An\n",
		"two marks":             "\xef\xbb\xbf\xef\xbb\xbfphone_number,lead_name\n0300000001,An\n",
		"a semicolon in a name": "phone_number,lead_name\n0300000001,An\n",
		"a short row":           "lead_name,phone_number,after_day\nAn,0300000001\n",
		"empty cells after":     "phone_number,lead_name\n0300000001,An,,\n",
	} {
		leads, said := importCSV(t, file)
		if len(leads) != 1 || leads[0]["phone_number"] != "0300000001" || leads[0]["lead_name"] != "An" || leads[0]["after_day"] != 0.0 {
			t.Errorf("%s: got %v\n%s\nwant the one lead", name, leads, said)
		}
	}
}

// additional stays the imported row, whatever is updated later (C11).
func TestUpdateKeepsTheImportedRow(t *testing.T) {
	c := start(t, mock.WithImportDelay(0))
	c.upload(t, form{{"file", "a.csv", "lead_name,phone_number\nTestNe,03497191211\n"}, {"list_uuid", "", documentedList}})
	c.server.WaitForImports()
	leads, _ := c.page("?limit=1")
	id := leads[0]["lead_uuid"].(string)
	for _, change := range []map[string]string{
		{"lead_uuid": id, "phone_number": "1", "lead_name": "other", "additional": ""},
		{"lead_uuid": id, "phone_number": "2", "contract_number": "NVDP12345"},
	} {
		c.expect("PUT", "/v3/lead/"+id, jsonBody(change), 200, "")
		lead := c.send("GET", "/v3/lead/"+id, "").decoded(t)
		if lead["additional"] != leads[0]["additional"] || lead["phone_number"] != change["phone_number"] || lead["lead_name"] != "other" {
			t.Errorf("got %v, want the imported row in additional", lead)
		}
	}
}

// The customer's own columns are kept in additional (A31).
func TestFurtherColumns(t *testing.T) {
	leads, _ := importCSV(t, "phone_number,Ghi_Chu\n0300000001,\"gọi <sau> 17h\"\n")
	want := `{"after_day":0,"contract_number":"","ghi_chu":"gọi \u003csau\u003e 17h","lead_code":"","lead_name":"","phone_number":"0300000001"}`
	if len(leads) != 1 || leads[0]["additional"] != want {
		t.Errorf("got %v, want additional %v", leads, want)
	}
}

func TestSkippedRows(t *testing.T) {
	leads, said := importCSV(t, strings.Join([]string{
		"lead_name,phone_number,after_day",
		"first,0300000001,1",
		"no number,,1",                // line 3
		"blank number,  ,1",           // line 4
		"bad day,0300000002,tomorrow", // line 5
		`a "quote" inside,0300000003,1`,
		"a name without a number",     // line 7
		"too many,0300000005,1,more",  // line 8
		"\"two\nlines\",0300000006,1", // lines 9 and 10
		"last,0300000007,",
	}, "\n"))
	var kept []string
	for _, lead := range leads {
		kept = append(kept, lead["lead_name"].(string))
	}
	if got := strings.Join(kept, "|"); got != "first|two\nlines|last" { // A32, A34
		t.Errorf("got %q, want first, two lines and last", got)
	}
	for _, want := range []string{
		"line 3 skipped: no phone_number", "line 4 skipped: no phone_number", `line 5 skipped: after_day is "tomorrow", not a whole number`,
		`line 6 skipped: bare " in non-quoted-field`, "line 7 skipped: no phone_number", "line 8 skipped: 4 cells, but the header has 3",
		"9 rows read, 3 stored, 6 skipped",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the log: got\n%s\nwant %q in it", said, want)
		}
	}
}

func TestOpenQuoteSaysWhatItTakes(t *testing.T) {
	leads, said := importCSV(t, "phone_number\n0300000001\n\"0300000002\n0300000003\n0300000004\n")
	if want := "line 3 skipped: extraneous or missing \" in quoted-field; everything up to line 5 is part of it: is a quote left open?"; len(leads) != 1 || !strings.Contains(said, want) {
		t.Errorf("got %d leads:\n%s\nwant 1 and %s", len(leads), said, want)
	}
}

func TestManySkippedRowsAreCounted(t *testing.T) {
	_, said := importCSV(t, "phone_number,lead_name\n"+strings.Repeat(",x\n", 1000))
	if lines := strings.Count(said, "\n") + 1; lines > 25 || !strings.Contains(said, "980 more lines skipped") {
		t.Errorf("got %d lines:\n%s\nwant at most 25 and 980 more", lines, said)
	}
}

// A file that cannot be imported gets the same reply as any other; the log says why (A35).
func TestFilesThatImportNothing(t *testing.T) {
	var zipped bytes.Buffer
	archive := zip.NewWriter(&zipped)
	inside, err := archive.Create("phone_number,lead_name.csv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(inside, "phone_number\n0300000001")
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ file, says string }{
		"a ZIP file":       {zipped.String(), "nothing imported: "},
		"nothing":          {"", "the file is empty; its first line must be a header"},
		"a mark":           {"\xef\xbb\xbf", "the file is empty"},
		"sep= and nothing": {"sep=;\n", "the file is empty"},
		"blanks":           {"  \n\n", "the first line is empty"},
		"blank cells":      {",,\nlead_name,phone_number\n", "line 2 looks like the header"},
		"rows alone":       {"An,0300000001\nB,0300000002\n", "it looks like a row of leads: put a line with the names of the columns above it"},
		"sep= of another":  {"sep=,\nlead_name;phone_number\nAn;0300000001\n", `separated by ';', but quotes or a line sep= make them one cell`},
		"rows in quotes":   {"\"lead_name,phone_number\"\n\"An,0300000001\"\n", `separated by ',', but quotes or a line sep= make them one cell`},
		"carets":           {"phone_number^lead_name\n0300000001^An\n", `separated by '^'; want a comma, semicolon, tab or |`},
		"JSON":             {"[\n  {\"phone_number\": \"0300000001\"}\n]", "the file is JSON; save it as CSV UTF-8"},
		"no phone_number":  {"lead_name,phone\nAn,0300000001\n", "the header has no column phone_number (it has lead_name, phone)"},
		"twice":            {"phone_number,lead_name,Phone_Number\n1,An,2\n", `the header has the column "phone_number" twice`},
		"UTF-16":           {"\xff\xfep\x00h\x00", "the file is UTF-16; save it as CSV UTF-8"},
		"bytes":            {"\x00\x01\x02\xff\n", "not UTF-8"},
		"an XLSX file":     {workbook(t), "the file is an Excel workbook (XLSX); save it as CSV UTF-8"},
		"an XLS file":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the file is an Excel workbook (XLS); save it as CSV UTF-8"},
		"gzip":             {"\x1f\x8b\x08\x00", "the file is compressed (gzip); unpack it, and upload the CSV file that is in it"},
		"HTML":             {"\n <!DOCTYPE html><html>phone_number</html>", "the file is HTML"},
		"UTF-16 unmarked":  {utf16Of("phone_number,lead_name\n0300000001,Nguyễn\n", 0), "the file is UTF-16 without a byte order mark; save it as CSV UTF-8"},
		"UTF-32 unmarked":  {utf32Of("phone_number,Tên khách hàng\n0300000001,Nguyễn\n", binary.LittleEndian), "the file is UTF-32 without a byte order mark; save it as CSV UTF-8"},
		"UTF-32 big":       {utf32Of("phone_number,Tên khách hàng\n0300000001,Nguyễn\n", binary.BigEndian), "the file is UTF-32 without a byte order mark"},
		"an image":         {"\x89PNG\r\n\x1a\n", "the file is an image (PNG)"},
		"a photo":          {"\xff\xd8\xff\xe0\x00\x10JFIF", "the file is an image (JPEG)"},
		"a database":       {"SQLite format 3\x00\x10", "the file is a database (SQLite)"},
		"an empty ZIP":     {"PK\x05\x06" + strings.Repeat("\x00", 18), "the file is a ZIP archive; unpack it"},
		"a TAR archive":    {"leads.csv" + strings.Repeat("\x00", 248) + "ustar\x0000", "the file is a TAR archive; unpack it"},
		"a program":        {"\x7fELF\x02\x01\x01\x00\x00", "the file is binary, not UTF-8 text; save it as CSV UTF-8"},
		"sep= of a word":   {"sep=tab\nlead_name\tphone_number\n", "write the first line as sep=; with the separator itself"},
		"numbered numbers": {"lead_name,SĐT 1,SĐT 2\nAn,1,2\n", `"SĐT 1" may be it: rename the column`},
		"UTF-16 big":       {utf16Of("phone_number,lead_name\n0300000001,Nguyễn\n", 1), "the file is UTF-16 without a byte order mark"},
		"Windows-1258":     {"phone_number,lead_name\n0300000001,An\n0300000002,Nguy\xea\xden\n", "line 3 is not UTF-8; the file looks like Windows-1258"},
		"1258 in a header": {"phone_number,Ghi ch\xfa\n0300000001,An\n", "the header is not UTF-8; the file looks like Windows-1258"},
		"a near number":    {"lead_name,S\u1ed1 \u0111i\u1ec7n tho\u1ea1i\nAn,0300000001\n", "may be it: rename the column"},
		"a title":          {"Danh s\u00e1ch kh\u00e1ch h\u00e0ng,,\n\nlead_name,phone_number\nAn,0300000001\n", "line 3 looks like the header: delete the lines above it"},
		"an open quote":    {"phone_number,lead_name\n0300000001,An\n0300000002,\"" + strings.Repeat("x\n", 1<<20), "after line 2: a row is over 1 MB; is a quote left open?"},
		"long, short rows": {"phone_number,lead_name\n" + strings.Repeat(","+strings.Repeat("x", 1000)+"\n", 1100), "1100 rows read, 0 stored, 1100 skipped"},
		"many columns":     {"phone_number," + strings.Repeat("x,", 300) + "\n", "the header has 302 columns; at most 256 are allowed"},
		"a header line":    {"phone_number,lead_name\n", "0 rows read, 0 stored, 0 skipped"},
		"only a bad quote": {"phone_number,\"lead\nx", "the header cannot be read"},
	} {
		leads, said := importCSV(t, test.file)
		if len(leads) != 0 || !strings.Contains(said, test.says) {
			t.Errorf("%s: got %d leads, and the log says %q, want none, and %q", name, len(leads), said, test.says)
		}
	}
}
