// Package page has the mock's web UI, at /__mock/, and the reference of the API, at /docs/.
//
// Both are plain ES modules in assets/, one per panel, that the browser loads unchanged: to change one, edit it and build
// the mock. Their types are in comments, for tsc. There is no framework, because it would be a dependency to vendor and follow for some twenty small views. The
// function h in dom.js does what they need of one, and makes every text a text node, so that no lead can become markup. htmx
// expects HTML from the server, but the control API answers in JSON. Swagger UI, embedded by swaggest/swgui, is half a
// megabyte of compressed script with inline script and style, which the policy forbids, and cannot show provenance;
// reference.js shows it beside every fact.
//
// The web UI uses only the control API and the API itself, so a script can do everything that it can do.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/leadapi/leadapi/docs"
)

//go:embed assets
var assets embed.FS

// policy lets the web UI load what comes with the mock and nothing else, and keeps text from becoming markup or code.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// types are listed here, because those that mime knows depend on the machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".md":   "text/markdown; charset=utf-8",
	".json": "application/json",
}

type file struct {
	data              []byte
	contentType, etag string
}

// Handler serves the web UI and the reference:
//
//	/__mock/  /docs/  /__mock/page/<file>  /__mock/page/guides/<guide>.md
//
// Everything that the web UI asks for is relative, so all of it works behind the prefix of a session as well.
func Handler() http.Handler {
	load := sync.OnceValue(load) // most processes show no page, so none pays for their memory at its start
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, redirect := load().find(r.URL.Path)
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			writeError(w, http.StatusMethodNotAllowed, r.URL.Path+" takes GET, not "+r.Method)
		case redirect != "":
			w.Header().Set("Location", redirect) // http.Redirect would make it absolute, without the session's prefix
			w.WriteHeader(http.StatusPermanentRedirect)
		case found == nil:
			writeError(w, http.StatusNotFound, "there is no "+r.URL.Path+"; the web UI is at /__mock/, and /docs/ lists the calls of the control API")
		default:
			found.serve(w, r)
		}
	})
}

func writeError(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": text}) // fails only if the client is gone
}

type files map[string]*file // by their place under /__mock/page/

func load() files {
	all := files{}
	all.addFolder(assets, "assets", "")
	all.addFolder(docs.Guides, ".", "guides/")
	order, _ := json.Marshal(docs.Order) // strings always can be encoded
	all.add("guides/index.json", order)
	return all
}

func (f files) addFolder(from fs.FS, folder, prefix string) {
	entries, err := fs.ReadDir(from, folder)
	if err != nil {
		panic(err) // they are in the binary
	}
	for _, entry := range entries {
		data, err := fs.ReadFile(from, path.Join(folder, entry.Name()))
		if err != nil {
			panic(err)
		}
		f.add(prefix+entry.Name(), data)
	}
}

func (f files) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	f[name] = &file{data, types[path.Ext(name)], `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// find returns the file at a path, or where to redirect: in a folder without its trailing slash, links would break.
func (f files) find(path string) (found *file, redirect string) {
	switch path {
	case "/__mock":
		return nil, "__mock/"
	case "/docs":
		return nil, "docs/"
	case "/__mock/":
		return f["index.html"], ""
	case "/docs/":
		return f["docs.html"], ""
	}
	if name, ours := strings.CutPrefix(path, "/__mock/page/"); ours && !strings.HasSuffix(name, ".html") {
		return f[name], ""
	}
	return nil, ""
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-cache") // validated each time, sent again only by a changed binary
	header.Set("ETag", f.etag)
	header.Set("Content-Type", f.contentType)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.data))
}
