package mock

import (
	"flag"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// The shortcuts of the serving path are compared with what they replace.

var answers = flag.Int("answers", 20_000, "how many answers the tests of shortcuts compare")

func specOf(paths ...string) *spec {
	sp := &spec{}
	for _, path := range paths {
		sp.operations = append(sp.operations, &operation{method: http.MethodGet, path: path})
	}
	sp.compileRoutes()
	return sp
}

// For any path, recognise returns the router's route and parameters, or leaves the path to the router.
func TestRecogniseAgainstRouter(t *testing.T) {
	specs := []*spec{
		specOf("/v3/lead", "/v3/lead/{lead_uuid}", "/v3/lead/file"),
		specOf("/{a}/b", "/a/{b}", "/{a}/{b}/{c}", "/{a}/{b}/{c}/", "/a/{b}/c", "/", "/a//{b}"),
		specOf("/a/{b}", "/a/{b}.json", "/{a}"),
		specOf("/a/{b:[0-9]+}", "/a/{b}"),
	}
	random := rand.New(rand.NewPCG(5, 6))
	pieces := []string{"/", "a", "a", "b", "c", "v3", "lead", "file", "%2F", "%7B", "x y", "7", ".json", "{", "%zz", "đ", "?", "\n", "%6c", ".", "..", "/v3/lead/", "/a/", "/a/b/"}
	found, known := 0, 0
	for range *answers {
		sp := specs[random.IntN(len(specs))]
		path := "/"
		for range random.IntN(5) {
			path += pieces[random.IntN(len(pieces))]
			if random.IntN(5) > 0 {
				path += "/"
			}
		}
		if random.IntN(3) > 0 {
			path = strings.TrimSuffix(path, "/")
		}
		r := requestTo(path)
		got, gotParameters := sp.route(r, nil)
		want, wantParameters := sp.routes[r.URL.Path], []pathParameter(nil)
		if want == nil || r.URL.RawPath != "" || strings.Contains(r.URL.Path, "{") {
			want, wantParameters = sp.ask(r, nil)
			if recognised, _ := sp.recognise(r.URL.EscapedPath(), nil); recognised != nil {
				known++
			}
		}
		if got != want || !maps.Equal(mapOf(gotParameters), mapOf(wantParameters)) {
			t.Fatalf("%q: got %v %v, want %v %v", path, got, gotParameters, want, wantParameters)
		}
		if want != nil {
			found++
		}
	}
	t.Logf("%d paths: %d found, %d of them recognised", *answers, found, known)
	if found*20 < *answers || known*4 < found {
		t.Errorf("got %d of %d paths found, %d of them recognised, want more for a meaningful test", found, *answers, known)
	}
	for i, want := range []int{1, 6, 0, 0} {
		if got := len(specs[i].templates); got != want {
			t.Errorf("spec %d: got %d templates, want %d", i, got, want)
		}
	}
}

// requestTo returns a request for a path, as net/http parses it if it can.
func requestTo(path string) *http.Request {
	where, err := url.Parse(path)
	if err != nil {
		where = &url.URL{Path: path}
	}
	return &http.Request{Method: http.MethodGet, URL: where}
}

func mapOf(parameters []pathParameter) map[string]string {
	all := map[string]string{}
	for _, parameter := range parameters {
		all[parameter.name] = parameter.value
	}
	return all
}

func TestQueryAgainstURL(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	pieces := []string{"limit", "offset", "list_uuid", "=", "=", "&", "&", "10", "-1", "%20", "+", ";", "%", "x", "đ", "#", "?"}
	plain := 0
	for range *answers {
		var raw strings.Builder
		for range random.IntN(9) {
			raw.WriteString(pieces[random.IntN(len(pieces))])
		}
		got, gotErr := readQuery(raw.String())
		want, wantErr := url.ParseQuery(raw.String())
		if (gotErr == nil) != (wantErr == nil) || gotErr != nil && gotErr.Error() != wantErr.Error() {
			t.Fatalf("%q: got %v, want %v", raw.String(), gotErr, wantErr)
		}
		if got.decoded == nil {
			plain++
		}
		for _, name := range slices.Concat([]string{"limit", "offset", "list_uuid", "", "x"}, slices.Collect(maps.Keys(want))) {
			if got, want := got.get(name), want.Get(name); wantErr == nil && got != want {
				t.Fatalf("%q: %s: got %q, want %q", raw.String(), name, got, want)
			}
		}
	}
	if plain*10 < *answers {
		t.Errorf("got %d queries with nothing to decode, want %d at least", plain, *answers/10)
	}
}

// A path that is called harmless has nothing to mask, and neither has any text without signs.
func TestHarmlessAgainstMasks(t *testing.T) {
	names := []string{"limit", "offset", "q", "token", "key", "basic", "xbearer", "campaign_uuid"}
	op := &operation{harmless: harmlessNames(names)}
	if want := []string{"limit", "offset", "q", "campaign_uuid"}; !slices.Equal(op.harmless, want) {
		t.Errorf("got %v, want %v", op.harmless, want)
	}
	random := rand.New(rand.NewPCG(7, 8))
	pieces := []string{"/", "/v3/lead", "?", "?", "&", "=", "=", ";", ":", "@", "//", "bearer", "Bearer%20", "%42earer+", "basic", "dXNlcjpwdw", " ", "\u0020", "%3D", "%3d", "%253A", "%40", "token", "api-key", "sid", "1", "x", "#", "ä", "\"", "{"}
	pieces = append(pieces, names...)
	harmless, changed := 0, 0
	for range *answers {
		var path strings.Builder
		for range 1 + random.IntN(9) {
			path.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := path.String()
		masked := withoutMembers(withoutBearers(text))
		if masked != text {
			changed++
		}
		if op.isHarmless(text) {
			harmless++
			if masked != text {
				t.Fatalf("%q is called harmless: got %q, want the same", text, masked)
			}
		}
		if got := withoutSecrets(text); !hasSigns(text) && got != text {
			t.Fatalf("%q has no signs: got %q, want the same", text, got)
		}
	}
	t.Logf("%d paths: %d called harmless, %d masked", *answers, harmless, changed)
	if harmless < *answers/20 || changed < *answers/20 {
		t.Errorf("got %d of %d paths harmless and %d masked, want more for a meaningful test", harmless, *answers, changed)
	}
}
