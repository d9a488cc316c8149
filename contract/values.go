package contract

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// updateField is a field that an update accepts, and the forms of its values, likeliest first: the documentation shows most fields
// empty, so a deployment may accept one form and refuse another. A new n makes a new value.
type updateField struct {
	name  string
	forms []valueForm
}

type valueForm func(p *probe, n int) any

// likelyForms holds the forms of known fields. The document says which fields an update accepts.
var likelyForms = []updateField{
	{"lead_name", forms(oneOf("Phạm Văn An", "Lê Thị Bình", "Trần Quốc Cường", "Vũ Thu Dung"))},
	{"lead_code", forms(func(p *probe, _ int) any { return p.code() })},
	{"phone_number", forms(func(p *probe, _ int) any { return p.elevenDigits() }, func(p *probe, _ int) any { return p.number() })},
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

func forms(all ...valueForm) []valueForm { return all }

func oneOf(texts ...string) valueForm {
	return func(_ *probe, n int) any { return texts[n%len(texts)] }
}

func counted(format string) valueForm {
	return func(_ *probe, n int) any { return fmt.Sprintf(format, n) }
}

// formsOf returns the forms of a field: the known ones or, for a field that is new in the document, one that fits its schema.
// lead_uuid has none: it identifies the lead and cannot be changed.
func formsOf(field string, schema *openapi3.Schema) []valueForm {
	if field == "lead_uuid" {
		return nil
	}
	for _, known := range likelyForms {
		if known.name == field {
			return known.forms
		}
	}
	return forms(formOf(field, schema))
}

// formOf returns a form that fits a schema.
func formOf(field string, schema *openapi3.Schema) valueForm {
	return func(p *probe, n int) any {
		switch {
		case len(schema.Enum) > 0:
			return schema.Enum[n%len(schema.Enum)]
		case schema.Type.Is("boolean"):
			return n%2 == 0
		case isNumber(schema):
			return json.Number(strconv.Itoa(n))
		case isTime(schema):
			return day(2015, "2006-01-02T15:04:05Z")(p, n)
		case schema.Format == "uuid":
			return p.madeUp()
		}
		return fmt.Sprint(field, " ", n)
	}
}

// day returns a form of days in the years from first on. None is another valid day if day and month are swapped.
func day(first int, layout string) valueForm {
	return func(_ *probe, n int) any {
		return time.Date(first+n%9, time.Month(n%12+1), 13+n%15, 0, 0, 0, 0, time.UTC).Format(layout)
	}
}

// next returns a value of a field in a form, other than its current value.
func (p *probe) next(field updateField, form int, now any) any {
	for {
		p.counter++
		if value := field.forms[form](p, p.counter); value != now {
			return value
		}
	}
}

// fieldNamed returns a field that an update accepts.
func (j *judge) fieldNamed(name string) updateField {
	for _, field := range j.changes {
		if field.name == name {
			return field
		}
	}
	panic("an update takes no " + name)
}
