package docs_test

import (
	"slices"
	"testing"

	"github.com/leadapi/leadapi/docs"
)

// Order names every guide once.
func TestOrder(t *testing.T) {
	entries, err := docs.Guides.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var files, listed []string
	for _, entry := range entries {
		files = append(files, entry.Name())
	}
	for _, name := range docs.Order {
		listed = append(listed, name+".md")
	}
	slices.Sort(listed)
	if !slices.Equal(files, listed) {
		t.Errorf("Order: got %v, want those of the folder, %v", listed, files)
	}
}
