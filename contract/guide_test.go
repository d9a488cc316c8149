package contract_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/leadapi/leadapi/contract"
)

// The round numbers of the guides are near those of the rules and servers that there are.
func TestGuidesCount(t *testing.T) {
	mutants := 0
	for _, family := range families() {
		mutants += len(family.mutants)
	}
	for _, one := range []struct {
		file, pattern string
		want          int
	}{
		{"README.md", `some (\d+) rules`, len(contract.Rules())},
		{"docs/contract.md", `some (\d+) rules`, len(contract.Rules())},
		{"docs/contract.md", `over (\d+) servers that each do one thing wrong`, mutants},
		{"docs/contract.md", `some (\d+) servers that differ`, len(toleratedAll())},
	} {
		text, err := os.ReadFile("../" + one.file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(one.pattern).FindSubmatch(text)
		if found == nil {
			t.Errorf("%s: no %q", one.file, one.pattern)
			continue
		}
		if got, _ := strconv.Atoi(string(found[1])); got*10 < one.want*9 || got*10 > one.want*11 {
			t.Errorf("%s: %s; want a number near %d", one.file, found[0], one.want)
		}
	}
}

// toleratedAll returns the servers that are right in their own ways.
func toleratedAll() []tolerated {
	return slices.Concat(toleratedServers(), settlingServers(), importServers(), valueServers(), wordServers())
}
