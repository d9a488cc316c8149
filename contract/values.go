package contract

import (
	"fmt"
	"time"
)

// updateField is a field that an update takes, and the forms of a value of it, the likeliest one first: the page shows most
// of them empty, so a deployment may take one form and refuse another. n makes a value other than the one before.
type updateField struct {
	name  string
	forms []func(p *probe, n int) string
}

// updateFields are the 14 of the table (lead-api.md, Update Lead). lead_uuid names the lead, and cannot be changed.
var updateFields = []updateField{
	{"lead_uuid", nil},
	{"lead_name", forms(oneOf("Phạm Văn An", "Lê Thị Bình", "Trần Quốc Cường", "Vũ Thu Dung"))},
	{"lead_code", forms(func(p *probe, _ int) string { return p.code() })},
	{"phone_number", forms(func(p *probe, _ int) string { return p.elevenDigits() }, func(p *probe, _ int) string { return p.number() })},
	{"contract_number", forms(counted("NVDP1%04d"))}, // as in the sample
	{"identity_number", forms(counted("001090%06d"), counted("012%06d"), counted("B%07d"))},
	{"identity_issued_at", forms(oneOf("Công an tỉnh Bắc Ninh", "Công an thành phố Hà Nội", "Cục Cảnh sát"))},
	{"identity_issued_on", forms(day(2015, "2006-01-02T15:04:05Z"))},
	{"address", forms(counted("%d Lê Hồng Phong, Hà Nội"))},
	{"province", forms(oneOf("Bắc Ninh", "Huế", "Đà Nẵng"), oneOf("Tỉnh Bắc Ninh", "Tỉnh Nghệ An"))},
	{"district", forms(oneOf("Quế Võ", "Hương Thủy", "Hải Châu"), oneOf("Huyện Quế Võ", "Huyện Nghi Lộc"))},
	{"ward", forms(oneOf("Phố Mới", "Phú Bài", "Thạch Thang"), oneOf("Phường Phố Mới", "Xã Nghi Trung"))},
	{"date_of_birth", forms(day(1990, time.DateOnly), day(1990, "02/01/2006"), day(1990, time.RFC3339))},
	{"additional", forms(
		counted(`{"note":"Khách hàng hẹn gọi lại sau 17 giờ, gặp chị Tuyết","time":%d}`),
		counted(`{"after_day":%d,"contract_number":"","lead_code":"","lead_name":"TestNe","phone_number":""}`),
		counted("Ghi chú %d"))},
}

func forms(all ...func(*probe, int) string) []func(*probe, int) string { return all }

func oneOf(texts ...string) func(*probe, int) string {
	return func(_ *probe, n int) string { return texts[n%len(texts)] }
}

func counted(format string) func(*probe, int) string {
	return func(_ *probe, n int) string { return fmt.Sprintf(format, n) }
}

// day makes days of the years from first on. None can be read as another one where day and month change places.
func day(first int, form string) func(*probe, int) string {
	return func(_ *probe, n int) string {
		return time.Date(first+n%9, time.Month(n%12+1), 13+n%15, 0, 0, 0, 0, time.UTC).Format(form)
	}
}

// next returns a value of a field in one of its forms that is not the one that it has.
func (p *probe) next(field updateField, form int, now any) string {
	for {
		p.counter++
		if value := field.forms[form](p, p.counter); value != now {
			return value
		}
	}
}

// fieldNamed returns a field that an update takes.
func fieldNamed(name string) updateField {
	for _, field := range updateFields {
		if field.name == name {
			return field
		}
	}
	panic("an update takes no " + name)
}
