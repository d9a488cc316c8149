package openapi

import _ "embed"

//go:embed control.yaml
var controlYAML []byte

// Control returns the document of the mock's control API.
func Control() (*Document, error) { return Load("control.yaml", controlYAML) }
