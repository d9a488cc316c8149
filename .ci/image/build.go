package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// image is a stage of the Dockerfile that has been built.
type image struct {
	name, base, root, dir, user string
	env                         map[string]string
	entrypoint, health, exposed []string
}

// copyContext copies what docker build would send: the files of a checkout that .dockerignore lets through.
func copyContext(repository, to string) error {
	file, err := os.Open(filepath.Join(repository, ".dockerignore"))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		return err
	}
	ignored, err := patternmatcher.New(patterns)
	if err != nil {
		return err
	}
	git := exec.Command("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	git.Dir = repository
	out, err := git.Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for _, name := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		skip, err := ignored.MatchesOrParentMatches(name)
		if err != nil {
			return err
		}
		if skip {
			continue
		}
		if err := copyFile(filepath.Join(repository, name), filepath.Join(to, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// build makes every stage, by name; the last one is that of "" as well.
func build(dockerfile, context, work string) (map[string]*image, error) {
	data, err := os.ReadFile(dockerfile)
	if err != nil {
		return nil, err
	}
	parsed, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var warnings []error
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, message string, where []parser.Range) {
		warnings = append(warnings, fmt.Errorf("Dockerfile:%d: %s: %s", where[0].Start.Line, rule, message))
	}})
	stages, _, err := instructions.Parse(parsed.AST, lint)
	if err := errors.Join(append(warnings, err)...); err != nil {
		return nil, err
	}
	images := map[string]*image{}
	for _, stage := range stages {
		one := &image{name: stage.Name, base: stage.BaseName, root: filepath.Join(work, stage.Name), dir: "/", env: map[string]string{}}
		if err := os.MkdirAll(one.root, 0o755); err != nil {
			return nil, err
		}
		for _, command := range stage.Commands {
			if err := one.do(command, context, images); err != nil {
				return nil, fmt.Errorf("Dockerfile:%d: %w", command.Location()[0].Start.Line, err)
			}
		}
		images[stage.Name], images[""] = one, one
	}
	return images, nil
}

func (i *image) do(command instructions.Command, context string, images map[string]*image) error {
	switch c := command.(type) {
	case *instructions.WorkdirCommand:
		i.dir = c.Path
		return os.MkdirAll(filepath.Join(i.root, i.dir), 0o755)
	case *instructions.EnvCommand:
		for _, pair := range c.Env {
			i.env[pair.Key] = pair.Value
		}
	case *instructions.ArgCommand:
		for _, arg := range c.Args {
			i.env[arg.Key] = map[string]string{"TARGETOS": runtime.GOOS, "TARGETARCH": runtime.GOARCH, "VERSION": version}[arg.Key]
		}
	case *instructions.UserCommand:
		i.user = c.User
	case *instructions.ExposeCommand:
		i.exposed = append(i.exposed, c.Ports...)
	case *instructions.EntrypointCommand:
		i.entrypoint = execForm(c.ShellDependantCmdLine)
	case *instructions.HealthCheckCommand:
		i.health = c.Health.Test
	case *instructions.RunCommand:
		return i.run(c)
	case *instructions.CopyCommand:
		return i.copy(c, context, images)
	default:
		return fmt.Errorf("%s is more than this check understands", command.Name())
	}
	return nil
}

func execForm(line instructions.ShellDependantCmdLine) []string {
	if line.PrependShell {
		return nil // there is no shell in the image
	}
	return line.CmdLine
}

// run runs a command of a stage with the machine's own Go in place of the base image's.
func (i *image) run(c *instructions.RunCommand) error {
	command := exec.Command("sh", "-c", strings.Join(c.CmdLine, " "))
	command.Dir = filepath.Join(i.root, i.dir)
	command.Env = append(os.Environ(), i.environment()...)
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	return command.Run()
}

func (i *image) copy(c *instructions.CopyCommand, context string, images map[string]*image) error {
	to := c.DestPath
	if !filepath.IsAbs(to) {
		to = filepath.Join(i.dir, to) + map[bool]string{true: "/"}[strings.HasSuffix(to, "/") || to == "."]
	}
	for _, source := range c.SourcePaths {
		from := filepath.Join(context, source)
		if c.From != "" {
			other := images[c.From]
			if other == nil {
				return fmt.Errorf("no stage %s", c.From)
			}
			if from = filepath.Join(other.root, source); !strings.HasPrefix(source, other.dir) {
				from = source // the base image's, in place of which there is this machine
			}
		}
		info, err := os.Stat(from)
		if err != nil {
			return err
		}
		target := filepath.Join(i.root, to)
		if strings.HasSuffix(to, "/") && !info.IsDir() {
			target = filepath.Join(target, filepath.Base(source))
		}
		if err := copyTree(from, target); err != nil {
			return err
		}
		if c.Chown == "" {
			continue
		}
		uid, gid, err := ids(c.Chown)
		if err != nil {
			return err
		}
		if err := os.Chown(target, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, below), 0o755)
		}
		return copyFile(path, filepath.Join(to, below))
	})
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, info.Mode().Perm())
}
