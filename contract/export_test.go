package contract

import (
	"context"

	"github.com/leadapi/leadapi/contract/report"
	"github.com/leadapi/leadapi/openapi"
)

// WithDocument returns cfg with a document other than the embedded one.
func WithDocument(cfg Config, document *openapi.Document) Config {
	cfg.document = document
	return cfg
}

// RulesOf returns the rules for a document other than the embedded one.
func RulesOf(document *openapi.Document) ([]Rule, error) {
	return selectRules(Config{document: document})
}

// Tell is Run without rules: it only determines the readings.
func Tell(ctx context.Context, cfg Config) (report.Report, error) {
	r, err := start(ctx, cfg)
	if err != nil {
		return report.Report{}, err
	}
	r.tellAll(ctx)
	return r.finish(ctx, nil), nil
}
