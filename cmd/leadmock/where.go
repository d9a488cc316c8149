package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/spf13/pflag"
)

// where finds a running mock: by its URL, or by the flags and variables that it was started with.
type where struct {
	url string
	flags
}

func (w *where) register(set *pflag.FlagSet) {
	set.StringVar(&w.url, "url", "", "base URL of the mock; by default the address of the other flags")
	w.registerListen(set)
}

// base returns the URL of the mock, without a slash at its end.
func (w *where) base(set *pflag.FlagSet) (*url.URL, error) {
	if w.url != "" {
		base, err := url.Parse(w.url)
		if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
			return nil, usageError{fmt.Errorf("--url: want a URL such as http://127.0.0.1:4010, not %q", w.url)}
		}
		return base, nil
	}
	host, port, err := w.address(set)
	if err != nil {
		return nil, err
	}
	if port == "0" {
		return nil, usageError{errors.New("port 0 is any free port; set --url to the URL that the mock printed")}
	}
	if ip := net.ParseIP(host); host == "" || host == bothLoopbacks || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return &url.URL{Scheme: w.tls.scheme(), Host: net.JoinHostPort(host, port)}, nil
}
