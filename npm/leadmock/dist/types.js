// The API's types under names that people would choose. They are made from the OpenAPI documents; nothing here is by hand
// but the names.
export {};
