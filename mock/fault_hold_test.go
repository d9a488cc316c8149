package mock

import (
	"net/http/httptest"
	"testing"
)

// A request counts towards the maximum from when it is shown as held, and no longer when it is released.
func TestHeldIsCountedAsShown(t *testing.T) {
	server := keeper(t, maxKept)
	hold, err := server.AddFault(Fault{Hold: 1})
	if err != nil {
		t.Fatal(err)
	}
	status := func() int {
		request := httptest.NewRequest("GET", "/v3/lead", nil)
		request.Header.Set("Authorization", "Bearer t")
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, request)
		return recorder.Code
	}
	for range maxHeld {
		server.faults.use("listLeads", &asked{}, false) // and the request has not begun to wait
	}
	if held, got := server.Faults()[0].Held, status(); held != maxHeld || got != 503 {
		t.Errorf("%d requests are shown as held, the next one: got status %d, want %d and 503", held, got, maxHeld)
	}
	if released, err := server.Release(hold.ID, 0); released != maxHeld || err != nil {
		t.Errorf("got %d released, %v, want %d", released, err, maxHeld)
	}
	if got := status(); got != 200 {
		t.Errorf("after the release: got status %d, want 200", got)
	}
	if left := server.held.Load(); left != 0 {
		t.Errorf("at the end: got %d requests counted, want 0", left)
	}
}
