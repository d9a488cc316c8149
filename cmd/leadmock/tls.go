package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// selfSignedFor is how long a self-signed certificate is valid: longer than any run, and accepted by Apple's clients.
const selfSignedFor = 365 * 24 * time.Hour

// tlsFlags are the flags for HTTPS and its certificate.
type tlsFlags struct {
	cert, key  string
	selfSigned bool
}

func (t *tlsFlags) register(set *pflag.FlagSet) {
	set.StringVar(&t.cert, "tls-cert", "", "serve HTTPS with the certificate of this PEM file")
	set.StringVar(&t.key, "tls-key", "", "PEM file with the private key of --tls-cert")
	set.BoolVar(&t.selfSigned, "tls-self-signed", false, "serve HTTPS with a certificate that is generated at the start")
}

func (t *tlsFlags) scheme() string {
	if t.selfSigned || t.cert != "" || t.key != "" {
		return "https"
	}
	return "http"
}

// tlsConfig is nil for plain HTTP.
func (f *flags) tlsConfig(set *pflag.FlagSet) (*tls.Config, error) {
	host, _, err := f.address(set)
	if err != nil {
		return nil, err
	}
	return f.tls.config(host)
}

// config returns nil for plain HTTP. host is that of --addr.
func (t *tlsFlags) config(host string) (*tls.Config, error) {
	var certificate tls.Certificate
	var err error
	switch {
	case t.scheme() == "http":
		return nil, nil
	case t.selfSigned && (t.cert != "" || t.key != ""):
		err = usageError{errors.New("--tls-self-signed generates a certificate; leave it out, or leave out --tls-cert and --tls-key")}
	case t.selfSigned:
		certificate, err = selfSign(host, time.Now())
	case t.key == "":
		err = usageError{errors.New("--tls-cert wants --tls-key as well, the PEM file with its private key")}
	case t.cert == "":
		err = usageError{errors.New("--tls-key wants --tls-cert as well, the PEM file with its certificate")}
	default:
		certificate, err = t.load()
	}
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}}, nil
}

// load reads the two files. Both may be the same file, with both blocks.
func (t *tlsFlags) load() (tls.Certificate, error) {
	cert, err := os.ReadFile(t.cert)
	if err != nil {
		return tls.Certificate{}, usageError{fmt.Errorf("--tls-cert: %w; give a PEM file that can be read", err)}
	}
	key, err := os.ReadFile(t.key)
	if err != nil {
		return tls.Certificate{}, usageError{fmt.Errorf("--tls-key: %w; give a PEM file that can be read", err)}
	}
	certificate, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return certificate, usageError{fmt.Errorf("--tls-cert %s, --tls-key %s: %s; give a certificate and its own unencrypted key, both as PEM",
			t.cert, t.key, strings.TrimPrefix(err.Error(), "tls: "))}
	}
	return certificate, nil
}

// selfSign returns a certificate for the loopback names, and for host if it is another one. The certificate is not an authority:
// a client that trusts it trusts only this server. The key never leaves the process.
func selfSign(host string, now time.Time) (tls.Certificate, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "leadmock"},
		NotBefore:             now.Add(-time.Hour), // clocks differ
		NotAfter:              now.Add(selfSignedFor),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil && !ip.IsUnspecified() && !ip.Equal(template.IPAddresses[0]) && !ip.Equal(net.IPv6loopback) {
		template.IPAddresses = append(template.IPAddresses, ip)
	} else if ip == nil && host != "" && host != "localhost" {
		template.DNSNames = append(template.DNSNames, host)
	}
	var err error
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}

// trusted reports whether programs of this machine trust the certificate at the URL.
func trusted(config *tls.Config, base string) bool {
	place, err := url.Parse(base)
	if err != nil {
		return false
	}
	between := x509.NewCertPool()
	for _, der := range config.Certificates[0].Certificate[1:] {
		if certificate, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(certificate)
		}
	}
	_, err = config.Certificates[0].Leaf.Verify(x509.VerifyOptions{DNSName: place.Hostname(), Intermediates: between})
	return err == nil
}

// fingerprint returns the SHA-256 of a certificate, as browsers and openssl show it.
func fingerprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":")
}

// printCertificate prints how to trust the certificate.
func printCertificate(out io.Writer, base string, config *tls.Config) {
	fmt.Fprintf(out, `
this machine does not trust the certificate, hence -k below; to trust it: leadmock cert --url %s > leadmock.pem
SHA-256 %s
`, base, fingerprint(config.Certificates[0].Leaf))
}

// serveOn serves HTTPS with the certificate of the server if secure is set, else HTTP.
func serveOn(listener net.Listener, server *http.Server, secure bool) error {
	if !secure {
		return server.Serve(listener)
	}
	return server.ServeTLS(listener, "", "")
}

// errorLog gets net/http's reports of connections without a request, such as clients that refuse the certificate.
func errorLog(format string, out io.Writer) *log.Logger {
	switch format {
	case "off":
		return log.New(io.Discard, "", 0)
	case "json":
		return slog.NewLogLogger(slog.NewJSONHandler(out, nil), slog.LevelWarn)
	default:
		return log.New(out, "", log.Ltime)
	}
}
