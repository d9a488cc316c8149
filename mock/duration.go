package mock

import (
	"encoding/json"
	"fmt"
	"time"
)

// Duration is a time.Duration that JSON shows as Go prints it, such as "1.5s".
type Duration time.Duration

// maxWait bounds every time that the mock can be asked to wait.
const maxWait = time.Hour

// String formats d like time.Duration.
func (d Duration) String() string { return time.Duration(d).String() }

func (d Duration) std() time.Duration { return time.Duration(d) }

// MarshalText is the inverse of UnmarshalText.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a number with a unit.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("want a time such as 1.5s or 200ms, not %q", shorten(string(text)))
	}
	*d = Duration(parsed)
	return nil
}

// checkWait refuses negative and excessive waits.
func checkWait(name string, d time.Duration) error {
	if d < 0 || d > maxWait {
		return fmt.Errorf("%s: want a time from 0 to %s, not %s", name, maxWait, d)
	}
	return nil
}

// Delay is a time to wait: Min, or a random time from Min to Max if Max is greater. In JSON it is "2s" or {"min": "200ms",
// "max": "2s"}.
type Delay struct{ Min, Max time.Duration }

type delayRange struct {
	Min Duration `json:"min"`
	Max Duration `json:"max"`
}

// MarshalJSON is the inverse of UnmarshalJSON.
func (d Delay) MarshalJSON() ([]byte, error) {
	if d.Max <= d.Min {
		return json.Marshal(Duration(d.Min))
	}
	return json.Marshal(delayRange{Duration(d.Min), Duration(d.Max)})
}

// UnmarshalJSON reads one time or two.
func (d *Delay) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var between delayRange
		if err := json.Unmarshal(data, &between); err != nil {
			return err
		}
		*d = Delay{time.Duration(between.Min), time.Duration(between.Max)}
		if d.Max < d.Min {
			return fmt.Errorf("delay: max is %s, which is less than min, %s", d.Max, d.Min)
		}
		return nil
	}
	var fixed Duration
	if err := json.Unmarshal(data, &fixed); err != nil {
		return err
	}
	*d = Delay{Min: time.Duration(fixed)}
	return nil
}
