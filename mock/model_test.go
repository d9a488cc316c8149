package mock_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/leadapi/leadapi/mock"
)

// modelLead is a lead in a plain slice.
type modelLead struct{ id, name, phone, list, province string }

// model is the expected state: leads in the order of their creation, filtered linearly.
type model struct {
	leads []modelLead
	lists map[string]string // campaign by list
}

func (m *model) find(list, campaign, phone string) []modelLead {
	var found []modelLead
	for _, lead := range slices.Backward(m.leads) {
		if (list == "" || lead.list == list) && (phone == "" || lead.phone == phone) && (campaign == "" || m.lists[lead.list] == campaign) {
			found = append(found, lead)
		}
	}
	return found
}

// TestModel runs random operations on the mock and the model side by side.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := startWithLists(t, mock.WithEmptySeed(), mock.WithImportDelay(0))
		defer func() { _ = c.server.Close() }()
		m := &model{lists: map[string]string{}}
		campaigns := []string{"11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"}
		for i := range 3 {
			campaign := campaigns[i%2]
			got := c.expect("POST", "/v3/list", fmt.Sprintf(`{"list_name":"L%d","campaign_uuid":%q}`, i, campaign), 200, "")
			m.lists[got.decoded(t)["list_uuid"].(string)] = campaign
		}
		var lists []string
		for id := range m.lists {
			lists = append(lists, id)
		}
		slices.Sort(lists)
		phones := []string{"0300000001", "0300000002", "848412345678"}
		machine := map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				lead := modelLead{
					name:  rapid.String().Draw(rt, "name"),
					phone: rapid.SampledFrom(phones).Draw(rt, "phone"),
					list:  rapid.SampledFrom(lists).Draw(rt, "list"),
				}
				lead.name = strings.ToValidUTF8(lead.name, "?")
				body := jsonBody(map[string]string{"list_uuid": lead.list, "lead_name": lead.name, "phone_number": lead.phone})
				lead.id, _ = c.expect("POST", "/v3/lead", body, 200, "").decoded(rt)["lead_uuid"].(string)
				m.leads = append(m.leads, lead)
			},
			"import": func(rt *rapid.T) {
				list := rapid.SampledFrom(lists).Draw(rt, "list")
				file := "phone_number,lead_name\n"
				rows := rapid.IntRange(0, 3).Draw(rt, "rows")
				for i := range rows {
					file += fmt.Sprintf("%s,import %d\n", phones[i], i)
				}
				c.upload(t, form{{"file", "a.csv", file}, {"list_uuid", "", list}})
				c.server.WaitForImports()
				leads, _ := c.page(fmt.Sprintf("?limit=%d", rows))
				for i, lead := range slices.Backward(leads) {
					row := rows - 1 - i
					m.leads = append(m.leads, modelLead{lead["lead_uuid"].(string), fmt.Sprintf("import %d", row), phones[row], list, ""})
				}
			},
			"update": func(rt *rapid.T) {
				if len(m.leads) == 0 {
					rt.Skip("no lead")
				}
				i := rapid.IntRange(0, len(m.leads)-1).Draw(rt, "lead")
				lead := &m.leads[i]
				lead.phone = rapid.SampledFrom(phones).Draw(rt, "phone")
				province := rapid.SampledFrom([]string{"", "Huế", "Hà Nội"}).Draw(rt, "province")
				if province != "" {
					lead.province = province
				}
				body := jsonBody(map[string]string{"lead_uuid": lead.id, "phone_number": lead.phone, "province": province})
				c.expect("PUT", "/v3/lead/"+lead.id, body, 200, fmt.Sprintf(`{"lead_uuid":%q}`, lead.id))
			},
			"delete": func(rt *rapid.T) {
				if len(m.leads) == 0 {
					rt.Skip("no lead")
				}
				i := rapid.IntRange(0, len(m.leads)-1).Draw(rt, "lead")
				c.expect("DELETE", "/v3/lead/"+m.leads[i].id, "", 200, fmt.Sprintf(`{"lead_uuid":%q}`, m.leads[i].id))
				m.leads = slices.Delete(m.leads, i, i+1)
			},
			"": func(rt *rapid.T) { // after each operation: a random query, and a random lead
				list := rapid.SampledFrom(append([]string{""}, lists...)).Draw(rt, "by list")
				campaign := rapid.SampledFrom(append([]string{""}, campaigns...)).Draw(rt, "by campaign")
				phone := rapid.SampledFrom(append([]string{""}, phones...)).Draw(rt, "by phone")
				limit := rapid.IntRange(0, 5).Draw(rt, "limit")
				offset := rapid.IntRange(0, 5).Draw(rt, "offset")
				want := m.find(list, campaign, phone)
				query := fmt.Sprintf("?list_uuid=%s&campaign_uuid=%s&phone_number=%s&limit=%d&offset=%d", list, campaign, phone, limit, offset)
				got, total := c.page(query)
				if total != len(want) {
					rt.Fatalf("%s: got total %d, want %d", query, total, len(want))
				}
				want = want[min(offset, len(want)):min(offset+limit, len(want))]
				if len(got) != len(want) {
					rt.Fatalf("%s: got %d leads, want %d", query, len(got), len(want))
				}
				for i, lead := range want {
					compareLead(rt, got[i], lead, m)
				}
				if len(m.leads) > 0 {
					lead := rapid.SampledFrom(m.leads).Draw(rt, "get")
					compareLead(rt, c.send("GET", "/v3/lead/"+lead.id, "").decoded(rt), lead, m)
				}
			},
		}
		rt.Repeat(machine)
	})
}

func compareLead(t *rapid.T, got map[string]any, want modelLead, m *model) {
	for field, value := range map[string]string{
		"lead_uuid": want.id, "lead_name": want.name, "phone_number": want.phone, "list_uuid": want.list,
		"province": want.province, "campaign_uuid": m.lists[want.list],
	} {
		if got[field] != value {
			t.Fatalf("%s: got %q, want %q", field, got[field], value)
		}
	}
}
