package mock

import "net/http/httptest"

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
	listener.Start()
	s.URL = listener.URL
	t.Cleanup(func() {
		listener.Close()
		_ = s.Close()
	})
	return s
}
