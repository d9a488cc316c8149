package contract_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/leadapi/leadapi/contract"
	"github.com/leadapi/leadapi/mock"
)

// losing handles every request, and loses every fifth reply. It is not safe for concurrent use; a run sends one request at a time.
type losing struct {
	behind          inProcess
	served, uploads int
}

func (l *losing) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodPost && request.URL.Path == "/v3/lead/file" {
		l.uploads++
	}
	l.served++
	got, err := l.behind.RoundTrip(request)
	if l.served%5 == 0 {
		return nil, errors.New("the connection was reset")
	}
	return got, err
}

// TestLostReplies checks that a run does not upload its files again and again when replies to uploads are lost, and that it deletes what
// they have created.
func TestLostReplies(t *testing.T) {
	bubble(t, func(t *testing.T) {
		behind, err := mock.New()
		must(err)
		defer func() { _ = behind.Close() }()
		transport := &losing{behind: inProcess{behind}}
		cfg := config(t, "http://127.0.0.1")
		cfg.Client, cfg.Seed = &http.Client{Transport: transport}, 1
		whole, err := contract.Run(t.Context(), cfg)
		must(err)
		const maxUploads = 60 // without losses a run sends some 20
		if transport.uploads > maxUploads {
			t.Errorf("got %d uploads in %d requests, want at most %d", transport.uploads, transport.served, maxUploads)
		}
		for _, left := range whole.Leftovers {
			if left.LeadCode != "" { // a lead without a code, whose id was lost, may be another client's
				t.Errorf("left behind: %v, want no lead with a code of the run", left)
			}
		}
		t.Logf("%d uploads in %d requests", transport.uploads, transport.served)
	})
}
