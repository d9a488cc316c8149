package control

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"github.com/leadapi/leadapi/openapi"
)

// operation is an operation of the document with the function that implements it.
type operation struct {
	id         string
	parameters openapi3.Parameters
	body       *openapi3.RequestBody // nil if it takes none
	run        func(*call) (answer, *callError)
}

type routes struct {
	router *mux.Router
	paths  map[string]map[string]*operation // by path and method
}

// loadRoutes reads the document and ties each operation to its function.
func loadRoutes() (*routes, error) {
	doc, err := openapi.Control()
	if err != nil {
		return nil, err
	}
	made := &routes{router: mux.NewRouter().UseEncodedPath(), paths: map[string]map[string]*operation{}}
	var fixed, parameterized []string
	for path, item := range doc.API.Paths.Map() {
		made.paths[path] = map[string]*operation{}
		for method, documented := range item.Operations() {
			run := functions[documented.OperationID]
			if run == nil {
				return nil, fmt.Errorf("control.yaml: no function is registered for %s", documented.OperationID)
			}
			to := &operation{id: documented.OperationID, parameters: append(slices.Clone(item.Parameters), documented.Parameters...), run: run}
			if documented.RequestBody != nil {
				to.body = documented.RequestBody.Value
			}
			made.paths[path][method] = to
		}
		if strings.Contains(path, "{") {
			parameterized = append(parameterized, path)
		} else {
			fixed = append(fixed, path)
		}
	}
	for _, path := range append(fixed, parameterized...) {
		made.router.Path(path).Name(path)
	}
	return made, nil
}

// find returns the operation of a request and the parameters of its path.
func (t *routes) find(r *http.Request) (*operation, map[string]string) {
	var match mux.RouteMatch
	if !t.router.Match(r, &match) {
		return nil, nil
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for name, value := range match.Vars {
		if unescaped, err := url.PathUnescape(value); err == nil {
			match.Vars[name] = unescaped
		}
	}
	return t.paths[match.Route.GetName()][method], match.Vars
}

// methods returns the methods that the path of a request takes; nil if there is no such path.
func (t *routes) methods(r *http.Request) []string {
	var match mux.RouteMatch
	if !t.router.Match(r, &match) {
		return nil
	}
	return slices.Sorted(maps.Keys(t.paths[match.Route.GetName()]))
}

// unknown returns the error for an unknown path or method, with what there is instead.
func (t *routes) unknown(r *http.Request) callError {
	if methods := t.methods(r); methods != nil {
		return callError{http.StatusMethodNotAllowed, fmt.Sprintf("%s takes %s, not %s", quote(r.URL.Path), strings.Join(methods, ", "), quote(r.Method))}
	}
	paths := slices.Sorted(maps.Keys(t.paths))
	return callError{http.StatusNotFound, fmt.Sprintf("there is no %s; there are %s", quote(r.URL.Path), strings.Join(paths, ", "))}
}
