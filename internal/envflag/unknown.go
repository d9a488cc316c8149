package envflag

import (
	"errors"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/pflag"
)

// Unknown is a variable that has the prefix of a command and does not belong to it.
type Unknown struct {
	Name string
	Near string // the most similar variable, or ""
}

// Variables that Kubernetes, and links of Docker, set in each container, for example for a Service named like the command.
var (
	service = regexp.MustCompile(`^([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|ENV_.+)$`)
	port    = regexp.MustCompile(`^([A-Z0-9_]+_)?(PORT=(tcp|udp|sctp)://|NAME=/)`)
)

// Unknown returns the variables of environ (see os.Environ) that have the prefix, in upper or lower case, and a value, and belong
// neither to a flag in flags nor to Others, sorted. It ignores variables that a cluster sets for a Service.
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
		if runtime.GOOS == "windows" { // Windows ignores case
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

// ofService reports whether a cluster sets this variable for a Service.
func (e Environment) ofService(name, value string) bool {
	rest := strings.TrimPrefix(name, e.Prefix)
	return service.MatchString(rest) || port.MatchString(rest+"="+value)
}

// near returns the most similar known variable, or "".
func (e Environment) near(rest string, known map[string]bool) string {
	names := map[string]string{} // variables by what follows the prefix
	for variable := range known {
		names[strings.TrimPrefix(variable, e.Prefix)] = variable
	}
	return names[nearest(strings.ToUpper(rest), slices.Sorted(maps.Keys(names)))]
}

// NearFlag returns the flag that is most similar to the one that err says is unknown, or "".
func NearFlag(err error, flags *pflag.FlagSet) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	var names []string
	flags.VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	return nearest(strings.ToLower(unknown.GetSpecifiedName()), names)
}

// nearest returns the most similar name, if at most a third of its letters differ or one starts with the other. Separators do not
// count.
func nearest(name string, known []string) string {
	const minStart = 4
	letters := strings.NewReplacer("_", "", "-", "")
	name = letters.Replace(name)
	best, distance := "", 0
	for _, one := range known {
		wanted := letters.Replace(one)
		d := levenshtein.ComputeDistance(name, wanted)
		if starts := strings.HasPrefix(name, wanted) || strings.HasPrefix(wanted, name); starts && min(len(name), len(wanted)) >= minStart {
			d = min(d, max(1, len(wanted)/3))
		}
		if d <= max(1, len(wanted)/3) && (best == "" || d < distance) {
			best, distance = one, d
		}
	}
	return best
}
