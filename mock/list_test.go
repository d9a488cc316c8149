package mock_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

func TestFilters(t *testing.T) {
	c := startWithLists(t)
	list := func(name, campaign string) string {
		body := fmt.Sprintf(`{"list_name":%q,"campaign_uuid":%q}`, name, campaign)
		return c.expect("POST", "/v3/list", body, 200, "").decoded(t)["list_uuid"].(string)
	}
	lead := func(name, list, phone string) {
		c.expect("POST", "/v3/lead", fmt.Sprintf(`{"lead_name":%q,"list_uuid":%q,"phone_number":%q}`, name, list, phone), 200, "")
	}
	const otherCampaign = "11111111-1111-4111-8111-111111111111"
	same, other := list("same campaign", documentedCampaign), list("other campaign", otherCampaign)
	lead("a", documentedList, "0300000001")
	lead("b", same, "0300000001")
	lead("c", other, "0300000001")
	lead("d", other, "0300000002")
	for query, want := range map[string]string{
		"":                                     "d c b a Demo02 Demo01",
		"?list_uuid=" + documentedList:         "a Demo02 Demo01",
		"?list_uuid=" + same:                   "b",
		"?campaign_uuid=" + documentedCampaign: "b a Demo02 Demo01",
		"?campaign_uuid=" + otherCampaign:      "d c",
		"?phone_number=0300000001":             "c b a",
		"?phone_number=030000000":              "", // A14
		"?list_uuid=" + documentedList + "&campaign_uuid=" + documentedCampaign:                "a Demo02 Demo01",
		"?list_uuid=" + documentedList + "&campaign_uuid=" + otherCampaign:                     "",
		"?list_uuid=" + other + "&phone_number=0300000001":                                     "c",
		"?campaign_uuid=" + documentedCampaign + "&phone_number=0300000001":                    "b a",
		"?campaign_uuid=" + otherCampaign + "&list_uuid=" + other + "&phone_number=0300000002": "d",
		"?campaign_uuid=" + otherCampaign + "&list_uuid=" + same + "&phone_number=0300000001":  "",
		"?list_uuid=" + unknownID:                  "", // A20
		"?list_uuid=x":                             "",
		"?campaign_uuid=x":                         "",
		"?phone_number=%27%20OR%201=1":             "",
		"?list_uuid=&phone_number=&campaign_uuid=": "d c b a Demo02 Demo01", // A19
		"?phone_number=0300000002&phone_number=x":  "d",                     // A18
		"?unknown=1&list_name=x":                   "d c b a Demo02 Demo01", // A22
	} {
		leads, total := c.page(query)
		if names(leads) != want || total != len(strings.Fields(want)) {
			t.Errorf("%s\n got %s (total %d)\nwant %s", query, names(leads), total, want)
		}
	}
}

// A filter by campaign follows the lead's list when the list appears, changes or is deleted.
func TestCampaignFollowsTheList(t *testing.T) {
	c := startWithLists(t, mock.WithAnyList())
	c.expect("POST", "/v3/lead", fmt.Sprintf(`{"lead_name":"early","list_uuid":%q,"phone_number":"0300000001"}`, unknownID), 200, "")
	c.expect("DELETE", "/v3/list/"+documentedList, "", 200, "")
	if leads, _ := c.page("?campaign_uuid=" + documentedCampaign); len(leads) != 0 {
		t.Errorf("by the campaign of a list that is gone: got %s, want none", names(leads))
	}
	leads, total := c.page("")
	if total != 3 || leads[2]["list_name"] != "" || leads[2]["list_uuid"] != documentedList { // A40
		t.Errorf("got %d leads, the last is %v, want 3, and the last in %s without its name", total, leads[2], documentedList)
	}
}

func TestPages(t *testing.T) {
	c := start(t, mock.WithLeads(25))
	all, total := c.page("?limit=100")
	if total != 27 || len(all) != 27 {
		t.Fatalf("got %d of %d, want 27 of 27", len(all), total)
	}
	var paged []map[string]any
	for offset := 0; offset < 30; offset += 4 {
		leads, total := c.page(fmt.Sprintf("?limit=4&offset=%d&list_uuid=%s", offset, documentedList))
		if total != 27 {
			t.Errorf("offset %d: got total %d, want 27", offset, total)
		}
		paged = append(paged, leads...)
	}
	if a, b := fmt.Sprint(all), fmt.Sprint(paged); a != b {
		t.Errorf("the pages: got\n%s\nwant, as the whole,\n%s", b, a)
	}
	for i := 1; i < len(all); i++ {
		if all[i-1]["created_at"].(string) < all[i]["created_at"].(string) {
			t.Errorf("got lead %d older than lead %d, want newest first", i-1, i)
		}
	}
	if leads, _ := c.page(""); len(leads) != 10 {
		t.Errorf("got %d leads by default, want 10", len(leads))
	}
}

