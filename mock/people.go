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

// Common Vietnamese names, and places with their districts and wards.
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

// generatedUntil is before the first lead of the documented seed, so that the documented list stays on top.
var generatedUntil = time.Date(2023, 3, 8, 7, 0, 0, 0, store.Zone)

// apart is the time between two made-up leads; madeList is the list that they get if there is none.
const (
	apart    = 37 * time.Second
	madeList = "Danh sách 1"
)

// addLeads adds the leads of WithLeads to those of the seed. If there is no list, they get a new one.
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
		values[lists.Field("list_name")] = jsonvalue.Text(madeList)
		batch.Add(lists, ids.Next(), values, 0)
	}
	var in []string
	for _, id := range batch.IDs(lists) {
		in = append(in, jsonvalue.Text(id.String()))
	}
	slices.Sort(in)
	leads := schema.Resource("lead")
	people := newPeople(leads, mathrand.New(source))
	start := generatedUntil.Add(-time.Duration(c.leads) * apart)
	for i := range c.leads {
		created := start.Add(time.Duration(i)*apart + time.Duration(people.random.IntN(1e9))*time.Nanosecond).UnixMicro()
		id := ids.Next()
		people.next(i)
		people.values[people.list] = in[i%len(in)]
		if c.mixed {
			people.work(created, generatedUntil.UnixMicro())
		}
		batch.Add(leads, id, people.values, created)
	}
}

// people makes up leads one after the other.
type people struct {
	random *mathrand.Rand
	values []string // of the last lead, by field

	list, name, code, phone, address, province, district, ward int // fields
	status, altStatus, calls, lastCall, agent, agentName       int
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

		status:    leads.Field("status"),
		altStatus: leads.Field("alt_status"),
		calls:     leads.Field("called_count"),
		lastCall:  leads.Field("last_call_time"),
		agent:     leads.Field("assign_user_uuid"),
		agentName: leads.Field("assign_username"),
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

// Statuses of leads that were worked on. lead-api.md has only NEW, so these are made up.
var workedStatuses = strings.Fields("ASSIGNED CALLED ANSWERED NO_ANSWER BUSY DONE")

var agents = [][2]string{ // id, name
	{"6f1c2a50-3a3e-4c52-9d0e-5d1c0b7a1101", "agent01"}, {"6f1c2a50-3a3e-4c52-9d0e-5d1c0b7a1102", "agent02"},
	{"6f1c2a50-3a3e-4c52-9d0e-5d1c0b7a1103", "agent03"},
}

// work gives the last lead the history of a call centre: two in five stay new, some are assigned, and the others were also
// called. It returns when the lead was last changed, in microseconds since 1970.
func (p *people) work(created, now int64) (updated int64) {
	for _, field := range []int{p.status, p.altStatus, p.calls, p.lastCall, p.agent, p.agentName} {
		p.values[field] = ""
	}
	if p.random.IntN(5) < 2 {
		return created
	}
	status := p.pick(workedStatuses)
	agent := agents[p.random.IntN(len(agents))]
	p.values[p.status], p.values[p.altStatus] = jsonvalue.Text(status), jsonvalue.Text(strings.ToLower(status))
	p.values[p.agent], p.values[p.agentName] = jsonvalue.Text(agent[0]), jsonvalue.Text(agent[1])
	updated = created + p.random.Int64N(max(now-created, 0)+1)
	if status != "ASSIGNED" {
		p.values[p.calls] = strconv.Itoa(1 + p.random.IntN(5))
		p.values[p.lastCall] = jsonvalue.Text(time.UnixMicro(updated).In(store.Zone).Format(time.RFC3339Nano))
	}
	return updated
}

func (p *people) pick(from []string) string { return from[p.random.IntN(len(from))] }

// digits formats a number with leading zeros, at least width digits.
func digits(number, width int) string {
	text := strconv.Itoa(number)
	return strings.Repeat("0", max(width-len(text), 0)) + text
}
