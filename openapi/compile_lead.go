//go:build ignore

// Compile_lead writes lead.compiled.json; go generate runs it.
package main

import (
	"log"
	"os"

	"github.com/leadapi/leadapi/openapi"
)

func main() {
	lead, err := openapi.Lead()
	if err != nil {
		log.Fatal(err)
	}
	compiled, err := lead.Compile()
	if err != nil {
		log.Fatal(err)
	}
	data, err := compiled.Encode()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("lead.compiled.json", data, 0o644); err != nil {
		log.Fatal(err)
	}
}
