package contract

import (
	"context"

	"github.com/leadapi/leadapi/contract/report"
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

// Tell is Run without rules: it tells the readings only.
func Tell(ctx context.Context, cfg Config) (report.Report, error) {
	r, err := start(ctx, cfg)
	if err != nil {
		return report.Report{}, err
	}
	r.tellAll(ctx)
	return r.finish(ctx, nil), nil
}
