// The document for both tools, with ids that exist on every server of the table: for each operation the printed one.
export const ids = {
  get: "307c2fe7-d075-493c-b8d6-b11195caec41",
  put: "307c2fe7-d075-493c-b8d6-b11195caec41",
  delete: "b9285f8a-4e3c-40f1-aed7-840b1d5e6118",
};
export const list = "c4869e79-f0fa-4c6a-9410-bc0defac375a";
export const token = "a-token-of-the-tests";

// plain removes the extensions, which neither tool reads and Dredd warns about a hundred times.
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !key.startsWith("x-")).map(([key, inner]) => [key, plain(inner)]),
  );
}

// withIDs copies the path parameter into each operation, with its own example.
export function withIDs(document) {
  const path = document.paths["/v3/lead/{lead_uuid}"];
  delete path.parameters;
  for (const [method, id] of Object.entries(ids)) {
    path[method].parameters = [{ name: "lead_uuid", in: "path", required: true, schema: { type: "string" }, example: id }];
  }
  return document;
}
