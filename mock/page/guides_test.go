package page_test

import (
	"slices"
	"testing"

	"github.com/leadapi/leadapi/docs"
)

// Order names every guide once. It is tested here because a test binary of its own would take longer to link than to run.
func TestOrderOfGuides(t *testing.T) {
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
