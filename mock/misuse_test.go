package mock_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// A mistake in a test's own code is named, instead of a nil dereference or a silent default.
func TestMisuseIsAnError(t *testing.T) {
	for says, option := range map[string]mock.Option{
		"option 2 is nil":           nil,
		"WithSpec: the spec is nil": mock.WithSpec(nil),
		"WithVaryOnly: there is no assumption \"zzz\"; `leadmock assumptions` prints them": mock.WithVaryOnly([]string{"A14", "A43", "zzz"}),
	} {
		if _, err := mock.New(mock.WithEmptySeed(), option); err == nil || err.Error() != says {
			t.Errorf("got %v, want %s", err, says)
		}
	}
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range [][2]int{{-1, 0}, {0, -1}} {
		if found, _, err := server.Records("lead").Page(page[0], page[1]); err == nil || !strings.Contains(err.Error(), "want 0 or more") {
			t.Errorf("Page%v: got %d records, %v, want an error", page, len(found), err)
		}
	}
	if name := strings.Repeat("x", 200); server.InSession(name).Name() != name {
		t.Errorf("a session of 200 bytes: got another name, want %s", name)
	}
}

func TestMisusePanicsClearly(t *testing.T) {
	server, err := mock.New()
	if err != nil {
		t.Fatal(err)
	}
	for says, misuse := range map[string]func(){
		"mock: InSession: the name has 201 bytes; at most 200 are allowed": func() { server.InSession(strings.Repeat("x", 201)) },
		"mock: the Server was not made by New":                             func() { new(mock.Server).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)) },
	} {
		func() {
			defer func() {
				if cause := fmt.Sprint(recover()); cause != says {
					t.Errorf("got the panic %s, want %s", cause, says)
				}
			}()
			misuse()
		}()
	}
}
