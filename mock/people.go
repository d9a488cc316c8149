package mock

import (
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"time"
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
var generatedUntil = time.Date(2023, 3, 8, 7, 0, 0, 0, zone)

// addLeads adds the leads of WithLeads. Without a list they get one of their own.
func (sp *spec) addLeads(all []seeded) []seeded {
	config := &sp.server.config
	if config.leads == 0 {
		return all
	}
	leads := sp.resource("lead")
	seed := int64(0)
	if config.idSeed != nil {
		seed = *config.idSeed
	}
	ids := newIDs(&seed, "generated")
	lists := leadLists(all)
	if len(lists) == 0 {
		one := sp.resource("list")
		list := &record{id: ids.next(), listed: true}
		values := make([]string, len(one.fields))
		values[one.byName["list_name"]] = jsonText("Danh sách 1")
		one.pack(list, values)
		all = append(all, seeded{res: one, rec: list})
		lists = leadLists(all)
	}
	random := mathrand.New(ids.random)
	const apart = 37 * time.Second
	start := generatedUntil.Add(-time.Duration(config.leads) * apart)
	for i := range config.leads {
		created := start.Add(time.Duration(i)*apart + time.Duration(random.IntN(1e9))*time.Nanosecond).UnixMicro()
		rec := &record{id: ids.next(), created: created, updated: created, listed: true}
		values := person(leads, random, i)
		values[leads.ref] = lists[i%len(lists)]
		leads.pack(rec, values)
		all = append(all, seeded{res: leads, rec: rec})
	}
	return all
}

func person(leads *resource, random *mathrand.Rand, i int) []string {
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	given := maleNames
	if random.IntN(2) == 0 {
		given = femaleNames
	}
	place := places[random.IntN(len(places))]
	values := make([]string, len(leads.fields))
	set := func(name, value string) { values[leads.byName[name]] = jsonText(value) }
	set("lead_name", pick(familyNames)+" "+pick(given))
	set("lead_code", fmt.Sprintf("KH%06d", i+1))
	set("phone_number", fmt.Sprintf("%s%07d", pick(prefixes), random.IntN(1e7)))
	set("address", fmt.Sprintf("%d %s", 1+random.IntN(300), pick(streets)))
	set("province", place[0])
	set("district", place[1])
	set("ward", place[2])
	return values
}
