package mock

import (
	mathrand "math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock/internal/jsonvalue"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// Names as they are common in Viet Nam, and places with their districts and wards.
var (
	familyNames = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
	maleNames   = strings.Split("Văn Hùng,Minh Quân,Đức Anh,Quang Huy,Tuấn Kiệt,Hữu Phước,Gia Bảo,Thành Đạt,Ngọc Sơn,Xuân Trường", ",")
	femaleNames = strings.Split("Thị Hương,Ngọc Ánh,Thùy Dương,Thanh Thảo,Bích Ngọc,Thu Hà,Mỹ Linh,Phương Anh,Khánh Vy,Hồng Nhung", ",")
	streets     = strings.Split("Lê Lợi,Trần Hưng Đạo,Nguyễn Huệ,Hai Bà Trưng,Quang Trung,Lý Thường Kiệt,Phan Chu Trinh,Điện Biên Phủ", ",")
	places      = [][3]string{ // province, district, ward
		{"Hà Nội", "Quận Ba Đình", "Phường Kim Mã"}, {"Hà Nội", "Quận Cầu Giấy", "Phường Dịch Vọng"},
		{"TP. Hồ Chí Minh", "Quận 1", "Phường Bến Nghé"}, {"TP. Hồ Chí Minh", "Quận Bình Thạnh", "Phường 25"},
		{"Đà Nẵng", "Quận Hải Châu", "Phường Thạch Thang"}, {"Cần Thơ", "Quận Ninh Kiều", "Phường Xuân Khánh"},
		{"Hải Phòng", "Quận Lê Chân", "Phường An Biên"}, {"Thừa Thiên Huế", "TP. Huế", "Phường Phú Hội"},
		{"Khánh Hòa", "TP. Nha Trang", "Phường Lộc Thọ"}, {"Nghệ An", "TP. Vinh", "Phường Hưng Bình"},
	}
	prefixes = strings.Fields("032 033 034 035 036 037 038 039 052 056 058 070 076 077 078 079 081 082 083 084 085 086 088 089 090 091 093 094 096 097 098")
)

// generatedUntil is before the first lead of the documented seed, so that the page's listing stays on top.
var generatedUntil = time.Date(2023, 3, 8, 7, 0, 0, 0, store.Zone)

// addLeads adds the leads of WithLeads to those of the seed. Without a list they get one of their own.
func addLeads(batch *store.Batch, schema *store.Schema, c *config) {
	if c.leads == 0 {
		return
	}
	seed := int64(0)
	if c.idSeed != nil {
		seed = *c.idSeed
	}
	source := newRandom(&seed, "generated")
	ids := store.NewIDs(source, false)
	lists := schema.Resource("list")
	if len(batch.IDs(lists)) == 0 {
		values := make([]string, len(lists.Fields()))
		values[lists.Field("list_name")] = jsonvalue.Text("Danh sách 1")
		batch.Add(lists, ids.Next(), values, 0)
	}
	var in []string
	for _, id := range batch.IDs(lists) {
		in = append(in, jsonvalue.Text(id.String()))
	}
	slices.Sort(in)
	leads := schema.Resource("lead")
	people := newPeople(leads, mathrand.New(source))
	const apart = 37 * time.Second
	start := generatedUntil.Add(-time.Duration(c.leads) * apart)
	for i := range c.leads {
		created := start.Add(time.Duration(i)*apart + time.Duration(people.random.IntN(1e9))*time.Nanosecond).UnixMicro()
		id := ids.Next()
		people.next(i)
		people.values[people.list] = in[i%len(in)]
		batch.Add(leads, id, people.values, created)
	}
}

// people makes up one lead after the other.
type people struct {
	random *mathrand.Rand
	values []string // of the last one, by field

	list, name, code, phone, address, province, district, ward int // fields
}

func newPeople(leads *store.Resource, random *mathrand.Rand) *people {
	return &people{
		random:   random,
		values:   make([]string, len(leads.Fields())),
		list:     leads.References()[0].By,
		name:     leads.Field("lead_name"),
		code:     leads.Field("lead_code"),
		phone:    leads.Field("phone_number"),
		address:  leads.Field("address"),
		province: leads.Field("province"),
		district: leads.Field("district"),
		ward:     leads.Field("ward"),
	}
}

func (p *people) next(i int) {
	given := maleNames
	if p.random.IntN(2) == 0 {
		given = femaleNames
	}
	place := places[p.random.IntN(len(places))]
	p.values[p.name] = jsonvalue.Text(p.pick(familyNames) + " " + p.pick(given))
	p.values[p.code] = jsonvalue.Text("KH" + digits(i+1, 6))
	p.values[p.phone] = jsonvalue.Text(p.pick(prefixes) + digits(p.random.IntN(1e7), 7))
	p.values[p.address] = jsonvalue.Text(strconv.Itoa(1+p.random.IntN(300)) + " " + p.pick(streets))
	p.values[p.province] = jsonvalue.Text(place[0])
	p.values[p.district] = jsonvalue.Text(place[1])
	p.values[p.ward] = jsonvalue.Text(place[2])
}

func (p *people) pick(from []string) string { return from[p.random.IntN(len(from))] }

// digits writes a number with zeros in front, width digits at least.
func digits(number, width int) string {
	text := strconv.Itoa(number)
	return strings.Repeat("0", max(width-len(text), 0)) + text
}
