package main

import (
	"cmp"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The workflow builds the image, because it has an engine. These tests do without one: they compare the files of the image
// with the repository, and find moved files and renamed flags.

// stage is a stage of the Dockerfile, with the arguments of its instructions by name.
type stage struct {
	base, name string
	says       map[string][]string
}

func readStages(t *testing.T) []stage {
	t.Helper()
	text := strings.ReplaceAll(readRoot(t, "Dockerfile"), "\\\n", " ")
	var stages []stage
	for _, line := range strings.Split(text, "\n") {
		instruction, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case instruction == "" || strings.HasPrefix(instruction, "#"):
		case instruction == "FROM":
			words := withoutFlags(rest)
			if len(words) != 3 || words[1] != "AS" {
				t.Fatalf("Dockerfile: got FROM %s, want an image, AS and a name", rest)
			}
			stages = append(stages, stage{words[0], words[2], map[string][]string{}})
		case len(stages) == 0:
			t.Fatalf("Dockerfile: got %s, want FROM before it", line)
		default:
			says := stages[len(stages)-1].says
			says[instruction] = append(says[instruction], rest)
		}
	}
	return stages
}

func readRoot(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// withoutFlags returns the words of an instruction without --flag=value.
func withoutFlags(rest string) []string {
	return slices.DeleteFunc(strings.Fields(rest), func(word string) bool { return strings.HasPrefix(word, "--") })
}

// execForm reads ["/leadmock", "health"].
func execForm(t *testing.T, text string) (words []string) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), &words); err != nil || len(words) == 0 {
		t.Errorf("Dockerfile: got %q, want the exec form, because the image has no shell", text)
	}
	return words
}

// Both images contain one static program, which does not run as root.
func TestImages(t *testing.T) {
	stages := readStages(t)
	var names []string
	for _, s := range stages {
		names = append(names, s.name)
	}
	if want := []string{"build", "leadcontract", "leadmock"}; !slices.Equal(names, want) {
		t.Fatalf("Dockerfile: got the stages %v, want %v: the last one is what docker build makes", names, want)
	}
	built := strings.Join(stages[0].says["RUN"], "\n")
	for _, s := range stages[1:] {
		if s.base != "scratch" {
			t.Errorf("%s: got the base %s, want scratch", s.name, s.base)
		}
		if got := strings.Join(s.says["USER"], " "); !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(got) {
			t.Errorf("%s: USER: got %q, want two numbers over 0: Kubernetes does not look names up", s.name, got)
		}
		if got := execForm(t, strings.Join(s.says["ENTRYPOINT"], " ")); !slices.Equal(got, []string{"/" + s.name}) {
			t.Errorf("%s: ENTRYPOINT: got %v, want [/%s]", s.name, got, s.name)
		}
		if want := "--from=build /src/bin/" + s.name + " /" + s.name; !slices.Contains(s.says["COPY"], want) {
			t.Errorf("%s: COPY: got %q, want %q among them", s.name, s.says["COPY"], want)
		}
		if !strings.Contains(built, "./cmd/"+s.name) || !strings.Contains(built, "CGO_ENABLED=0") {
			t.Errorf("%s: the build stage: got\n%s\nwant it to build ./cmd/%s with CGO_ENABLED=0", s.name, built, s.name)
		}
	}
	mock := stages[2].says
	if got := strings.Join(mock["EXPOSE"], " "); !strings.Contains(strings.Join(mock["ENV"], " "), "LEADMOCK_ADDR=0.0.0.0:"+got) {
		t.Errorf("leadmock: got EXPOSE %q and ENV %q, want one port", got, mock["ENV"])
	}
	if health := healthOf(t, stages[2]); len(health) != 2 || !isCommand(health[1]) {
		t.Errorf("leadmock: HEALTHCHECK: got %v, want /leadmock and one of its commands", health)
	}
}

