package mock_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// A held reply leaves time to look at a spinner.
func ExampleSession_ReleaseWhenHeld() {
	server := newMock()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	hold, err := server.AddFault(mock.Fault{Operation: "listLeads", Hold: mock.Duration(time.Minute), Times: 1})
	if err != nil {
		fmt.Println(err)
	}
	answered := make(chan string)
	go func() { answered <- call(server, "", "GET", "/v3/lead?limit=0", "") }()
	// ... the app shows its spinner ...
	fmt.Println(server.ReleaseWhenHeld(ctx, hold.ID, 1))
	fmt.Println(<-answered)
	// Output:
	// 1 <nil>
	// 200 {"data":[],"limit":0,"offset":0,"total":2}
}

// The error shows what was wanted and the nearest requests.
func ExampleSession_Verify() {
	server := newMock()
	call(server, "", "GET", "/v3/lead?limit=10", "")
	once := 1
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := server.Verify(ctx, mock.Verification{Match: mock.Match{"query.limit": 25}, Count: &once})
	fmt.Println(err)
	var wrong *mock.WrongCount
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Near[0].Differs)
	}
	// Output:
	// want 1 requests, and there are 0
	// [query.limit is "10", not 25]
}

// A scenario is a seed, faults, clock and imports under one name.
func ExampleSession_SetScenario() {
	server := newMock()
	if err := server.SetScenario("expired-token"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(call(server, "", "GET", "/v3/lead", ""))
	// Output: 401 {"error":"Unauthorized"}
}

// Made-up leads fill a table.
func ExampleSession_MakeLeads() {
	server := newMock()
	made, err := server.MakeLeads(2, "", true)
	if err != nil {
		fmt.Println(err)
	}
	for _, lead := range made {
		var shown struct {
			Phone string `json:"phone_number"`
			List  string `json:"list_name"`
		}
		fmt.Println(json.Unmarshal(lead, &shown), len(shown.Phone), shown.List)
	}
	// Output:
	// <nil> 10 List Autodialer
	// <nil> 10 List Autodialer
}
