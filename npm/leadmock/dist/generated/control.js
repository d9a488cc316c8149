// Made from the OpenAPI document by openapi-typescript (.ci/npm/generate.mjs); do not edit.
// sha256 of the document: 171c3757f9c7134b87c47a1fb40bd1a625569e9d4aa9f936d10460a1e8fd4fd7
export {};