func healthOf(t *testing.T, s stage) []string {
	t.Helper()
	_, command, found := strings.Cut(strings.Join(s.says["HEALTHCHECK"], " "), "CMD ")
	if !found {
		t.Fatalf("%s: HEALTHCHECK: got %q, want CMD in it", s.name, s.says["HEALTHCHECK"])
	}
	return execForm(t, command)
}

func isCommand(name string) bool {
	found, _, err := newCommand().Find([]string{name})
	return err == nil && found.Name() == name
}

// All sources of the image exist, those of COPY and those of both programs, and .dockerignore lets them through.
func TestImageHasItsSources(t *testing.T) {
	const template = `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}{{range .EmbedFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	sources := []string{"go.mod", "go.sum"}
	for _, s := range readStages(t) {
		for _, rest := range s.says["COPY"] {
			if words := withoutFlags(rest); !strings.Contains(rest, "--from=") {
				sources = append(sources, words[:len(words)-1]...)
			}
		}
	}
	for _, line := range goList(t, template, "-deps", module+"cmd/leadmock", module+"cmd/leadcontract") {
		if below, err := filepath.Rel(root, line); err == nil && line != "" && filepath.IsLocal(below) {
			sources = append(sources, filepath.ToSlash(below))
		}
	}
	if len(sources) < 100 {
		t.Errorf("got %d sources, want 100 at least: %v", len(sources), sources)
	}
	ignored := readIgnored(t)
	for _, source := range sources {
		if _, err := os.Stat(filepath.Join(root, source)); err != nil {
			t.Errorf("Dockerfile: COPY: got %v, want a file that exists", err)
		}
		if ignored(source) {
			t.Errorf(".dockerignore: got %s ignored, want it in the image", source)
		}
	}
}

// readIgnored reads .dockerignore. If several lines match a path, or a folder that it is in, the last line wins.
func readIgnored(t *testing.T) func(name string) bool {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(readRoot(t, ".dockerignore")), "\n")
	return func(name string) (ignored bool) {
		if name == "." {
			return false
		}
		parts := strings.Split(name, "/")
		for _, line := range lines {
			pattern, again := strings.CutPrefix(line, "!")
			pattern, anywhere := strings.CutPrefix(pattern, "**/")
			if strings.Contains(pattern, "/") {
				t.Fatalf(".dockerignore: got %s, want one name in a line, after ! or **/, for this test", line)
			}
			for i, part := range parts {
				if matches, err := path.Match(pattern, part); err == nil && matches && (i == 0 || anywhere) {
					ignored = !again
				}
			}
		}
		return ignored
	}
}

// compose is the part of compose.yaml that the test checks.
type compose struct {
	Services map[string]struct {
		Build       yaml.Node
		Ports       []string
		Environment map[string]string
		Healthcheck struct{ Test []string }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	}
}

// compose.yaml builds existing stages, opens the mock only to this machine, and has the health check of the Dockerfile.
func TestCompose(t *testing.T) {
	var read compose
	if err := yaml.Unmarshal([]byte(readRoot(t, "compose.yaml")), &read); err != nil {
		t.Fatal(err)
	}
	stages := readStages(t)
	mock, suite := read.Services["leadmock"], read.Services["leadcontract"]
	var build struct{ Context, Target string }
	if err := suite.Build.Decode(&build); err != nil || build.Context != "." || build.Target != "leadcontract" {
		t.Errorf("leadcontract: build: got %+v (%v), want the target leadcontract of .", build, err)
	}
	if mock.Build.Value != "." {
		t.Errorf("leadmock: build: got %q, want the last stage of .", mock.Build.Value)
	}
	if want := append([]string{"CMD"}, healthOf(t, stages[len(stages)-1])...); !slices.Equal(mock.Healthcheck.Test, want) {
		t.Errorf("leadmock: got the health check %q, want that of the Dockerfile, %q", mock.Healthcheck.Test, want)
	}
	if port := strings.Join(stages[len(stages)-1].says["EXPOSE"], " "); !slices.Equal(mock.Ports, []string{"127.0.0.1:" + port + ":" + port}) {
		t.Errorf("leadmock: got the ports %q, want %s on 127.0.0.1 only", mock.Ports, port)
	}
	if got := suite.DependsOn["leadmock"].Condition; got != "service_healthy" {
		t.Errorf("leadcontract: the condition of leadmock: got %q, want service_healthy", got)
	}
}

// kubernetes is the part of the manifests in docs/running.md that the test checks.
type kubernetes struct {
	Kind     string
	Metadata struct{ Name string }
	Spec     struct {
		Selector yaml.Node
		Ports    []struct {
			Port       int
			TargetPort string `yaml:"targetPort"`
		}
		Template struct {
			Metadata struct{ Labels map[string]string }
			Spec     struct {
				Containers []struct {
					Ports []struct {
						Name          string
						ContainerPort int `yaml:"containerPort"`
					}
					ReadinessProbe struct {
						HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
					} `yaml:"readinessProbe"`
				}
			}
		}
	}
}

// The manifests of the guide use the port of the image, the path of the health check, and each other's names.
func TestKubernetes(t *testing.T) {
	_, rest, _ := strings.Cut(readRoot(t, "docs/running.md"), "```yaml file=leadmock.yaml\n")
	text, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/running.md: got no block leadmock.yaml, want one")
	}
	var deployment, service kubernetes
	decoder := yaml.NewDecoder(strings.NewReader(text))
	if err := cmp.Or(decoder.Decode(&deployment), decoder.Decode(&service)); err != nil {
		t.Fatal(err)
	}
	var selected map[string]string
	if err := service.Spec.Selector.Decode(&selected); err != nil || !maps.Equal(selected, deployment.Spec.Template.Metadata.Labels) {
		t.Errorf("the Service: got the selector %v (%v), want the labels of the pods, %v", selected, err, deployment.Spec.Template.Metadata.Labels)
	}
	if service.Metadata.Name != "leadmock" || len(service.Spec.Ports) != 1 || len(deployment.Spec.Template.Spec.Containers) != 1 {
		t.Fatalf("got Service %+v, Deployment %+v; want the Service leadmock with one port, and one container", service, deployment)
	}
	stages := readStages(t)
	container, port := deployment.Spec.Template.Spec.Containers[0], strings.Join(stages[len(stages)-1].says["EXPOSE"], " ")
	if len(container.Ports) != 1 || strconv.Itoa(container.Ports[0].ContainerPort) != port || strconv.Itoa(service.Spec.Ports[0].Port) != port {
		t.Errorf("got the ports %+v of the container, %+v of the Service; want %s, as EXPOSE of the Dockerfile", container.Ports, service.Spec.Ports, port)
	}
	if name, probe := container.Ports[0].Name, container.ReadinessProbe.HTTPGet; service.Spec.Ports[0].TargetPort != name || probe.Port != name || probe.Path != "/__mock/health" {
		t.Errorf("got targetPort %q and the probe %+v; want both on port %q, and the path /__mock/health", service.Spec.Ports[0].TargetPort, probe, name)
	}
}

// The files set only variables that belong to flags.
func TestImageVariables(t *testing.T) {
	set := newCommand().Flags()
	for _, file := range []string{"Dockerfile", "compose.yaml", "docs/running.md"} {
		for _, name := range regexp.MustCompile(`LEADMOCK_[A-Z_]+`).FindAllString(readRoot(t, file), -1) {
			if strings.HasPrefix(name, "LEADMOCK_SERVICE_") {
				continue // set by Kubernetes, and only in the guide
			}
			flag := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "LEADMOCK_")), "_", "-")
			if set.Lookup(flag) == nil {
				t.Errorf("%s: got %s, want a flag --%s for it", file, name, flag)
			}
		}
	}
}
