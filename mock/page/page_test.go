package page_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/leadapi/leadapi/mock/page"
)

func get(t *testing.T, method, path string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	request.Header = header
	recorder := httptest.NewRecorder()
	page.Handler().ServeHTTP(recorder, request)
	return recorder
}

func TestHandler(t *testing.T) {
	for _, test := range []struct {
		method, path string
		status       int
		header, says string
	}{
		{"GET", "/__mock/", 200, "Content-Type", "text/html; charset=utf-8"},
		{"HEAD", "/docs/", 200, "Content-Type", "text/html; charset=utf-8"},
		{"GET", "/__mock/page/app.js", 200, "Content-Type", "text/javascript; charset=utf-8"},
		{"GET", "/__mock/page/style.css", 200, "Content-Type", "text/css; charset=utf-8"},
		{"GET", "/__mock/page/icon.svg", 200, "Content-Type", "image/svg+xml"},
		{"GET", "/__mock", 308, "Location", "__mock/"},
		{"GET", "/docs", 308, "Location", "docs/"},
		{"GET", "/__mock/page/index.html", 404, "Content-Type", "application/json"},
		{"GET", "/__mock/page/../page.go", 404, "Content-Type", "application/json"},
		{"GET", "/__mock/nothing", 404, "Content-Type", "application/json"},
		{"POST", "/docs/", 405, "Allow", "GET, HEAD"},
	} {
		response := get(t, test.method, test.path, nil)
		if response.Code != test.status || response.Header().Get(test.header) != test.says {
			t.Errorf("%s %s: got %d with %s %q, want %d with %q", test.method, test.path,
				response.Code, test.header, response.Header().Get(test.header), test.status, test.says)
		}
	}
}

func TestHeaders(t *testing.T) {
	for _, path := range []string{"/__mock/", "/docs/", "/__mock/page/app.js"} {
		header := get(t, "GET", path, nil).Header()
		policy := header.Get("Content-Security-Policy")
		for _, part := range []string{
			"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
			"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
		} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: got the policy %s, want %s in it", path, policy, part)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: got the policy %s, want nothing unsafe", path, policy)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if header.Get(name) != want {
				t.Errorf("%s: %s: got %q, want %q", path, name, header.Get(name), want)
			}
		}
		again := get(t, "GET", path, http.Header{"If-None-Match": {header.Get("ETag")}})
		if again.Code != http.StatusNotModified {
			t.Errorf("%s, again with its ETag: got %d, want 304", path, again.Code)
		}
	}
}

// TestAssets checks what the policy and the package comment promise about the files, which a browser would find late.
func TestAssets(t *testing.T) {
	names, err := filepath.Glob("assets/*")
	if err != nil || len(names) < 20 {
		t.Fatalf("got %d assets: %v, want at least 20", len(names), err)
	}
	reference := regexp.MustCompile(`(?:from|src=|href=)\s*['"]([^'"#?]+\.(?:js|css|svg))['"]`)
	markup := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment|DOMParser`)
	inline := regexp.MustCompile(`<script>|<style|\sstyle=|\son[a-z]+=`)
	elsewhere := regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if filepath.Base(name) == "marked.js" { // not ours; its site is named in a comment and an error text
			text = strings.ReplaceAll(text, "https://github.com/markedjs/marked", "")
		}
		for _, found := range reference.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("assets", filepath.Base(found[1]))); err != nil {
				t.Errorf("%s: got a reference to %s, want one to a file that is there", name, found[1])
			}
		}
		if found := markup.FindString(text); found != "" {
			t.Errorf("%s: got %s, want nothing that turns text into markup or code", name, found)
		}
		if found := inline.FindString(text); found != "" && strings.HasSuffix(name, ".html") {
			t.Errorf("%s: got %q, want nothing inline", name, found)
		}
		if found := elsewhere.FindString(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", "")); found != "" {
			t.Errorf("%s: got %s, want no other site", name, found)
		}
		if lines := strings.Count(text, "\n"); lines > 300 && !strings.HasSuffix(name, "/en.js") && !strings.HasSuffix(name, "/vi.js") {
			t.Errorf("%s: got %d lines, want 300 at most", name, lines)
		}
	}
}
