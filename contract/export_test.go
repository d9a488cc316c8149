package contract

import (
	"time"

	"github.com/leadapi/leadapi/openapi"
)

// WithDocument returns cfg with another document than the embedded one.
func WithDocument(cfg Config, document *openapi.Document) Config {
	cfg.document = document
	return cfg
}

// RulesOf returns the rules that another document than the embedded one leads to.
func RulesOf(document *openapi.Document) ([]Rule, error) {
	return selectRules(Config{document: document})
}

// Impatient makes a run give up on an API that does not answer after a time that tests have.
func Impatient(cfg Config, patience time.Duration) Config {
	cfg.patience = patience
	return cfg
}
