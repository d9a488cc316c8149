package contract

import "time"

// Impatient makes a run give up on an API that does not answer after a time that tests have.
func Impatient(cfg Config, patience time.Duration) Config {
	cfg.patience = patience
	return cfg
}
