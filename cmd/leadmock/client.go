package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/leadapi/leadapi/npm"
)

// clients are the files of leadmock client ts, and their sources.
var clients = []struct{ file, from string }{{"lead.d.ts", "lead.ts"}, {"leadmock-control.d.ts", "control.ts"}}

func clientCommand() *cobra.Command {
	command := &cobra.Command{Use: "client", Short: "Write types for clients of the API and of its control API", Args: noArguments}
	var out string
	ts := &cobra.Command{
		Use:   "ts",
		Short: "Write TypeScript types: lead.d.ts and leadmock-control.d.ts",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := os.MkdirAll(out, 0o777); err != nil { // the umask decides
				return fmt.Errorf("client ts: --out: %w", err)
			}
			for _, one := range clients {
				types, err := npm.Types.ReadFile("leadmock/src/generated/" + one.from)
				if err != nil {
					return err
				}
				file := filepath.Join(out, one.file)
				if err := os.WriteFile(file, types, 0o644); err != nil { // source code, which everyone may read
					return fmt.Errorf("client ts: %w", err)
				}
				fmt.Fprintln(command.OutOrStdout(), file)
			}
			return nil
		},
	}
	ts.Flags().StringVar(&out, "out", ".", "folder to write to; it is created")
	command.AddCommand(ts)
	return command
}
