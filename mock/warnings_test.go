package mock_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// imported uploads a file and returns its job and the leads, oldest first.
func imported(t *testing.T, file string, options ...mock.Option) (mock.Job, []map[string]any) {
	t.Helper()
	seed := fmt.Sprintf(`{"lists":[{"list_uuid":%q,"list_name":"L","campaign_uuid":%q}]}`, documentedList, documentedCampaign)
	c := start(t, append(options, mock.WithSeed("a list", []byte(seed)), mock.WithImportDelay(0))...)
	got := c.upload(t, form{{"file", "leads.csv", file}, {"list_uuid", "", documentedList}})
	if got.text() != processing {
		t.Errorf("got %d %s; want %v", got.status, got.body, processing)
	}
	c.server.WaitForImports()
	jobs := c.server.Jobs()
	leads, _ := c.page("?limit=1000")
	return jobs[0], leads
}

// A number damaged by a spreadsheet or by copying is stored unchanged, because the documentation is silent, with a warning.
func TestOddNumbersAreWarnedOf(t *testing.T) {
	for number, says := range map[string]string{
		"0349719999":             "",
		"84349719999":            "",
		"03497191211":            "", // lead-api.md, Get Leads by ID
		"19001234":               "",
		"+84349719999":           "",
		"0349 719 999":           "",
		"0349.719.999":           "",
		"0349-719-999":           "",
		"325.000.005":            "has separators of thousands",
		"325,000,005":            "has separators of thousands",
		"84.325.000.005":         "has separators of thousands",
		"０３２５０００００５":             "has digits that are not 0 to 9",
		"٠٣٢٥٠٠٠٠٠٥":             "has digits that are not 0 to 9",
		"“0349719999”":           "has quotes, a tab or a line end",
		"0349\t719999":           "has quotes, a tab or a line end",
		"0349719\n999":           "has quotes, a tab or a line end",
		"8.4325E+10":             "a spreadsheet has rounded",
		"8,4325E+10":             "a spreadsheet has rounded",
		"84325e9":                "a spreadsheet has rounded",
		"325000005.0":            "has decimals",
		"325000005.00":           "has decimals",
		"'0349719999":            "starts with an apostrophe",
		"\u20190349719999":       "starts with an apostrophe",
		"325000005":              "may have dropped the 0",
		"\u00a00349719999":       "has invisible characters",
		"0349719999\u200b":       "has invisible characters",
		"\u202d0349719999\u202c": "has invisible characters",
		"\ufeff0349719999":       "has invisible characters",
		"0349\u00a0719999":       "has invisible characters",
		"1234567":                "has 7 digits; the vendor's portal takes 8 to 11",
		"034971999912":           "has 12 digits",
		"An":                     "has 0 digits",
		"0349719999 (An)":        "has letters",
		"03497I9999":             "has letters",
		"325 000 005":            "may have dropped the 0",
		"325-000-005":            "may have dropped the 0",
		"-0349719999":            "starts with a minus",
		"0349719999%":            "has more than digits",
		"$0349719999":            "has more than digits",
		"0349_719_999":           "has more than digits",
		"034 971 99'99":          "has more than digits",
		"01/03/2025":             "is a date",
		"2025-03-01":             "is a date",
		"(034) 971-9999":         "",
	} {
		job, leads := imported(t, "lead_name,phone_number\nAn,\""+number+"\"\n")
		if len(leads) != 1 || leads[0]["phone_number"] != strings.TrimSpace(number) || job.Stored != 1 {
			t.Errorf("%q: got %v, want it stored unchanged", number, leads)
		}
		switch {
		case says == "" && job.Warned != 0:
			t.Errorf("%q: got %+v, want no warning", number, job.Warnings)
		case says != "" && (job.Warned != 1 || len(job.Warnings) != 1 || job.Warnings[0].Line != 2 || !strings.Contains(job.Warnings[0].Reason, says)):
			t.Errorf("%q: got %+v, want one warning on line 2 with %q", number, job.Warnings, says)
		}
	}
}

