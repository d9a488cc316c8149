package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/leadapi/leadapi/contract"
)

// target holds the flags about the deployment, which run and sweep share.
type target struct {
	url, list                       string
	token, tokenFile, tokenCommand  string
	headers                         []string
	userAgent                       string
	authorities, certificate, keyOf string // PEM files
	rate                            float64
}

// tokenFlags are the ways to pass a token, only one of which may be used.
var tokenFlags = []string{"token", "token-file", "token-command"}

// flags returns the flags. list describes --list-uuid, which run and sweep use differently.
func (t *target) flags(list string) *pflag.FlagSet {
	set := pflag.NewFlagSet("Target", pflag.ContinueOnError)
	set.StringVar(&t.url, "url", "", "base `URL` of the deployment, for example https://staging.example.com")
	set.StringVar(&t.token, "token", "", "bearer `token`; safer in "+variable("token")+", which process lists do not show")
	set.StringVar(&t.tokenFile, "token-file", "", "read the token from this `file`; read again if the deployment refuses it")
	set.StringVar(&t.tokenCommand, "token-command", "", "use the output of this shell `command` as the token; run again if the deployment refuses it")
	set.StringVar(&t.list, "list-uuid", "", list)
	set.StringArrayVar(&t.headers, "header", nil, "a `'Name: value'` to send with each request, for a gateway; repeatable, in the variable one per line: "+variable("header"))
	set.StringVar(&t.userAgent, "user-agent", "", "`text` of the User-Agent, for the deployment's logs (default leadcontract/VERSION (run ID))")
	set.StringVar(&t.authorities, "cacert", "", "trust the certificate authorities in this PEM `file` instead of the system's")
	set.StringVar(&t.certificate, "client-cert", "", "client certificate, a PEM `file`")
	set.StringVar(&t.keyOf, "client-key", "", "key of the client certificate, a PEM `file`; default: the key in --client-cert")
	set.Float64Var(&t.rate, "rate", 0, "at most `N` requests per second (default 20; no limit against a loopback address)")
	return set
}

// config checks what would otherwise fail in the middle of a run. No error contains a secret or a password from the URL.
func (t *target) config(set *pflag.FlagSet) (contract.Config, error) {
	cfg := contract.Config{URL: t.url, Token: t.token, ListUUID: t.list, UserAgent: t.userAgent, Rate: t.rate, KeepAlive: true}
	if t.url == "" {
		return cfg, missing("url", "the base URL of the deployment")
	}
	base, err := url.Parse(t.url)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return cfg, wrong("url", "want an absolute URL such as https://staging.example.com")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return cfg, wrong("url", "want neither user, query nor fragment; the token goes into %s", variable("token"))
	case set.Changed("rate") && !(t.rate > 0):
		return cfg, wrong("rate", "want more than 0 requests per second, not %v", t.rate)
	}
	if cfg.TokenSource, err = t.tokenSource(); err != nil {
		return cfg, err
	}
	if cfg.Header, err = t.header(); err != nil {
		return cfg, err
	}
	cfg.TLS, err = t.tls(base)
	return cfg, err
}

// tokenSource returns nil if the token itself is given.
func (t *target) tokenSource() (func(context.Context) (string, error), error) {
	given := map[string]string{"token": t.token, "token-file": t.tokenFile, "token-command": t.tokenCommand}
	var names []string
	for _, name := range tokenFlags {
		if given[name] != "" {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, missing("token", "the bearer token")
	case len(names) > 1:
		return nil, wrong(names[1], "--%s gives a token as well: use only one of them", names[0])
	case t.tokenFile != "":
		return fromFile(t.tokenFile), nil
	case t.tokenCommand != "":
		return fromCommand(t.tokenCommand), nil
	case strings.ContainsFunc(t.token, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return nil, wrong("token", "it has a space, a line end, or a character that an HTTP header cannot carry; pass only the token, without Bearer")
	}
	return nil, nil
}

// header parses the headers. Its errors do not contain them: a value is a secret, and without a colon the name may be one.
func (t *target) header() (http.Header, error) {
	header := http.Header{}
	for i, line := range t.headers {
		line = strings.TrimSpace(line)
		if line == "" {
			continue // an empty line of the variable
		}
		name, value, found := strings.Cut(line, ":")
		if !found {
			return nil, wrong("header", "header %d has no colon: want 'Name: value'", i+1)
		}
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if err := contract.CheckHeader(name, value); err != nil {
			return nil, wrong("header", "%w", err)
		}
		header.Add(name, value)
	}
	return header, nil
}

// tls reads the PEM files. It returns nil if there are none.
func (t *target) tls(base *url.URL) (*tls.Config, error) {
	var config tls.Config
	for _, file := range []struct{ flag, path string }{{"cacert", t.authorities}, {"client-cert", t.certificate}, {"client-key", t.keyOf}} {
		if file.path != "" && base.Scheme != "https" {
			return nil, wrong(file.flag, "the URL is http://, which does not use certificates: want https://")
		}
	}
	if t.authorities != "" {
		data, err := os.ReadFile(t.authorities)
		if err != nil {
			return nil, wrong("cacert", "%w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(data) {
			return nil, wrong("cacert", "%s has no certificate: want PEM, which starts with -----BEGIN CERTIFICATE-----", t.authorities)
		}
	}
	if t.keyOf != "" && t.certificate == "" {
		return nil, wrong("client-key", "it needs its certificate: pass it with --client-cert")
	}
	if t.certificate != "" {
		certificate, err := clientCertificate(t.certificate, t.keyOf)
		if err != nil {
			return nil, wrong("client-cert", "%w", err)
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	if t.authorities == "" && t.certificate == "" {
		return nil, nil
	}
	return &config, nil
}

// clientCertificate reads a certificate and its key, which may be in one file.
func clientCertificate(path, key string) (tls.Certificate, error) {
	if key == "" {
		key = path
	}
	data, err := os.ReadFile(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
			return tls.Certificate{}, errors.New(key + " is encrypted: decrypt it first, for example with openssl pkey")
		}
	}
	return tls.LoadX509KeyPair(path, key)
}
