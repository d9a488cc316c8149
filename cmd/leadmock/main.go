// Command leadmock serves the lead API from memory, for people who build against it offline.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	err := newCommand().Execute()
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "leadmock: "+err.Error())
	var usage usageError
	if errors.As(err, &usage) {
		os.Exit(2)
	}
	os.Exit(1)
}