// Texts that a spreadsheet or another encoding has damaged are stored unchanged, with a warning.
func TestOddTextsAreWarnedOf(t *testing.T) {
	for cells, says := range map[string]string{
		"Nguyễn Thị Ánh,KH-1,HĐ 1/2025?": "",
		"An (0349719999),12E5,12E5":      "",
		"An\u00a0Lê,café,2025":           "",
		"An?,KH001,0349719999":           "",
		"An,1.23457E+15,":                "lead_code \"1.23457E+15\" is a number that a spreadsheet has rounded",
		"An,,\"1,23457E+15\"":            "contract_number \"1,23457E+15\" is a number that a spreadsheet has rounded",
		"0349719999,,":                   "lead_name \"0349719999\" is a number; the vendor's portal refuses the row",
		"+84 349.719.999,,":              "is a number; the vendor's portal refuses the row",
		"Nguyá»…n,,":                     "lead_name \"Nguyá»…n\" has lost letters",
		"Tráº§n,,":                       "has lost letters",
		"Ä‘á»©c,,":                       "has lost letters",
		"LÆ°u,,":                         "has lost letters",
		"Nguy\ufffdn,,":                  "has lost letters",
		"Tr?n V?n,,":                     "has lost letters",
		"An,,H? 7":                       "",
		"An,,https://crm.example/d?id=7": "",
		"An,KH\x001,":                    "lead_code \"KH\\x001\" has control characters",
		"A\x1b[31mn,,":                   "has control characters",
		"\"An\nLê\",,":                   "",
	} {
		job, leads := imported(t, "phone_number,lead_name,lead_code,contract_number\n0349719991,"+cells+"\n")
		if len(leads) != 1 || job.Stored != 1 {
			t.Errorf("%q: got %v, want one lead", cells, leads)
		}
		switch {
		case says == "" && job.Warned != 0:
			t.Errorf("%q: got %+v, want no warning", cells, job.Warnings)
		case says != "" && (job.Warned != 1 || job.Warnings[0].Line != 2 || !strings.Contains(job.Warnings[0].Reason, says)):
			t.Errorf("%q: got %+v, want one warning on line 2 with %q", cells, job.Warnings, says)
		}
	}
}

// A column that has the name of a field, but is not in the template, does not fill that field.
func TestFieldsBeyondTheTemplateAreWarnedOf(t *testing.T) {
	job, leads := imported(t, "phone_number,Address,status,ghi_chu\n0349719999,Huế,CALLED,x\n")
	if len(leads) != 1 || leads[0]["address"] != "" || leads[0]["status"] != "NEW" {
		t.Errorf("got %v, want a lead without address, and with status NEW", leads)
	}
	want := []mock.Warning{
		{Line: 1, Reason: `column "Address" is not in the template and becomes part of additional; the field address of the lead does not get it`},
		{Line: 1, Reason: `column "status" is not in the template and becomes part of additional; the field status of the lead does not get it`},
	}
	if !slices.Equal(job.Warnings, want) {
		t.Errorf("the warnings: got %+v, want %+v", job.Warnings, want)
	}
	if job, _ := imported(t, "phone_number,address\n0349719999,Huế\n", mock.WithReadings(openapi.Readings{"A31": "dropped"})); job.Warned != 1 || !strings.Contains(job.Warnings[0].Reason, "is dropped") {
		t.Errorf("got %+v, want a warning that the column is dropped", job.Warnings)
	}
}

// A cell that becomes part of no lead is warned of: one without a name in the header. More cells than the header skip the row,
// but empty ones, which spreadsheets add, lose nothing.
func TestCellsWithoutAColumn(t *testing.T) {
	job, leads := imported(t, "lead_name,,phone_number\nAn,gone,0349719991\nBa, ,0349719992\nChi,,0349719993,,\nDu,,0349719994,more\n")
	if len(leads) != 3 || job.Stored != 3 {
		t.Errorf("got %d leads, want 3", len(leads))
	}
	if want := []mock.Warning{{Line: 2, Reason: "cell 2 is left out, because the header has no name there"}}; !slices.Equal(job.Warnings, want) {
		t.Errorf("the warnings: got %+v, want %+v", job.Warnings, want)
	}
	if want := []mock.Skip{{Line: 5, Reason: "4 cells, but the header has 3"}}; !slices.Equal(job.Skips, want) {
		t.Errorf("the skips: got %+v, want %+v", job.Skips, want)
	}
}

