package mock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// Concurrent changes of the same lead are applied one after the other: no field of either is lost, and no reply is torn.
func TestConcurrentUpdates(t *testing.T) {
	c := start(t)
	const rounds = 100
	var clients sync.WaitGroup
	for _, field := range []string{"province", "district", "ward", "address"} {
		clients.Go(func() {
			for i := range rounds {
				value := fmt.Sprintf("%s %d", field, i)
				c.expect("PUT", "/v3/lead/"+demo01, jsonBody(map[string]string{"lead_uuid": demo01, "phone_number": "1", field: value}), 200, "")
				if got := c.send("GET", "/v3/lead/"+demo01, "").decoded(t)[field]; got != value {
					t.Errorf("%s: got %v, want %s", field, got, value)
				}
			}
		})
	}
	clients.Wait()
}

// Clients create, list and delete concurrently: every created lead is there once, and totals add up.
func TestConcurrentClients(t *testing.T) {
	c := start(t, mock.WithImportDelay(0))
	const clients, each = 8, 40
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			phone := fmt.Sprintf("03%08d", n)
			for i := range each {
				id := c.create(fmt.Sprintf("client %d lead %d", n, i), phone)
				leads, total := c.page("?limit=1&phone_number=" + phone)
				if want := i + 1 - i/2; total != want || leads[0]["lead_uuid"] != id {
					t.Errorf("client %d: got total %d, want %d", n, total, want)
				}
				if i%2 == 1 {
					c.expect("DELETE", "/v3/lead/"+id, "", 200, "")
				}
			}
			body := form{{"file", "a.csv", "phone_number\n" + phone + "\n"}, {"list_uuid", "", documentedList}}
			c.upload(t, body)
		})
	}
	all.Wait()
	c.server.WaitForImports()
	if total := totalOf(t, c); total != 2+clients*(each-each/2+1) {
		t.Errorf("got total %d, want %d", total, 2+clients*(each-each/2+1))
	}
}

// A long page shows one moment, whatever is written meanwhile.
func TestLongPageIsOneMoment(t *testing.T) {
	c := start(t, mock.WithLeads(3000))
	done := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				c.expect("DELETE", "/v3/lead/"+c.create("x", "0300000001"), "", 200, "")
			}
		}
	})
	pages := 10
	if testing.Short() {
		pages = 2
		t.Run("the rest", func(t *testing.T) { t.Skip("skipped with -short: eight more pages; go test ./... reads them") })
	}
	for range pages {
		var page struct {
			Data []struct {
				ID string `json:"lead_uuid"`
			}
			Total int
		}
		if err := json.Unmarshal(c.getUnchecked("/v3/lead?limit=100000").body, &page); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, lead := range page.Data {
			ids[lead.ID] = true
		}
		if len(page.Data) != page.Total || len(ids) != page.Total {
			t.Errorf("got %d leads, %d ids, total %d, want the same number of each", len(page.Data), len(ids), page.Total)
		}
	}
	close(done)
	writer.Wait()
}

// Handlers that are mounted at the same time are all there.
func TestConcurrentMounts(t *testing.T) {
	for range 200 {
		server, err := mock.New()
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for n := range 8 {
			all.Go(func() { server.Mount(fmt.Sprint("m", n), http.NotFoundHandler()) })
		}
		all.Wait()
		for n := range 8 {
			reply := httptest.NewRecorder()
			server.ServeHTTP(reply, httptest.NewRequest("GET", fmt.Sprintf("/m%d/", n), nil))
			if reply.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
				t.Fatalf("/m%d/: got %s, want the reply of its handler", n, reply.Body)
			}
		}
	}
}
