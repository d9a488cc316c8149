package main

import (
	"os"
	"regexp"
	"testing"
)

// The image and compose.yaml set only variables of flags. leadmock's TestImages checks the rest of both files.
func TestImageVariables(t *testing.T) {
	found := 0
	for _, file := range []string{"Dockerfile", "compose.yaml"} {
		data, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`LEADCONTRACT_[A-Z_]+`).FindAllString(string(data), -1) {
			found++
			t.Run(file+" "+name, func(t *testing.T) {
				t.Setenv(name, "x")
				if err := checkVariables(newCommand(new(target))); err != nil {
					t.Errorf("%s sets %v, want only variables that leadcontract has", file, err)
				}
			})
		}
	}
	if found == 0 {
		t.Error("neither file sets a variable of leadcontract, want at least its URL")
	}
}
