package contract

import (
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