func TestLimitAndOffset(t *testing.T) {
	c := start(t)
	const empty = `{"data":[],"limit":%d,"offset":%d,"total":2}`
	for query, want := range map[string]string{
		"?limit=0":                    fmt.Sprintf(empty, 0, 0), // A17
		"?offset=2":                   fmt.Sprintf(empty, 10, 2),
		"?offset=9223372036854775807": fmt.Sprintf(empty, 10, 9223372036854775807), // A21
		"?limit=0&offset=0":           fmt.Sprintf(empty, 0, 0),
		"?limit=0&limit=5":            fmt.Sprintf(empty, 0, 0), // A18
		"?limit=00&offset=02":         fmt.Sprintf(empty, 0, 2),
		"?limit=9223372036854775807&offset=9223372036854775807": fmt.Sprintf(empty, 9223372036854775807, 9223372036854775807),
	} {
		c.expect("GET", "/v3/lead"+query, "", 200, want)
	}
	for query, size := range map[string]int{"?limit=": 2, "?offset=": 2, "?limit=1": 1, "?limit=9223372036854775807": 2, "?limit=1&offset=1": 1} { // A19
		if leads, _ := c.page(query); len(leads) != size {
			t.Errorf("%s: got %d leads, want %v", query, len(leads), size)
		}
	}
	for query, says := range map[string]string{ // A16
		"?limit=ten":                          `limit must be a whole number from 0 to 9223372036854775807, not \"ten\"`,
		"?limit=-1":                           `not \"-1\"`,
		"?limit=1.5":                          `not \"1.5\"`,
		"?limit=1e3":                          `not \"1e3\"`,
		"?limit=%2B5":                         `not \"+5\"`,
		"?limit=9223372036854775808":          `not \"9223372036854775808\"`,
		"?offset=99999999999999999999":        `offset must be`,
		"?offset=-0":                          `not \"-0\"`,
		"?offset=%00":                         `offset must be`,
		"?limit=" + strings.Repeat("9", 5000): `999...`,
		"?limit=%zz":                          `invalid URL escape \"%zz\"`, // A44
		"?limit=1;offset=1":                   `invalid semicolon separator in query`,
	} {
		if got := c.send("GET", "/v3/lead"+query, ""); got.status != 400 || !strings.Contains(got.text(), says) {
			t.Errorf("%.40s: got %d %s, want 400 with %s", query, got.status, got.body, says)
		}
	}
}

// A page of any size is streamed.
func TestLongPage(t *testing.T) {
	c := start(t, mock.WithLeads(2500))
	got := c.getUnchecked("/v3/lead?limit=9223372036854775807") // kin-openapi takes seconds for such a page
	var page struct {
		Data  []map[string]any
		Limit int64
		Total int
	}
	if err := json.Unmarshal(got.body, &page); err != nil || len(page.Data) != 2502 || page.Total != 2502 || page.Limit != 9223372036854775807 {
		t.Fatalf("got %d of %d, limit %d: %v, want 2502 of 2502, limit 9223372036854775807", len(page.Data), page.Total, page.Limit, err)
	}
	if length := got.header.Get("Content-Length"); length != "" {
		t.Errorf("Content-Length: got %s, want none: the page must be streamed", length)
	}
	got = c.getUnchecked("/v3/lead?limit=2000&offset=1")
	if err := json.Unmarshal(got.body, &page); err != nil || len(page.Data) != 2000 || page.Total != 2502 {
		t.Fatalf("got %d of %d: %v, want 2000 of 2502", len(page.Data), page.Total, err)
	}
	first, _ := c.page("?limit=2&offset=1")
	if fmt.Sprint(page.Data[:2]) != fmt.Sprint(first) {
		t.Errorf("the start of a long page: got\n%v\nwant, as a short one,\n%v", page.Data[:2], first)
	}
}
