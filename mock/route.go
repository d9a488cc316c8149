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

// compileRoutes enters paths without parameters first: as OpenAPI has it, they win over those with some.
func compileRoutes(operations []*operation) (*mux.Router, map[string]*route) {
	routes := map[string]*route{}
	var paths []string
	for _, op := range operations {
		if routes[op.path] == nil {
			routes[op.path] = &route{operations: map[string]*operation{}}
			paths = append(paths, op.path)
		}
		routes[op.path].operations[op.method] = op
	}
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for _, parameterized := range []bool{false, true} {
		for _, path := range paths {
			if strings.Contains(path, "{") == parameterized {
				router.Path(path).Name(path)
			}
		}
	}
	for _, route := range routes {
		route.complete()
	}
	return router, routes
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
