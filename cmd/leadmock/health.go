package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/cobra"
)

// healthTimeout is how long a healthy mock may take. Orchestrators kill a check soon after.
const healthTimeout = 3 * time.Second

func healthCommand() *cobra.Command {
	var w where
	command := &cobra.Command{
		Use:   "health",
		Short: "Check a running mock: exit code 0 if it is healthy, 1 if not",
		Long: `health checks the mock that the same flags and variables start, or the one at --url. It is for containers without a
shell. On the loopback interface any certificate is accepted.`,
		Args:    noArguments,
		PreRunE: fromEnvironment,
		RunE: func(command *cobra.Command, _ []string) error {
			base, err := w.base(command.Flags())
			if err != nil {
				return err
			}
			problems, err := checkHealth(command.Context(), base)
			if err != nil {
				return err
			}
			fmt.Fprintln(command.OutOrStdout(), "healthy: "+base.String())
			for _, problem := range problems {
				fmt.Fprintf(command.OutOrStdout(), "but it reports %q\n", problem)
			}
			return nil
		},
	}
	w.register(command.Flags())
	return command
}

// checkHealth returns what a healthy mock reports as not working.
func checkHealth(ctx context.Context, base *url.URL) (problems []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	endpoint := base.JoinPath("__mock/health").String()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint, nil)
	if err != nil {
		return nil, err
	}
	client := http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: isLoopback(base.Hostname())}}, // without a proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // without the URL, which the message begins with
		}
		return nil, fmt.Errorf("no healthy mock at %s: %w", base, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("no healthy mock at %s: GET /__mock/health is answered with %s", base, response.Status)
	}
	var health struct {
		Status   string
		Problems []string
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&health); err != nil {
		return nil, fmt.Errorf("no healthy mock at %s: GET /__mock/health is not answered with JSON: %w", base, err)
	}
	if health.Status != "ok" {
		return nil, fmt.Errorf("no healthy mock at %s: its status is %q", base, health.Status)
	}
	return health.Problems, nil
}

// isLoopback reports whether a host is on this machine. It does not resolve names, so a name server cannot switch the
// verification of certificates off.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
