package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"
)

// checkCompose holds compose.yaml, as Compose's own loader reads it, against the images. It returns the variables that it
// gives the mock.
func checkCompose(repository string, images map[string]*image) ([]string, error) {
	options, err := cli.NewProjectOptions([]string{filepath.Join(repository, "compose.yaml")}, cli.WithName("leadapi"), cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	mock, suite := project.Services["leadmock"], project.Services["leadcontract"]
	if mock.Build == nil || mock.Build.Target != "" || suite.Build == nil || images[suite.Build.Target] != images["leadcontract"] {
		return nil, fmt.Errorf("compose.yaml: want leadmock to build the default target, and leadcontract its own")
	}
	if mock.HealthCheck == nil || !slices.Equal(mock.HealthCheck.Test, images["leadmock"].health) {
		return nil, fmt.Errorf("compose.yaml: leadmock's health check is not the Dockerfile's %v", images["leadmock"].health)
	}
	if len(mock.Ports) != 1 || mock.Ports[0].HostIP != "127.0.0.1" || fmt.Sprint(mock.Ports[0].Target) != images["leadmock"].exposed[0] {
		return nil, fmt.Errorf("compose.yaml: want leadmock's port on 127.0.0.1 alone, not %v", mock.Ports)
	}
	if suite.DependsOn["leadmock"].Condition != "service_healthy" {
		return nil, fmt.Errorf("compose.yaml: leadcontract does not wait until leadmock is healthy")
	}
	return mock.Environment.ToMapping().Values(), nil
}
