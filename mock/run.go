package mock

import (
	"context"
	"net"
	"net/http/httptest"
)

// TestingT is the part of a test that RunT uses; *testing.T and GinkgoT() implement it.
type TestingT interface {
	Helper()
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// RunT serves a mock on a free port of the loopback interface until the test ends. The address is in URL. It serves
// no control API; control.Mount adds that.
func RunT(t TestingT, options ...Option) *Server {
	t.Helper()
	s, err := New(options...)
	if err != nil {
		t.Fatalf("mock: %v", err)
		return nil
	}
	listener := httptest.NewUnstartedServer(s)
	s.Attach(listener.Config)
	requests, endRequests := context.WithCancel(context.Background())
	listener.Config.BaseContext = func(net.Listener) context.Context { return requests }
	listener.Start()
	s.URL = listener.URL
	t.Cleanup(func() {
		endRequests() // else Close would wait for those that are held or delayed
		listener.Close()
		_ = s.Close()
	})
	return s
}
