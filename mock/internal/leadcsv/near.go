package leadcsv

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// otherNames are other names for the columns, in lead-api.md, in English and in Vietnamese, as letters returns them.
var otherNames = map[string]string{
	"leadname": "lead_name", "name": "lead_name", "fullname": "lead_name", "customername": "lead_name", "customer": "lead_name", "clientname": "lead_name",
	"ten": "lead_name", "tenkhachhang": "lead_name", "tenkh": "lead_name", "hoten": "lead_name", "hovaten": "lead_name", "khachhang": "lead_name", "tenlead": "lead_name",
	"hotenkhachhang": "lead_name", "hovatenkhachhang": "lead_name", "tenday": "lead_name", "tendaydu": "lead_name",
	"leadcode": "lead_code", "code": "lead_code", "customercode": "lead_code", "customerid": "lead_code",
	"makhachhang": "lead_code", "makh": "lead_code", "malead": "lead_code", "ma": "lead_code", "maso": "lead_code", "masokhachhang": "lead_code",
	"phonenumber": "phone_number", "phone": "phone_number", "mobile": "phone_number", "mobilenumber": "phone_number", "mobilephone": "phone_number",
	"tel": "phone_number", "telephone": "phone_number", "phoneno": "phone_number", "cellphone": "phone_number", "msisdn": "phone_number",
	"sodienthoai": "phone_number", "sodienthoaikhachhang": "phone_number", "sdt": "phone_number", "sdtkhachhang": "phone_number", "sdtkh": "phone_number",
	"sodt": "phone_number", "dienthoai": "phone_number", "didong": "phone_number", "sodidong": "phone_number", "dienthoaididong": "phone_number",
	"contractnumber": "contract_number", "contract": "contract_number", "contractno": "contract_number", "contractcode": "contract_number", "contractid": "contract_number",
	"sohopdong": "contract_number", "sohd": "contract_number", "mahopdong": "contract_number", "mahd": "contract_number", "hopdong": "contract_number",
	"afterday": "after_day", "afterdays": "after_day", "songay": "after_day", "saungay": "after_day", "sausongay": "after_day",
}

// NearColumn returns the column of the template that a name may mean, in English or Vietnamese; empty if none is near.
func NearColumn(name string) string {
	folded := strings.TrimRight(letters(shorten(name)), "0123456789") // of several numbers
	if column := otherNames[folded]; column != "" {
		return column
	}
	for _, column := range Columns {
		if len(folded) >= 7 && levenshtein.ComputeDistance(folded, letters(column)) <= 2 {
			return column
		}
	}
	return ""
}

// letters returns a name without case, diacritics, spaces and punctuation: "Số điện thoại" is sodienthoai.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'đ':
			return 'd'
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			return r
		}
		return -1
	}, norm.NFD.String(name))
}

// nearNames returns the names of a header that may mean columns of the template which it lacks, and those columns, in the
// header's order.
func (c *columns) nearNames(header []string) (names []string, meant []string) {
	for _, cell := range header {
		name := strings.ToLower(strings.TrimSpace(cell))
		column := NearColumn(name)
		if _, there := c.byName[column]; column != "" && !there {
			names, meant = append(names, strings.TrimSpace(cell)), append(meant, column)
		}
	}
	return names, meant
}

// warnOfNames warns about columns that are imported under their own names although they may mean others, or are fields of a
// lead.
func (f *File) warnOfNames(line int, c *columns, header []string, isField func(name string) bool) {
	becomes := "becomes part of additional"
	if c.as.DropFurther {
		becomes = "is dropped"
	}
	names, meant := c.nearNames(header)
	for i, name := range names {
		f.warn(line, fmt.Sprintf("column %q is not in the template and %s; did you mean %s?", shorten(name), becomes, meant[i]))
	}
	for _, cell := range header {
		name := strings.ToLower(strings.TrimSpace(cell))
		if isField(name) && !slices.Contains(Columns, name) {
			f.warn(line, fmt.Sprintf("column %q is not in the template and %s; the field %s of the lead does not get it", shorten(strings.TrimSpace(cell)), becomes, name))
		}
	}
}
