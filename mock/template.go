package mock

import (
	"slices"
	"strings"
)

// pathParameter is a parameter of a request's path, still escaped.
type pathParameter struct{ name, value string }

// pathValue returns the value of a parameter, or "".
func pathValue(parameters []pathParameter, name string) string {
	for _, parameter := range parameters {
		if parameter.name == name {
			return parameter.value
		}
	}
	return ""
}

// template is a documented path whose parameters are whole segments, such as /v3/lead/{lead_uuid}.
type template struct {
	route    *route
	segments []segment
}

// segment is a name in braces or a literal.
type segment struct {
	text      string
	parameter bool
}

// compileTemplates compiles the documented paths with parameters, in order. It returns nil if one of them needs the router,
// because the first path that matches wins.
func compileTemplates(paths []string, routes map[string]*route) []template {
	var all []template
	for _, path := range paths {
		made := template{route: routes[path]}
		var names []string
		for text := range strings.SplitSeq(path, "/") {
			name, parameter := strings.CutPrefix(text, "{")
			if parameter {
				text, parameter = strings.CutSuffix(name, "}")
				if !parameter || text == "" || strings.Contains(text, ":") || slices.Contains(names, text) {
					return nil
				}
				names = append(names, text)
			}
			if strings.ContainsAny(text, "{}") {
				return nil
			}
			made.segments = append(made.segments, segment{text, parameter})
		}
		all = append(all, made)
	}
	return all
}

// recognise returns what the router would, in a tenth of the time. It appends the parameters to found, and returns nil if it
// is not sure.
func (sp *spec) recognise(path string, found []pathParameter) (*route, []pathParameter) {
	for i := range sp.templates {
		if parameters, ok := sp.templates[i].match(path, found); ok {
			return sp.templates[i].route, parameters
		}
	}
	return nil, nil
}

func (t *template) match(path string, found []pathParameter) (parameters []pathParameter, ok bool) {
	more := true
	for _, wanted := range t.segments {
		if !more {
			return nil, false
		}
		var text string
		text, path, more = strings.Cut(path, "/")
		if wanted.parameter && text != "" {
			found = append(found, pathParameter{wanted.text, text})
		} else if wanted.parameter || text != wanted.text {
			return nil, false
		}
	}
	return found, !more
}
