package contract_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/leadapi/leadapi/contract"
)

// The round numbers in the guides are near the actual numbers of rules and servers.
func TestGuidesCount(t *testing.T) {
	mutants := 0
	for _, family := range families() {
		mutants += len(family.mutants)
	}
	for _, test := range []struct {
		file, pattern string
		want          int
	}{
		{"README.md", `some (\d+) rules`, len(contract.Rules())},
		{"docs/contract.md", `some (\d+) rules`, len(contract.Rules())},
		{"docs/contract.md", `over (\d+) faulty servers`, mutants},
		{"docs/contract.md", `some (\d+) servers that differ`, len(toleratedAll())},
	} {
		text, err := os.ReadFile("../" + test.file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(test.pattern).FindSubmatch(text)
		if found == nil {
			t.Errorf("%s: got no text that matches %q, want one", test.file, test.pattern)
			continue
		}
		if got, _ := strconv.Atoi(string(found[1])); got*10 < test.want*9 || got*10 > test.want*11 {
			t.Errorf("%s: %s; want a number near %d", test.file, found[0], test.want)
		}
	}
}

// toleratedAll returns the correct servers that differ from the mock.
func toleratedAll() []tolerated {
	return slices.Concat(toleratedServers(), settlingServers(), importServers(), valueServers(), wordServers())
}
