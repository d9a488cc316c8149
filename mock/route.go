package mock

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// route is a documented path with its operations.
type route struct {
	path       string                // as documented
	operations map[string]*operation // by method; HEAD is there with GET (A15)
	allow      string
}

// compileRoutes builds the routes by path, and a router for paths with parameters. Paths without parameters are looked up in
// a map, which costs a tenth; as in OpenAPI, they take precedence.
func (sp *spec) compileRoutes() {
	sp.routes = map[string]*route{}
	sp.router = mux.NewRouter().SkipClean(true).UseEncodedPath()
	var withParameters []string
	byShape := map[string]string{} // the path first seen with each shape
	for _, op := range sp.operations {
		path, known := byShape[shape(op.path)]
		if !known {
			path = op.path
			byShape[shape(path)] = path
			sp.routes[path] = &route{path: path, operations: map[string]*operation{}}
			if strings.Contains(path, "{") {
				sp.router.Path(path).Name(path)
				withParameters = append(withParameters, path)
			}
		}
		op.rename(path)
		sp.routes[path].operations[op.method] = op
	}
	for _, route := range sp.routes {
		route.complete()
	}
	sp.templates = compileTemplates(withParameters, sp.routes)
}

// rename notes the parameters whose names differ from those of the path that the router matches.
func (op *operation) rename(matched string) {
	if op.path == matched {
		return
	}
	own := parameterName.FindAllString(op.path, -1)
	op.renamed = map[string]string{}
	for i, name := range parameterName.FindAllString(matched, -1) {
		op.renamed[strings.Trim(name, "{}")] = strings.Trim(own[i], "{}")
	}
}

// name renames the parameters of a path to the names in the operation's spec; op may be nil.
func (op *operation) name(parameters []pathParameter) {
	if op == nil || op.renamed == nil {
		return
	}
	for i := range parameters {
		parameters[i].name = op.renamed[parameters[i].name]
	}
}

// route returns the route of a request, or nil, and appends the parameters of its path to found.
func (sp *spec) route(r *http.Request, found []pathParameter) (*route, []pathParameter) {
	if path := r.URL.Path; r.URL.RawPath == "" && !strings.Contains(path, "{") {
		if literal := sp.routes[path]; literal != nil {
			return literal, nil
		}
	}
	if known, parameters := sp.recognise(r.URL.EscapedPath(), found); known != nil {
		return known, parameters
	}
	return sp.ask(r, found)
}

// ask asks the router. It calls Match instead of ServeHTTP to avoid two copies of the request that would only carry the
// parameters.
func (sp *spec) ask(r *http.Request, found []pathParameter) (*route, []pathParameter) {
	var match mux.RouteMatch
	if !sp.router.Match(r, &match) {
		return nil, nil
	}
	for name, value := range match.Vars {
		found = append(found, pathParameter{name, value})
	}
	return sp.routes[match.Route.GetName()], found
}

func (r *route) complete() {
	if get := r.operations[http.MethodGet]; get != nil && r.operations[http.MethodHead] == nil {
		r.operations[http.MethodHead] = get
	}
	var allow []string
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		if r.operations[method] != nil {
			allow = append(allow, method)
		}
	}
	r.allow = strings.Join(append(allow, http.MethodOptions), ", ")
}

// otherMethod returns the reply for a method that no operation of the path has (A05).
func (r *route) otherMethod(x *exchange, as *readings) Reply {
	reply := methodNotAllowed
	x.notePaths()
	if x.request.Method == http.MethodOptions {
		reply = Reply{Status: http.StatusNoContent}
	} else if x.rests.add(a05); as.otherMethodNone {
		return pathNotFound
	}
	reply.allow = r.allow
	return reply
}

// notePaths notes the paths below or above that have the method of a request, such as PUT without the id in the path.
func (x *exchange) notePaths() {
	var paths []string
	for _, op := range x.session.spec().operations {
		if op.method == x.request.Method && (strings.HasPrefix(op.path, x.route.path+"/") || strings.HasPrefix(x.route.path, op.path+"/")) {
			paths = append(paths, op.path)
		}
	}
	if len(paths) > 0 {
		x.note("%s is not a method of %s, but of %s", x.request.Method, x.route.path, strings.Join(paths, " and "))
	}
}