// Headers that resemble the template's are imported as the customer's own columns, with a warning that names them.
func TestNearHeadersAreWarnedOf(t *testing.T) {
	for header, want := range map[string]string{
		"LEAD_NAME":                        "",
		" lead_name ":                      "",
		"ghi_chu":                          "",
		"Lead Name":                        "lead_name",
		"leadname":                         "lead_name",
		"lead-name":                        "lead_name",
		"leadd_name":                       "lead_name",
		"lead_name\u200b":                  "lead_name",
		"Họ và tên":                        "lead_name",
		"Tên khách hàng":                   "lead_name",
		"TÊN KHÁCH HÀNG":                   "lead_name",
		"Te\u0302n kha\u0301ch ha\u0300ng": "lead_name", // decomposed, as macOS writes it
		"Mã khách hàng":                    "lead_code",
		"ma_kh":                            "lead_code",
		"Số hợp đồng":                      "contract_number",
		"After Day":                        "after_day",
	} {
		job, leads := imported(t, "phone_number,"+header+"\n0349719999,7\n")
		if len(leads) != 1 || job.Stored != 1 {
			t.Fatalf("%q: got %d leads and %+v, want one", header, len(leads), job)
		}
		switch {
		case want == "" && job.Warned != 0:
			t.Errorf("%q: got %+v, want no warning", header, job.Warnings)
		case want != "" && (job.Warned != 1 || job.Warnings[0].Line != 1 || !strings.Contains(job.Warnings[0].Reason, "did you mean "+want+"?")):
			t.Errorf("%q: got %+v, want one warning on line 1 that names %s", header, job.Warnings, want)
		case want != "" && !strings.Contains(leads[0]["additional"].(string), ":\"7\""):
			t.Errorf("%q: got %v, want the column in additional", header, leads[0]["additional"])
		}
	}
	if job, _ := imported(t, "phone_number,phone,lead_name,name\n0349719999,1,An,B\n"); job.Warned != 0 {
		t.Errorf("got %+v, want no warning of names beside the template's own", job.Warnings)
	}
	if job, _ := imported(t, "\xef\xbb\xbf\xef\xbb\xbflead_name,phone_number\nAn,0349719999\n"); job.Warned != 1 || !strings.Contains(job.Warnings[0].Reason, "2 byte order marks") {
		t.Errorf("got %+v, want a warning of two marks", job.Warnings)
	}
}

// Lines are counted as an editor shows them, whatever line ends and marks the file has. The reply and the log agree with the
// job.
func TestLinesOfWarnings(t *testing.T) {
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		for before, lines := range map[string]int{"": 0, "sep=;" + end: 1} {
			job, _ := imported(t, before+strings.Join([]string{"phone_number;lead_name", "0349719999;An", ";B", "1;C", ""}, end))
			if len(job.Skips) != 1 || job.Skips[0].Line != 3+lines || len(job.Warnings) != 1 || job.Warnings[0].Line != 4+lines {
				t.Errorf("%s after %q: got skips %+v and warnings %+v, want lines %d and %d", name, before, job.Skips, job.Warnings, 3+lines, 4+lines)
			}
		}
	}
	_, said := importCSV(t, "phone_number\n0349719999\n8.4325E+10\n")
	for _, want := range []string{`line 3: warning: phone_number "8.4325E+10" is a number that a spreadsheet has rounded`, "2 rows read, 2 stored, 0 skipped, warnings: 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log: got\n%s\nwant %q", said, want)
		}
	}
	c := start(t)
	checkNote(t, "a rounded number", c.upload(t, form{{"file", "a.csv", "phone_number\n8.4E+10\n\" \"\n"}, {"list_uuid", "", documentedList}}),
		"1 of 2 rows will be skipped, the first on line 3: no phone_number", "warnings about the file: 1, the first on line 2")
	checkNote(t, "XLSX", c.upload(t, form{{"file", "a.xlsx", workbook(t)}, {"list_uuid", "", documentedList}}), "nothing of the file will be imported: the file is an Excel workbook (XLSX)")
}

// workbook returns the beginning of an XLSX file.
func workbook(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml"} {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// utf32Of returns a text in UTF-32 without a mark.
func utf32Of(text string, order binary.AppendByteOrder) string {
	var out []byte
	for _, r := range text {
		out = order.AppendUint32(out, uint32(r))
	}
	return string(out)
}

// utf16Of returns a text in UTF-16 without a mark; big is 0 for little endian and 1 for big endian.
func utf16Of(text string, big int) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := [2]byte{byte(unit), byte(unit >> 8)}
		out = append(out, pair[big], pair[1-big])
	}
	return string(out)
}
