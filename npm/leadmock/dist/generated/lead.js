// Made from the OpenAPI document by openapi-typescript (.ci/npm/generate.mjs); do not edit.
// sha256 of the document: ba99b62b3ab42a8ef6323d7d7c30779adec47f66490a8acd0db97924a1983cee
export {};
