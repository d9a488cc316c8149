package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// gate is a gateway in front of a deployment that requires two headers.
func gate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Gate-Id") != "our-tests" || r.Header.Get("X-Gate-Secret") != canary+"-of-the-gate" {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `{"error":"the gate got %s"}`, r.Header.Get("X-Gate-Secret"))
			return
		}
		w.Header().Set("X-Echo", r.Header.Get("X-Gate-Secret"))
		next.ServeHTTP(w, r)
	})
}

// agents writes the User-Agent of requests to a file.
func agents(path string, next http.Handler) http.Handler {
	var lock sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, _ = fmt.Fprintln(file, r.UserAgent())
			_ = file.Close()
		}
		lock.Unlock()
		next.ServeHTTP(w, r)
	})
}

// expiring accepts each token only for some requests, and then the next one: token-1, token-2 and so on.
func expiring(next http.Handler) http.Handler {
	var lock sync.Mutex
	requests := 0
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		valid := fmt.Sprintf("Bearer %s-%d", canary, requests/100+1)
		if r.Header.Get("Authorization") == valid {
			requests++
		}
		lock.Unlock()
		if r.Header.Get("Authorization") != valid {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"Unauthorized"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// talkative sends the token over an idle connection.
func talkative(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		reply := httptest.NewRecorder()
		next.ServeHTTP(reply, r)
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = connection.Close() }()
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%sby the way: %s", reply.Code, reply.Body.Len(), reply.Body, r.Header.Get("Authorization"))
	})
}

// commanding has one lead of run abcdef, whose texts would act in a terminal or a log. It cannot be deleted.
func commanding(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		const lead = `{"lead_uuid":"11111111-1111-4111-8111-111111111111","list_uuid":"` + list + `","lead_code":"lc-abcdef-1","phone_number":"\u001b[31m\n::error::owned ##[group]\u202e"}`
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method != http.MethodGet:
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"error":"no"}`)
		case strings.HasPrefix(r.URL.Path, "/v3/lead/"):
			_, _ = io.WriteString(w, lead)
		default:
			_, _ = fmt.Fprintf(w, `{"data":[%s],"limit":1,"offset":0,"total":1}`, lead)
		}
	})
}

// secured starts HTTPS servers: one with a self-signed certificate, and one that requires client certificates. The certificates are files
// of the script.
func secured(env *testscript.Env, good http.Handler) error {
	folder := env.WorkDir
	quiet := log.New(io.Discard, "", 0) // for the handshakes that must fail
	plain, mutual := httptest.NewUnstartedServer(good), httptest.NewUnstartedServer(good)
	plain.Config.ErrorLog, mutual.Config.ErrorLog = quiet, quiet
	certificate, err := newCertificate(folder)
	if err != nil {
		return err
	}
	clients := x509.NewCertPool()
	clients.AddCert(certificate)
	mutual.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients}
	for name, server := range map[string]*httptest.Server{"TLS": plain, "MUTUAL": mutual} {
		server.StartTLS()
		env.Defer(server.Close)
		env.Setenv(name, server.URL)
	}
	return writePEM(filepath.Join(folder, "ca.pem"), "CERTIFICATE", plain.Certificate().Raw)
}

// newCertificate writes client.pem, key.pem, both.pem and encrypted.pem.
func newCertificate(folder string) (*x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	for name, blocks := range map[string][]pem.Block{
		"client.pem":    {{Type: "CERTIFICATE", Bytes: raw}},
		"key.pem":       {{Type: "PRIVATE KEY", Bytes: private}},
		"both.pem":      {{Type: "PRIVATE KEY", Bytes: private}, {Type: "CERTIFICATE", Bytes: raw}},
		"encrypted.pem": {{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")}},
	} {
		var text []byte
		for _, block := range blocks {
			text = append(text, pem.EncodeToMemory(&block)...)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	return x509.ParseCertificate(raw)
}

func writePEM(path, kind string, data []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600)
}
