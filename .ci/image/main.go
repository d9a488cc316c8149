// Command image builds and runs the images of the Dockerfile on a machine without Docker: BuildKit's parser reads the file,
// its RUN commands run in a clean copy of the build context, its COPY commands fill a folder, and the entrypoint runs there
// under chroot as the image's user. It needs root. A module of its own keeps BuildKit out of the project's.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// version is the build argument; both programs must print it.
const version = "v0.0.0-image"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: image ROOT-OF-THE-REPOSITORY")
		os.Exit(2)
	}
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func check(repository string) error {
	work, err := os.MkdirTemp("", "image-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	context := filepath.Join(work, "context")
	if err := copyContext(repository, context); err != nil {
		return err
	}
	images, err := build(filepath.Join(repository, "Dockerfile"), context, work)
	if err != nil {
		return err
	}
	mock, suite := images["leadmock"], images["leadcontract"]
	if mock == nil || suite == nil || images[""] != mock {
		return fmt.Errorf("want the targets leadcontract and leadmock, and leadmock last: it is what docker build makes")
	}
	for _, one := range []*image{mock, suite} {
		if err := one.check(); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	if want := []string{"4010"}; fmt.Sprint(mock.exposed) != fmt.Sprint(want) || mock.env["LEADMOCK_ADDR"] != "0.0.0.0:4010" {
		return fmt.Errorf("leadmock: listens on %q and exposes %v", mock.env["LEADMOCK_ADDR"], mock.exposed)
	}
	variables, err := checkCompose(repository, images)
	if err != nil {
		return err
	}
	return try(mock, suite, variables)
}
