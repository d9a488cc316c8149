package page_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var (
	value     = regexp.MustCompile(`\{\w+\}`)                                              // in a text
	literal   = regexp.MustCompile(`'([a-z]+(?:\.[a-z0-9-]+)+)'`)                          // in a script, what may be the name of a text
	asked     = regexp.MustCompile(`\bt\('([^']+)'`)                                       // the name of a text, surely
	completed = regexp.MustCompile("\\b(?:t|has)\\(`([a-z.-]+)\\$\\{[\\w.]+\\}([a-z.]*)`") // the beginning and the end of one
	selector  = regexp.MustCompile(`(?:find|querySelector|querySelectorAll)\('[^']*'`)
	known     = regexp.MustCompile(`\b[AC]\d\d\b`)                          // an assumption or a contradiction
	fileName  = regexp.MustCompile(`\.(?:js|json|csv|md|css|svg|ya?ml)'?$`) // what looks like the name of a text
)

// TestTexts finds texts that one language has and the other lacks, or whose {values} differ.
func TestTexts(t *testing.T) {
	texts := map[string]map[string]string{"en": readTexts(t, "en"), "vi": readTexts(t, "vi")}
	for from, to := range map[string]string{"en": "vi", "vi": "en"} {
		for name, text := range texts[from] {
			other, found := texts[to][name]
			if !found {
				t.Errorf("%s.js: got no %s, want it as in %s.js", to, name, from)
				continue
			}
			for _, place := range value.FindAllString(text, -1) {
				if !strings.Contains(other, place) {
					t.Errorf("%s in %s.js: got %s, want %s in it as in %s.js", name, to, other, place, from)
				}
			}
		}
	}
}

// TestTextNames holds the names that scripts use against those that there are: none is missing, and none is left over.
func TestTextNames(t *testing.T) {
	texts, scripts := readTexts(t, "en"), selector.ReplaceAllString(readScripts(t), "")
	if len(texts) < 200 {
		t.Fatalf("got %d texts, want at least 200", len(texts))
	}
	groups := map[string]bool{} // what stands before the first dot of a name
	for name := range texts {
		group, _, _ := strings.Cut(name, ".")
		groups[group] = true
	}
	used := map[string]bool{}
	for _, found := range asked.FindAllStringSubmatch(scripts, -1) {
		used[found[1]] = true
	}
	for _, found := range literal.FindAllStringSubmatch(scripts, -1) {
		if group, _, _ := strings.Cut(found[1], "."); groups[group] && !fileName.MatchString(found[1]) {
			used[found[1]] = true
		}
	}
	for name := range used {
		if _, found := texts[name]; !found {
			t.Errorf("en.js: got no text %s, want it because a script uses it", name)
		}
	}
	for name := range completedNames(t, texts, scripts) {
		used[name] = true
	}
	for name := range texts {
		if !used[name] && !strings.Contains(scripts, "'"+name+"'") {
			t.Errorf("en.js: got the text %s, want only texts that a script shows", name)
		}
	}
}

// completedNames returns the names that scripts make of a beginning, a word that they or the documents have, and an end.
func completedNames(t *testing.T, texts map[string]string, scripts string) map[string]bool {
	t.Helper()
	words, names := wordsOf(scripts+readDocuments(t)), map[string]bool{}
	for _, parts := range completed.FindAllStringSubmatch(scripts, -1) {
		found := false
		for name := range texts {
			word, begins := strings.CutPrefix(name, parts[1])
			word, ends := strings.CutSuffix(word, parts[2])
			if begins && ends && words[word] {
				names[name], found = true, true
			}
		}
		if !found {
			t.Errorf("en.js: got no text, want one that begins with %s and ends with %s, as a script makes it", parts[1], parts[2])
		}
	}
	return names
}

// wordsOf returns what a text has quoted, as a key, or in a list: scripts and documents have the words of names in this way.
func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	for _, found := range regexp.MustCompile(`'([\w-]+)'|"([\w-]+)"|([\w-]+)[:,\]]`).FindAllStringSubmatch(text, -1) {
		words[found[1]+found[2]+found[3]] = true
	}
	return words
}

// TestReferenceInVietnamese holds vi-reference.js against what the reference shows of lead.yaml, and the scenarios: each text has
// its translation, with the same assumptions and contradictions, and there are no other translations.
func TestReferenceInVietnamese(t *testing.T) {
	script := readFile(t, "assets/vi-reference.js")
	_, object, found := strings.Cut(script, "export default ")
	translations := map[string]string{}
	if err := json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimSpace(object), ";")), &translations); err != nil || !found {
		t.Fatalf("vi-reference.js: got %v; want one object in JSON", err)
	}
	shown := map[string]bool{}
	document := readYAML(t, "../../openapi/lead.yaml")
	info := document["info"].(map[string]any)
	for _, text := range []any{info["title"], info["description"]} {
		shown[oneLine(text.(string))] = true
	}
	collectTexts(document, document["paths"], shown)
	scenarios, err := filepath.Glob("../scenarios/*.yaml")
	if err != nil || len(scenarios) == 0 {
		t.Fatalf("got %d scenarios, %v, want some", len(scenarios), err)
	}
	for _, name := range scenarios {
		shown[oneLine(readYAML(t, name)["description"].(string))] = true
	}
	for text := range shown {
		translation, found := translations[text]
		if !found {
			t.Errorf("vi-reference.js: got no translation of %q, want one", text)
			continue
		}
		got, want := known.FindAllString(translation, -1), known.FindAllString(text, -1)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("the translation of %q: got %v, want %v", text, got, want)
		}
	}
	for text := range translations {
		if !shown[text] {
			t.Errorf("vi-reference.js: got %q, want only texts of lead.yaml and the scenarios", text)
		}
	}
}

// collectTexts adds the descriptions and summaries at and below a node, as the reference follows it.
func collectTexts(document map[string]any, node any, into map[string]bool) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			collectTexts(document, child, into)
		}
	case map[string]any:
		if ref, isRef := node["$ref"].(string); isRef {
			var target any = document
			for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				target = target.(map[string]any)[part]
			}
			collectTexts(document, target, into)
			return
		}
		for name, child := range node {
			text, isText := child.(string)
			switch {
			case isText && (name == "description" || name == "summary"):
				into[oneLine(text)] = true
			case name != "links" && name != "value": // not shown, or not texts of the document
				collectTexts(document, child, into)
			}
		}
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func readYAML(t *testing.T, name string) map[string]any {
	t.Helper()
	var node map[string]any
	if err := yaml.Unmarshal([]byte(readFile(t, name)), &node); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return node
}

func readTexts(t *testing.T, language string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	line := regexp.MustCompile(`(?m)^  (?:'([^']+)'|(\w+)): (.*),$`)
	for _, found := range line.FindAllStringSubmatch(readFile(t, "assets/"+language+".js"), -1) {
		texts[found[1]+found[2]] = found[3]
	}
	return texts
}

// readScripts returns the modules that show texts.
func readScripts(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("assets/*.js")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		if !slices.Contains([]string{"en.js", "vi.js", "vi-reference.js", "marked.js"}, filepath.Base(name)) {
			all.WriteString(readFile(t, name))
		}
	}
	return all.String()
}

// readDocuments returns the documents whose words complete names of texts, such as the states of an import.
func readDocuments(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("../../openapi/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("got %d documents, %v, want some", len(names), err)
	}
	var all strings.Builder
	for _, name := range names {
		all.WriteString(readFile(t, name))
	}
	return all.String()
}
