package main

import (
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"
)

func certCommand() *cobra.Command {
	var w where
	command := &cobra.Command{
		Use:   "cert",
		Short: "Print the certificate of a running mock, for clients that should trust it",
		Long: `cert prints the certificate of the mock at --url as PEM, and its fingerprint on stderr. Compare the fingerprint with the
one that the mock printed. Then use the file: NODE_EXTRA_CA_CERTS=leadmock.pem, or curl --cacert leadmock.pem.`,
		Args:    noArguments,
		PreRunE: fromEnvironment,
		RunE: func(command *cobra.Command, _ []string) error {
			base, err := w.base(command.Flags())
			if err != nil {
				return err
			}
			if base.Scheme != "https" {
				return usageError{fmt.Errorf("%s has no certificate; want an https URL", base)}
			}
			host, port := base.Hostname(), base.Port()
			if port == "" {
				port = "443"
			}
			dialer := &net.Dialer{Timeout: 10 * time.Second}
			// Not verified: the user fetches it in order to verify it.
			connection, err := tls.DialWithDialer(dialer, "tcp", net.JoinHostPort(host, port), &tls.Config{ServerName: host, InsecureSkipVerify: true})
			if err != nil {
				return fmt.Errorf("no certificate from %s: %w", base, err)
			}
			defer func() { _ = connection.Close() }()
			leaf := connection.ConnectionState().PeerCertificates[0]
			fmt.Fprintln(command.ErrOrStderr(), "SHA-256 "+fingerprint(leaf))
			return pem.Encode(command.OutOrStdout(), &pem.Block{Type: "CERTIFICATE", Bytes: leaf.Raw})
		},
	}
	w.register(command.Flags())
	return command
}
