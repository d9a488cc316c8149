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
	route *route
	parts []part
}

// part is a text of a path and the name of the parameter that follows it; the last part has none.
type part struct{ text, parameter string }

// compileTemplates compiles the documented paths with parameters, in order. It returns nil if one of them needs the router,
// because the first path that matches wins.
func compileTemplates(paths []string, routes map[string]*route) []template {
	var all []template
	for _, path := range paths {
		made := template{route: routes[path]}
		var names []string
		text := ""
		for i, segment := range strings.Split(path, "/") {
			if i > 0 {
				text += "/"
			}
			name, parameter := strings.CutPrefix(segment, "{")
			if parameter {
				name, parameter = strings.CutSuffix(name, "}")
				if !parameter || name == "" || strings.Contains(name, ":") || slices.Contains(names, name) {
					return nil
				}
				names = append(names, name)
				made.parts = append(made.parts, part{text, name})
				text, segment = "", ""
			}
			if strings.ContainsAny(name+segment, "{}") {
				return nil
			}
			text += segment
		}
		made.parts = append(made.parts, part{text: text})
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
	for _, wanted := range t.parts {
		var there bool
		if path, there = strings.CutPrefix(path, wanted.text); !there {
			return nil, false
		}
		if wanted.parameter == "" {
			break
		}
		end := strings.IndexByte(path, '/')
		if end < 0 {
			end = len(path)
		}
		if end == 0 {
			return nil, false
		}
		found = append(found, pathParameter{wanted.parameter, path[:end]})
		path = path[end:]
	}
	return found, path == ""
}
