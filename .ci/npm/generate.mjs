// Generates the TypeScript types of both documents. With --check it only reports whether they are stale.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../../', import.meta.url);
const to = new URL('npm/leadmock/src/generated/', root);
mkdirSync(to, { recursive: true });
const documents = {
  lead: execFileSync('go', ['run', './cmd/leadmock', 'spec'], { cwd: root }),
  control: readFileSync(new URL('openapi/control.yaml', root)),
};
let stale = false;
for (const [name, document] of Object.entries(documents)) {
  const types = astToString(await openapiTS(document));
  const digest = createHash('sha256').update(document).digest('hex');
  const text = `// Made from the OpenAPI document by openapi-typescript (.ci/npm/generate.mjs); do not edit.\n// sha256 of the document: ${digest}\n\n${types}`;
  const file = new URL(`${name}.ts`, to);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`npm/leadmock/src/generated/${name}.ts is stale: node .ci/npm/generate.mjs`);
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;
