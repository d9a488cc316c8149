package mock

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWithoutBearers(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "",
		"/v3/lead?limit=10":                     "/v3/lead?limit=10",
		"Bearer abc":                            "Bearer ***",
		"X-Foo: bEARER  abc/+=\nNext: x":        "X-Foo: bEARER  ***\nNext: x",
		"/v3/lead?x=bearer+abc&limit=1":         "/v3/lead?x=bearer+***&limit=1",
		"/v3/lead?x=%42earer%20abc;y=1":         "/v3/lead?x=%42earer%20***;y=1",
		"/v3/lead?x=%2542ear%65r%2520abc":       "/v3/lead?x=%2542ear%65r%2520***",
		"/v3/lead/Bearer%20a%2Fb?limit=1":       "/v3/lead/Bearer%20***?limit=1",
		"Bearer%09abc":                          "Bearer%09***",
		"Bearer%C2%A0abc&x=1":                   "Bearer%C2%A0***&x=1",
		"Bearer%25C2%25A0abc":                   "Bearer%25C2%25A0***",
		"Bearer\u00a0abc":                       "Bearer\u00a0***",
		"Bearer\xa0abc":                         "Bearer\xa0***",
		`{"a":"Bearer\u2003abc"}`:               `{"a":"Bearer\u2003***"}`,
		"Bearer: abc, bearer=def":               "Bearer: ***, bearer=***",
		`Bearer "abc"`:                          `Bearer "***"`,
		"x=Basic+dXNlcjpwYXNz&y=1":              "x=Basic+***&y=1",
		"basic%20dXNlcjpwYXNzMQ%3D%3D":          "basic%20***",
		"Basic plan, basic":                     "Basic plan, basic",
		"Basic dXNlcg==":                        "Basic dXNlcg==",
		`{"a":"\u0042earer abc"}`:               `{"a":"\u0042earer ***"}`,
		"bearer bearer abc, Bearer def":         "bearer bearer ***, Bearer ***",
		"Authorization: Bearer ***\n":           "Authorization: Bearer ***\n",
		"want Authorization: Bearer TOKEN":      "want Authorization: Bearer TOKEN",
		"no accepted bearer token":              "no accepted bearer token",
		"bearer":                                "bearer",
		"bearer ":                               "bearer ",
		"bearers of news; forbearer%20; %bear%": "bearers of news; forbearer%20; %bear%",
	} {
		if got := withoutBearers(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if got := string(withoutBearers([]byte(text))); got != want {
			t.Errorf("%q as bytes: got %q, want %q", text, got, want)
		}
	}
}

