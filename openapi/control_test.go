package openapi_test

import (
	"testing"

	"github.com/leadapi/leadapi/openapi"
)

// The document and its examples are valid OpenAPI, and each operation documents the same shape of errors.
func TestControl(t *testing.T) {
	control, err := openapi.Control()
	if err != nil {
		t.Fatal(err)
	}
	if err := control.Validate(); err != nil {
		t.Fatal(err)
	}
	for path, item := range control.API.Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.OperationID != "getHealth" && operation.Responses.Default() == nil {
				t.Errorf("%s %s: got no default reply, want one", method, path)
			}
		}
	}
}
