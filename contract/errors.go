package contract

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadapi/leadapi/contract/internal/target"
)

// ErrNoRules reports that no rule ran: the focus or the operation matches none, or none of the matching rules could run.
var ErrNoRules = errors.New("no rule ran")

func noRules(format string, values ...any) error {
	return fmt.Errorf("%w: %s", ErrNoRules, fmt.Sprintf(format, values...))
}

func list(names map[string]bool) string {
	return strings.Join(slices.DeleteFunc(slices.Sorted(maps.Keys(names)), func(name string) bool { return name == "" }), ", ")
}

// TargetError reports that rules cannot be checked: the target is unreachable, or does not let us in. Its Kind is
// unreachable, tls, unauthorized or not-the-api.
type TargetError = target.Error

// UsageError reports an invalid Config.
type UsageError = target.UsageError

func usage(format string, values ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, values...)}
}

// silent turns the error of a target that does not answer into a TargetError.
func (r *run) silent(err error) error {
	var silence *target.NoAnswer
	if !errors.As(err, &silence) {
		return err
	}
	return &TargetError{Kind: "unreachable", Target: r.client.RedactText(r.base.String()), Message: r.client.RedactText(silence.Error())}
}

// LocalError is a failure on this machine, for example a full disk. It says nothing about the deployment.
type LocalError = target.LocalError
