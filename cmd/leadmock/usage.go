package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// keepUsage keeps the usage of all sessions in the file of --usage.
func keepUsage(server *mock.Server, path string) (*keeper, error) {
	export := func(out io.Writer) error {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(server.Usage())
	}
	return keep(&keeper{flag: "--usage", path: path, export: export, pause: 2 * time.Second}, server.OnUse)
}

// printUsage prints a summary of the file.
func printUsage(out io.Writer, path string, used openapi.Usage) {
	if len(used.Operations)+len(used.Assumptions) == 0 {
		fmt.Fprintf(out, "%s: nothing was asked of the API\n", path)
		return
	}
	fmt.Fprintf(out, "%s: relies on %s\n", path, counted(len(used.ReliedOn()), "guess", "guesses"))
	for _, one := range used.Assumptions {
		example := strings.TrimSpace(one.Example.Method + " " + one.Example.Path)
		if one.Example.Path == "" {
			example = cmp.Or(one.Example.Method, "a request") + " of an unknown path"
		}
		fmt.Fprintf(out, "  %s %s (%s, e.g. %s)\n", one.ID, strings.TrimSuffix(one.Says(), "."), counted(int(one.Count), "request", "requests"), example)
	}
	all, never, hint := 0, 0, ""
	for _, operation := range used.Operations {
		for _, reply := range operation.Replies {
			if all++; reply.Count > 0 {
				continue
			}
			never++
			if hint == "" && reply.Status >= 400 && reply.Example != "" {
				hint = fmt.Sprintf(", for example %s of %s: `Prefer: example=%[1]s`", reply.Example, operation.Operation)
			}
		}
	}
	fmt.Fprintf(out, "never met %d of %s of its operations%s\n", never, counted(all, "documented reply", "documented replies"), hint)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
