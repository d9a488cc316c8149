package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestSelfSignedNames(t *testing.T) {
	for host, want := range map[string]string{
		"":               "[localhost] [127.0.0.1 ::1]",
		"0.0.0.0":        "[localhost] [127.0.0.1 ::1]",
		"::":             "[localhost] [127.0.0.1 ::1]",
		"127.0.0.1":      "[localhost] [127.0.0.1 ::1]",
		"::1":            "[localhost] [127.0.0.1 ::1]",
		"localhost":      "[localhost] [127.0.0.1 ::1]",
		"192.168.1.5":    "[localhost] [127.0.0.1 ::1 192.168.1.5]",
		"mock.lan":       "[localhost mock.lan] [127.0.0.1 ::1]",
		"fe80::1":        "[localhost] [127.0.0.1 ::1 fe80::1]",
		"127.0.0.1.test": "[localhost 127.0.0.1.test] [127.0.0.1 ::1]",
	} {
		now := time.Now()
		certificate, err := selfSign(host, now)
		if err != nil {
			t.Fatal(err)
		}
		leaf := certificate.Leaf
		if got := fmt.Sprint(leaf.DNSNames, leaf.IPAddresses); got != want {
			t.Errorf("%q: got the names %s, want %s", host, got, want)
		}
		roots := x509.NewCertPool()
		roots.AddCert(leaf)
		if _, err := leaf.Verify(x509.VerifyOptions{DNSName: "127.0.0.1", Roots: roots, CurrentTime: now}); err != nil {
			t.Errorf("%q: got %v, want a client that trusts it to accept it", host, err)
		}
		if leaf.IsCA {
			t.Errorf("%q: got a certificate that can sign others, want one that cannot", host)
		}
	}
}

// keys writes a certificate for the loopback names and its key as PEM files: keys CERT KEY
func keys(ts *testscript.TestScript, _ bool, args []string) {
	certificate, err := selfSign("", time.Now())
	ts.Check(err)
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]}), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
}

// reply starts a server that answers every health check in the same way, and sets $URL and $ADDR: reply http|https STATUS BODY
func reply(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/__mock/health" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, args[2])
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if args[0] == "https" {
		server.StartTLS()
	} else {
		server.Start()
	}
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
	ts.Setenv("ADDR", server.Listener.Addr().String())
}
