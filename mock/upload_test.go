package mock_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"testing"
)

// uploadOf is a form with a file of so many rows; file first, as the page's curl has it.
func uploadOf(t testing.TB, rows int) (form []byte, contentType string) {
	t.Helper()
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	file, err := writer.CreateFormFile("file", "leads.csv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(file, "lead_name,lead_code,phone_number,contract_number,after_day")
	for i := range rows {
		fmt.Fprintf(file, "Nguyễn Văn %d,KH%d,03%08d,HD%d,%d\n", i, i, i, i, i%7)
	}
	if err := writer.WriteField("list_uuid", benchList); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), writer.FormDataContentType()
}
