package mock

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// route is a documented path with its operations.
type route struct {
	operations map[string]*operation // by method; HEAD is there with GET (A15)
	allow      string
}

// compileRoutes makes the routes by path, and a router for the paths that have parameters. The others are looked up as they
// are, which costs a tenth; as OpenAPI has it, they win over those with parameters.
func compileRoutes(operations []*operation) (*mux.Router, map[string]*route) {
	routes := map[string]*route{}
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for _, op := range operations {
		if routes[op.path] == nil {
			routes[op.path] = &route{operations: map[string]*operation{}}
			if strings.Contains(op.path, "{") {
				router.Path(op.path).Name(op.path)
			}
		}
		routes[op.path].operations[op.method] = op
	}
	for _, route := range routes {
		route.complete()
	}
	return router, routes
}

// route finds the route of a request, and the parameters of its path, still escaped; nil where there is none.
func (sp *spec) route(r *http.Request) (*route, map[string]string) {
	if path := r.URL.Path; r.URL.RawPath == "" && !strings.Contains(path, "{") {
		if found := sp.routes[path]; found != nil {
			return found, nil
		}
	}
	// Match instead of ServeHTTP: it spares two copies of the request that only carry the parameters.
	var match mux.RouteMatch
	if !sp.router.Match(r, &match) {
		return nil, nil
	}
	return sp.routes[match.Route.GetName()], match.Vars
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

// otherMethod answers a method that no operation has (A05).
func (r *route) otherMethod(method string) Reply {
	reply := methodNotAllowed
	if method == http.MethodOptions {
		reply = Reply{Status: http.StatusNoContent}
	}
	reply.allow = r.allow
	return reply
}
