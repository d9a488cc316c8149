package control_test

import "strings"

func useRecords(c *client) {
	const id = "11111111-1111-4111-8111-111111111112"
	c.want("GET", "records", "", 200, `{"resource":"lead","id":"lead_uuid","total":4,`)
	c.want("POST", "records/lead", `{"lead_uuid":"`+id+`","list_uuid":"`+documentedList+`","status":"CALLED","called_count":2,"last_call_time":"2023-03-08T16:00:00+07:00"}`, 201, `"status":"CALLED"`)
	if got := c.api("GET", "/v3/lead/"+id, ""); !strings.Contains(got.body, `"called_count":2,"last_call_time":"2023-03-08T16:00:00+07:00"`) {
		c.t.Errorf("the API: got %s, want the lead as it was called", got.body)
	}
	c.want("GET", "records/leads/"+id, "", 200, `"status":"CALLED"`)
	c.want("PATCH", "records/lead/"+id, `{"assign_username":"agent01","lead_name":""}`, 200, `"assign_username":"agent01"`)
	c.want("PATCH", "records/lead", `[{"lead_uuid":"`+id+`","status":"DONE"},{"lead_uuid":"`+demo01+`","status":"BUSY"}]`, 200, `"status":"BUSY"`)
	c.want("GET", "records/lead?limit=1&offset=0", "", 200, `"status":"DONE"`)
	c.want("GET", "records/lead?limit=0", "", 200, `{"records":[],"total":5}`)
	c.want("DELETE", "records/lead/"+id, "", 204, "")
	c.want("GET", "records/lead/"+id, "", 404, "lead "+id+": not found")
	c.want("POST", "records/list", `[{"list_name":"March"},{"list_name":"April"}]`, 201, `"list_name":"April"`)
	c.want("GET", "records/lists?offset=1&limit=1", "", 200, `"list_name":"March"`)
	c.want("POST", "leads?count=3&list_uuid="+documentedList+"&statuses=mixed", "", 201, `"list_name":"List Autodialer"`)
	c.want("GET", "records/lead?limit=0", "", 200, `"total":7`)
	c.want("DELETE", "records/lead", "", 204, "")
	c.want("GET", "records/lead", "", 200, `{"records":[],"total":0}`)
	c.want("POST", "reset", "", 200, `"lead":4`)
}

func useScenarios(c *client) {
	c.want("GET", "scenarios", "", 200, `{"name":"flaky-vendor","description":"One request in ten`)
	c.want("GET", "scenario/first-page", "", 200, `"statuses":"mixed"`)
	c.want("GET", "scenario/flaky-vendor", "", 200, `"probability":0.1`)
	c.want("PUT", "scenario/expired-token", "", 200, `"scenario":"expired-token","requests":0,"faults":1`)
	if got := c.api("GET", "/v3/lead", ""); got.status != 401 {
		c.t.Errorf("got %d %s; want 401", got.status, got.body)
	}
	c.want("PUT", "scenario/first-page", "", 200, `"records":{"lead":10,"list":1},"scenario":"first-page","requests":0,"faults":0`)
	for _, name := range []string{"..%2F..%2Fgo.mod", "%2Fetc%2Fpasswd", "empty.yaml", "scenarios%2Fempty.yaml", "second-page"} {
		c.want("PUT", "scenario/"+name, "", 404, "there is no scenario")
		c.want("GET", "scenario/"+name, "", 404, "there is no scenario")
	}
	c.want("POST", "reset", "", 200, `"records":{"lead":4,"list":1},"requests":0`)
}
