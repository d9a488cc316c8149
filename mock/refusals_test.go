package mock_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

// A cached refusal equals what the library returns for the body, with the same reason and notes. The same body with an
// escaped key goes to the library, and is compared with.
func TestRememberedRefusals(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: 20,000 bodies against the library; go test ./... runs it")
	}
	operations := []struct {
		method, path string
		fields       []string // and then what fits
	}{
		{"POST", "/v3/lead", []string{"list_uuid", documentedList, "lead_name", "A", "phone_number", "0349719999"}},
		{"PUT", "/v3/lead/" + demo01, []string{"lead_uuid", demo01, "phone_number", "1", "identity_issued_on", "2026-01-02T03:04:05Z", "additional", ""}},
	}
	values := []string{`"x"`, `""`, `"\u0061"`, `null`, `true`, `7`, `-7.5`, `[{}]`, `{"a":[]}`}
	random := rand.New(rand.NewPCG(5, 6))
	served := newServer(t)
	refused, again, ways := 0, 0, map[string]bool{}
	for range 20_000 {
		op := operations[random.IntN(len(operations))]
		var members []string
		for i := 0; i < len(op.fields); i += 2 {
			value := strconv.Quote(op.fields[i+1])
			if random.IntN(3) == 0 {
				value = values[random.IntN(len(values))]
			}
			if random.IntN(8) > 0 {
				members = append(members, strconv.Quote(op.fields[i])+":"+value)
			}
		}
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		rest := strings.Join(append(members, `"a":1}`), ",")
		got := refusalOf(served, op.method, op.path, "{"+rest)
		want := refusalOf(served, op.method, op.path, strings.Replace("{"+rest, `"a":1}`, `"\u0061":1}`, 1))
		if !strings.HasPrefix(want, "400") { // it was accepted, or had an unknown list
			continue
		}
		if refused++; got != want {
			t.Fatalf("%s {%s\n got %s\nwant %s", op.method, rest, got, want)
		}
		if ways[want] {
			again++
		}
		ways[want] = true
	}
	t.Logf("%d refusals, %d of them as before, in %d ways", refused, again, len(ways))
	if again < 10_000 || len(ways) < 300 {
		t.Errorf("got %d refusals as before, in %d ways, want 10000 in 300 ways at least", again, len(ways))
	}
}

// refusalOf returns everything that a client and a developer are told about a body.
func refusalOf(served *mock.Server, method, path, body string) string {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer refused")
	recorder := httptest.NewRecorder()
	served.ServeHTTP(recorder, request)
	logged, _ := served.Requests(mock.RequestFilter{}, 1)
	recorder.Header().Del("Date")
	return fmt.Sprintln(recorder.Code, recorder.Header(), recorder.Body, logged[0].Why, logged[0].Notes)
}
