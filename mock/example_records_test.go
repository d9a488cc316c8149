package mock_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/leadapi/leadapi/mock"
)

// Create a list to create leads in.
func ExampleRecords_Create() {
	server := newMock()
	_, err := server.Records("list").Create([]byte(`{"list_uuid": "11111111-1111-4111-8111-111111111111", "list_name": "Khách hàng mới"}`))
	fmt.Println(err)
	fmt.Println(call(server, "", "POST", "/v3/lead", `{"list_uuid": "11111111-1111-4111-8111-111111111111", "phone_number": "0349719999"}`)[:19])
	// Output:
	// <nil>
	// 200 {"created":true
}

// Tests can create and inspect leads without a request.
func ExampleSession_Records() {
	server := newMock()
	leads := server.InSession("a test").Records("lead")
	_, err := leads.Create([]byte(`{"lead_uuid": "11111111-1111-4111-8111-111111111111", "list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a", "status": "CALLED"}`))
	fmt.Println(err)
	fmt.Println(call(server, "a test", "GET", "/v3/lead/11111111-1111-4111-8111-111111111111", "")[:3])
	// Output:
	// <nil>
	// 200
}

func ExampleRecords_Get() {
	server := newMock()
	list, err := server.Records("list").Get("c4869e79-f0fa-4c6a-9410-bc0defac375a")
	fmt.Println(string(list), err)
	// Output: {"list_uuid":"c4869e79-f0fa-4c6a-9410-bc0defac375a","list_name":"List Autodialer","campaign_uuid":"7bbe986b-8a6e-404c-840b-781102b5aa07","campaign_name":"Campaign Autodialer"} <nil>
}

// What the client under test has created can be inspected.
func ExampleRecords_All() {
	server := newMock()
	call(server, "", "POST", "/v3/lead", oneLead)
	for record, err := range server.Records("lead").All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		var lead struct {
			Phone string `json:"phone_number"`
		}
		fmt.Println(json.Unmarshal(record, &lead), lead.Phone)
		break // the newest comes first
	}
	// Output: <nil> 0349719999
}

// Set fields that no request can set, as the vendor's server leaves them after a call.
func ExampleRecords_Update() {
	server := newMock()
	_, err := server.Records("lead").Update("152a5c45-68f0-4ee7-85c0-32ae87bb611b", []byte(`{"status": "CALLED", "called_count": 1, "updated_at": "2024-01-02T03:04:05Z"}`))
	fmt.Println(err)
	fmt.Println(regexp.MustCompile(`"(status|called_count|updated_at)":[^,]*`).FindAllString(call(server, "", "GET", "/v3/lead/152a5c45-68f0-4ee7-85c0-32ae87bb611b", ""), -1))
	// Output:
	// <nil>
	// ["status":"CALLED" "called_count":1 "updated_at":"2024-01-02T10:04:05+07:00"]
}

// An error names the record, as those of a seed do.
func ExampleRecords_CreateAll() {
	server := newMock()
	_, err := server.Records("list").CreateAll([]json.RawMessage{
		[]byte(`{"list_name": "first"}`),
		[]byte(`{"list_name": 2}`),
	})
	fmt.Println(err)
	fmt.Println(server.Info().Records["list"])
	// Output:
	// [1]: list_name: want string, not 2
	// 1
}

func ExampleRecords_Delete() {
	leads := newMock().Records("lead")
	err := leads.Delete("152a5c45-68f0-4ee7-85c0-32ae87bb611b")
	fmt.Println(err)
	_, err = leads.Get("152a5c45-68f0-4ee7-85c0-32ae87bb611b")
	fmt.Println(err, errors.Is(err, mock.ErrNotFound))
	// Output:
	// <nil>
	// lead 152a5c45-68f0-4ee7-85c0-32ae87bb611b: not found true
}
