package mock_test

import (
	"net/http"
	"strings"
	"testing"
)

// A token that cannot be meant is accepted, and a token that another API would read is not; both are noted, without the token.
func TestTokensAreNoted(t *testing.T) {
	c := start(t)
	for token, says := range map[string]string{
		"Bearer dev":                   "",
		"bearer eyJhbGciOi.J9.x-_~+/=": "",
		"Bearer undefined":             "the bearer token is what programs write for a missing value",
		"Bearer null":                  "what programs write for a missing value",
		"Bearer [object Object]":       "what programs write for a missing value",
		"Bearer {{TOKEN}}":             "the bearer token is a placeholder that was not replaced",
		"Bearer ${API_TOKEN}":          "the bearer token is a placeholder",
		"Bearer $TOKEN":                "the bearer token is a placeholder",
		"Bearer <token>":               "the bearer token is a placeholder",
		"Bearer Bearer abcdefghij":     "the header Authorization has the scheme twice",
		`Bearer "abcdefghij"`:          "the bearer token has quotes",
		"Bearer abc def":               "the bearer token has a space inside",
	} {
		got := c.sendWith("GET", "/v3/lead?limit=1", http.Header{"Authorization": {token}}, nil)
		if got.status != 200 {
			t.Errorf("%s: got %d, want 200: any token is accepted", token, got.status)
		}
		if says == "" {
			checkNote(t, token, got)
		} else {
			checkNote(t, token, got, says)
		}
		if note := got.header.Get(noteName); strings.Contains(note, "abc") {
			t.Errorf("%s: got the note %s, want one without the token", token, note)
		}
	}
	for name, says := range map[string]string{
		"X-Api-Key":     `header "X-Api-Key" is not read for a token; want Authorization: Bearer TOKEN`,
		"Token":         `header "Token" is not read`,
		"Authorisation": `header "Authorisation" is not read`,
	} {
		got := c.sendWith("GET", "/v3/lead", http.Header{name: {"abcdefghij"}}, nil)
		if checkNote(t, name, got, says); got.status != 401 {
			t.Errorf("%s: got %d, want 401", name, got.status)
		}
	}
	got := c.sendWith("GET", "/v3/lead?access_token=abcdefghij&limit=1", http.Header{}, nil)
	if checkNote(t, "access_token", got, `query parameter "access_token" is not read for a token; want the header Authorization: Bearer TOKEN`); got.status != 401 {
		t.Errorf("access_token: got %d, want 401", got.status)
	}
	checkNote(t, "no token", c.sendWith("GET", "/v3/lead?limit=1", http.Header{"Accept": {"*/*"}}, nil))
}

// A method that another path has is noted: often the id is missing, or there is one too many.
func TestMethodsOfOtherPathsAreNoted(t *testing.T) {
	c := start(t)
	for request, says := range map[string]string{
		"PUT /v3/lead":            "PUT is not a method of /v3/lead, but of /v3/lead/{lead_uuid}",
		"DELETE /v3/lead":         "but of /v3/lead/{lead_uuid}",
		"POST /v3/lead/" + demo01: "POST is not a method of /v3/lead/{lead_uuid}, but of /v3/lead",
		"GET /v3/lead/file":       "but of /v3/lead",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := noted(t, c, method, path, "", "", says); got.status != 405 {
			t.Errorf("%s: got %d, want 405", request, got.status)
		}
	}
	noted(t, c, "PATCH", "/v3/lead/"+demo01, "", "")
	noted(t, c, "OPTIONS", "/v3/lead", "", "")
}
