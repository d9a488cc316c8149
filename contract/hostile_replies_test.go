package contract_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leadapi/leadapi/contract"
)

// garbling is a world that sometimes corrupts replies.
type garbling struct {
	*world
	rng  *rand.Rand
	rate float64
}

func (g *garbling) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := g.world.RoundTrip(request)
	if err != nil || g.requests < 3 || g.rng.Float64() > g.rate { // leave the first replies intact, so the run can start
		return response, err
	}
	var value any
	if err := json.NewDecoder(response.Body).Decode(&value); err != nil {
		return nil, err
	}
	switch g.rng.IntN(12) {
	case 0:
		return nil, errors.New("connection reset by peer")
	case 1:
		select {
		case <-request.Context().Done():
			return nil, request.Context().Err()
		case <-time.After(time.Duration(g.rng.IntN(60)) * time.Second):
		}
	case 2:
		response.StatusCode = []int{200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503}[g.rng.IntN(12)]
	case 3:
		return g.with(response, strings.Repeat(`{"a":[`, 1000)), nil
	case 4:
		return g.with(response, `{"lead_uuid":"a","lead_uuid":"b","data":[`+strings.Repeat("{},", 40_000)+`{}],"total":1000000000000}`), nil
	case 5:
		response.Header.Set("Retry-After", "4000000000")
		response.StatusCode = 429
	}
	encoded, err := json.Marshal(g.garble(value, 0))
	if err != nil {
		return nil, err
	}
	return g.with(response, string(encoded)), nil
}

func (g *garbling) with(response *http.Response, body string) *http.Response {
	response.Body = io.NopCloser(bytes.NewReader([]byte(body)))
	return response
}

// garble changes some values inside value.
func (g *garbling) garble(value any, depth int) any {
	if depth > 0 && g.rng.Float64() < 0.1 {
		return g.nonsense()
	}
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = g.garble(value[name], depth+1)
		}
	case []any:
		for i := range value {
			value[i] = g.garble(value[i], depth+1)
		}
		if n := len(value); n > 0 && g.rng.Float64() < 0.3 { // a page without end
			for range 200 {
				value = append(value, value[g.rng.IntN(n)])
			}
		}
		return value
	}
	return value
}

func (g *garbling) nonsense() any {
	switch g.rng.IntN(9) {
	case 0:
		return nil
	case 1:
		return ""
	case 2:
		return 1e12
	case 3:
		return strings.Repeat("€", 1+g.rng.IntN(100_000))
	case 4:
		return []any{[]any{}, map[string]any{"": nil}}
	case 5:
		return "../../" + fmt.Sprint(g.rng.IntN(10))
	case 6:
		if len(g.leads) > 0 {
			return g.leads[g.rng.IntN(len(g.leads))].id
		}
	case 7:
		return true
	}
	return "\x1b[31m::error::\u202e"
}

// TestEveryRunEnds corrupts replies at random. Each run must end within its time limit, with a report of a reasonable size, and
// must not touch other leads than those of the run.
func TestEveryRunEnds(t *testing.T) {
	slow(t, "runs against random replies")
	runs, ended := runsOf(t, 40), 0
	for seed := range runs {
		w := newWorld(uint64(seed))
		clear(w.quirks)
		g := &garbling{world: w, rng: rand.New(rand.NewPCG(uint64(seed), 2)), rate: []float64{0.01, 0.1, 0.5, 1}[seed%4]}
		synctest.Test(t, func(t *testing.T) {
			cfg := contract.Config{
				URL: "http://deployment.test", Token: "a-token-of-nobody", ListUUID: worldList, IntentsDir: scratch(t),
				Client: &http.Client{Transport: g}, Seed: int64(seed + 1), Timeout: 15 * time.Minute, Profile: true,
			}
			began := time.Now()
			whole, err := contract.Run(t.Context(), cfg)
			if took := time.Since(began); took > cfg.Timeout+6*time.Minute {
				t.Errorf("seed %d: it took %s, want at most the time limits of the run and the clear-up", seed, took)
			}
			if len(whole.Results) > 0 {
				ended++
			}
			text, jsonErr := json.Marshal(whole)
			if jsonErr != nil || len(text) > 32<<20 {
				t.Errorf("seed %d: a report of %d bytes (%v), want less than 32 MB", seed, len(text), jsonErr)
			}
			for _, result := range whole.Results {
				if strings.Contains(result.Reason, "an error of the suite itself") {
					t.Errorf("seed %d: %s: got %s, want no error of the suite", seed, result.ID, result.Reason)
				}
			}
			for _, told := range whole.Profile {
				if strings.Contains(told.Untold, "an error of the suite itself") {
					t.Errorf("seed %d: %s: got %s, want no error of the suite", seed, told.ID, told.Untold)
				}
			}
			if w.requests > 20_000 {
				t.Errorf("seed %d: %d requests, want at most 20,000 (%v)", seed, w.requests, err)
			}
		})
		if len(w.foreign) > 0 {
			t.Errorf("seed %d: %d foreign writes, want none; the first of them in %s", seed, len(w.foreign), w.foreign[0])
		}
	}
	if ended < runs/2 {
		t.Errorf("%d of %d runs have a verdict, want at least half of them: the test shows little", ended, runs)
	}
}
