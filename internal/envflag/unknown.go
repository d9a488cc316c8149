package envflag

import (
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Unknown is a variable that begins as those of a command do, and is none of them.
type Unknown struct {
	Name string
	Near string // the variable that is most alike, "" if none is
}

// What Kubernetes and Docker's links set in each container, for a service with the name of the command for example.
var (
	service = regexp.MustCompile(`^([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|ENV_.+)$`)
	port    = regexp.MustCompile(`^([A-Z0-9_]+_)?(PORT=(tcp|udp|sctp)://|NAME=/)`)
)

// Unknown returns the variables of environ (see os.Environ) that have the prefix, in any case, and a value, and are neither those of a flag
// in flags nor in Others, sorted. Those of services are passed over: a cluster sets them without being asked.
func (e Environment) Unknown(environ, flags []string) []Unknown {
	known := map[string]bool{}
	for _, flag := range flags {
		known[e.Variable(flag)] = true
	}
	var unknown []Unknown
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		upper := strings.ToUpper(name)
		rest, ours := strings.CutPrefix(upper, e.Prefix)
		if runtime.GOOS == "windows" { // it makes no difference between them
			name = upper
		}
		if !ours || value == "" || known[name] || slices.Contains(e.Others, name) || e.ofService(name, value) {
			continue
		}
		unknown = append(unknown, Unknown{name, e.near(rest, known)})
	}
	slices.SortFunc(unknown, func(a, b Unknown) int { return strings.Compare(a.Name, b.Name) })
	return unknown
}

// ofService reports whether a variable is one that a cluster sets for a service.
func (e Environment) ofService(name, value string) bool {
	rest := strings.TrimPrefix(name, e.Prefix)
	return service.MatchString(rest) || port.MatchString(rest+"="+value)
}

// near returns the known variable that is at most a third of its letters away. A separator that is missing is no difference.
func (e Environment) near(rest string, known map[string]bool) string {
	best, distance := "", 0
	letters := func(name string) string { return strings.ReplaceAll(name, "_", "") }
	for variable := range known {
		name := strings.TrimPrefix(variable, e.Prefix)
		d := levenshtein.ComputeDistance(letters(strings.ToUpper(rest)), letters(name))
		if d <= max(1, len(name)/3) && (best == "" || d < distance || d == distance && variable < best) {
			best, distance = variable, d
		}
	}
	return best
}