func TestWithoutParameters(t *testing.T) {
	for text, want := range map[string]string{
		"/v3/lead": "/v3/lead",
		"/v3/lead?limit=10&phone_number=0349719999&lead_code=DP01&__code=400": "/v3/lead?limit=10&phone_number=0349719999&lead_code=DP01&__code=400",
		"/v3/lead?limit=1&password=abc&sig=d=e==&x=y":                         "/v3/lead?limit=1&password=***&sig=***&x=y",
		"/v3/lead?client_secret=a&ID_TOKEN=b&jwt=c&Code=d&key=e":              "/v3/lead?client_secret=***&ID_TOKEN=***&jwt=***&Code=***&key=***",
		"/v3/lead?a;token=abc":                                        "/v3/lead?a;token=***",
		"/v3/lead;token=abc?limit=1":                                  "/v3/lead;token=***",
		"/v3/lead?tok%65n=abc":                                        "/v3/lead?tok%65n=***",
		"/v3/lead?token=&auth=Bearer+abc":                             "/v3/lead?token=&auth=***",
		"/v3/lead?next=/x?access_token=abc":                           "/v3/lead?next=/x?access_token=***",
		"http://app/?api-key=abc&a=b":                                 "http://app/?api-key=***&a=b",
		`realm="x", token="abc"`:                                      `realm="x", token=***`,
		"/v3/lead?next=http%3A%2F%2Fx%2F%3Ftoken%3Dabc&a=b":           "/v3/lead?next=http%3A%2F%2Fx%2F%3Ftoken%3D***&a=b",
		"/v3/lead?next=http%253A%252F%252Fx%252F%253Ftoken%253Dabc":   "/v3/lead?next=http%253A%252F%252Fx%252F%253Ftoken%253D***",
		"/v3/lead?token[]=abc&user[password]=def&author=An&authors=B": "/v3/lead?token[]=***&user[password]=***&author=An&authors=B",
		"/v3/lead?author=An&auth=abc&a=%3D&b=%":                       "/v3/lead?author=An&auth=***&a=%3D&b=%",
		"(root): token is required":                                   "(root): token is required",
		"session_id: want integer":                                    "session_id: want integer", // our own text
	} {
		if got := withoutParameters(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Texts of the client may have secrets in JSON and in URLs.
func TestWithoutMembers(t *testing.T) {
	for text, want := range map[string]string{
		"": "",
		"/v3/lead?sort=code:asc&at=10:30&x=http://host:80/": "/v3/lead?sort=code:asc&at=10:30&x=http://host:80/",
		`{"a": 1, "access_token": "abc"}`:                   `{"a": 1, "access_token":***`,
		"password : abc":                                    "password :***",
		"/v3/lead?x=%7B%22token%22%3A%22abc%22%7D&y=1":      "/v3/lead?x=%7B%22token%22%3A***&y=1",
		"http://user:abc@host/a@b?c=//d":                    "http://***@host/a@b?c=//d",
		"/v3/lead?x=https%3A%2F%2Fu%3Aabc@h%2F":             "/v3/lead?x=https%3A%2F%2F***@h%2F",
		"/v3/lead?x=https%253A%252F%252Fu%253Aabc%2540h":    "/v3/lead?x=https%253A%252F%252F***%2540h",
		"/v3/lead?mail=a@b&x=//h/a@b":                       "/v3/lead?mail=a@b&x=//h/a@b",
		"http://u:p%40abc@h/v3/lead":                        "http://***@h/v3/lead",
		"http://u:p@abc@h:80/a@b":                           "http://***@h:80/a@b",
		"/v3/lead?x=//u:p%2Fabc@h/a@b&y=c@d":                "/v3/lead?x=//***@h/a@b&y=c@d",
		"/v3/lead?x=//u:p%3F%23%20%26%40%2Fabc@h":           "/v3/lead?x=//***@h",
		"/v3/lead?x=%2F%2Fu%3Ap%252F%2540abc%40h%2Fa%40b":   "/v3/lead?x=%2F%2F***%40h%2Fa%40b",
		"not \"https://u:p/?#abc@h/x\"":                     "not \"https://***@h/x\"",
		"/v3/lead?x=//h:80/a@b&y=%2F%2Fh%3Fa%26b%40c":       "/v3/lead?x=//h:80/a@b&y=%2F%2Fh%3Fa%26b%40c",
		"/v3/lead?x=//u%3Aabc%40h&y=//u%3Aabc@h/a@b":        "/v3/lead?x=//***%40h&y=//***@h/a@b",
		"//@h": "//@h",
	} {
		if got := withoutMembers(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestIsSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"X-Custom-Bearer": true, "X-JWT": true, "Jwt": true, "X-Session-Id": true, "X-Client-Cert": true, "X-Api-Key": true, "X_API_KEY": true, "Cookie": true,
		"X-Csrf-Token": true, "key": true, "CODE": true, strings.Repeat("x", 100) + "-token": true,
		"X-Mock-Session": false, "Idempotency-Key": false, "X-Request-Id": false, "If-None-Match": false, "Prefer": false, "lead_code": false, "__code": false,
		"author": false, "Co-Author-Id": false, "authors": false,
		"oauth2": true, "X-Authorization": true, "authority": true, "author_auth": true, "X-Auth": true, "X-Sid": true, "x-pin": true,
		"client_assertion": true, "SAMLResponse": true, "PHPSESSID": true, "xsrf": true, "passphrase": true, "Ocp-Apim-Subscription-Key": true,
		"": false, "q": false, "Sec-Fetch-Site": false, "Access-Control-Request-Headers": false,
	} {
		if got := isSecret(name); got != want {
			t.Errorf("%q: got %t, want %t", name, got, want)
		}
	}
}

// The word Bearer at the end of a header masks nothing of the next one.
func TestHeadersAreMaskedOneByOne(t *testing.T) {
	for range 50 { // in any order
		x := exchange{current: current{request: &http.Request{Header: http.Header{"X-Scheme": {"Bearer"}, "X-Trace": {"abc"}}}}}
		x.readHeaders()
		if got := headersOf(string(x.headers)); got["X-Scheme"] != "Bearer" || got["X-Trace"] != "abc" {
			t.Fatalf("got %v, want X-Scheme: Bearer and X-Trace: abc", got)
		}
	}
}

// Neither the log, nor the request log, nor the list of sessions has a secret, although it is not the request's own token.
func TestSecretsAreMasked(t *testing.T) {
	const secret = "s3cr3t-value"
	var lines []string
	server, err := New(WithLog(func(e Entry) { lines = append(lines, fmt.Sprintf("%+v", e)) }))
	if err != nil {
		t.Fatal(err)
	}
	send := func(target, header, value, token string) {
		request := httptest.NewRequest("GET", target, nil)
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Idempotency-Key", "readable")
		if header != "" {
			request.Header.Set(header, value)
		}
		server.ServeHTTP(httptest.NewRecorder(), request)
	}
	events := server.FollowEventsOfAll(t.Context())
	for _, target := range []string{
		"/v3/lead?password=" + secret, "/v3/lead?a;token=" + secret, "/v3/lead?x=%42earer%20" + secret, "/v3/lead?phone_number=bEaReR+" + secret, "/v3/lead?x=y&Bearer%20" + secret + "=1",
		"/v3/lead/Bearer%20" + secret, "/v3/Bearer%20" + secret, "/s/Bearer%20" + secret + "/v3/lead",
		"/v3/lead?x=Bearer%C2%A0" + secret, "/v3/lead/x;token=" + secret, "/v3/lead;jsessionid=" + secret, "/v3/lead?next=http%3A%2F%2Fx%2F%3Ftoken%3D" + secret,
		"//u:" + secret + "@x/v3/lead", "/v3/lead?x=//u:%40" + secret + "@x", "/v3/lead?limit=//u:%2F" + secret + "@x",
	} {
		send(target, "", "", "dev")
	}
	for header, value := range map[string]string{
		"X-Basic": "Basic dTpzM2NyM3QtdmFsdWU", "X-Json": `{"token": "` + secret + `"}`, "X-Scheme": "Bearer",
		"X-Foo": "Bearer " + secret, "User-Agent": "bearer " + secret, "X-Jwt": secret, "X-Session-Id": secret, "X-Client-Cert": secret,
		"X-Original-Url": "/x?access_token=" + secret, "Referer": "http://app/?a=b&id_token=" + secret, "Content-Type": "Bearer " + secret, "Prefer": "code=Bearer " + secret,
		"Origin": "http://u:" + secret + "@x", "Via": "x //u:" + secret + "@x",
	} {
		send("/v3/lead", header, value, "dev")
	}
	send("/v3/lead", "User-Agent", "x //u:"+secret+"@x", "dev")
	send("/v3/lead", "Prefer", "example=//u:"+secret+"@x", "dev")
	send("/v3/lead", sessionHeader, secret, secret)
	send("/v3/lead", sessionHeader, "readable", "dev")
	found, _ := server.RequestsOfAll(RequestFilter{}, 100)
	for _, request := range found {
		if request.Headers["Idempotency-Key"] != "readable" {
			t.Errorf("%s: got the headers %v, want Idempotency-Key: readable", request.Path, request.Headers)
		}
		lines = append(lines, fmt.Sprintf("%+v in %s", request, *request.Session))
	}
	if found[0].Headers[sessionHeader] != "readable" {
		t.Errorf("got %s %q, want it readable", sessionHeader, found[0].Headers[sessionHeader])
	}
	for _, session := range server.Sessions() {
		lines = append(lines, fmt.Sprintf("%+v", session.Info()))
	}
	for batch := range events {
		for _, event := range batch {
			lines = append(lines, string(event.JSON))
		}
		break // one has all
	}
	if want := 3*33 + 4; len(lines) != want {
		t.Errorf("got %d lines, want %d: of the log, of the request log twice, and of the sessions", len(lines), want)
	}
	for _, line := range lines {
		if strings.Contains(line, secret) || strings.Contains(line, "dTpzM2NyM3QtdmFsdWU") {
			t.Errorf("got %s, want %s masked", line, secret)
		}
	}
}

// A reply can show the token of its request although another request has stored it.
func TestTokenThatAnotherRequestStoredIsMasked(t *testing.T) {
	for _, token := range []string{"OwnToken", "OwnToken." + strings.Repeat("x", 200)} {
		server, err := New()
		if err != nil {
			t.Fatal(err)
		}
		send := func(method, token, body string) {
			request := httptest.NewRequest(method, "/v3/lead", strings.NewReader(body))
			request.Header.Set("Authorization", "Bearer "+token)
			request.Header.Set("Content-Type", "application/json")
			server.ServeHTTP(httptest.NewRecorder(), request)
		}
		send("POST", "another", fmt.Sprintf(`{"list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a", "phone_number": "0349719999", "lead_name": %q}`, token))
		send("GET", token, "")
		found, _ := server.Requests(RequestFilter{}, 1)
		if reply := found[0].Reply; strings.Contains(reply, "OwnToken") || !strings.Contains(reply, `"lead_name":"***"`) {
			t.Errorf("got %s, want the lead_name ***", reply)
		}
	}
}
