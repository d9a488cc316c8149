// The output of three generators compiles, and works with a running mock.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { environment, fresh, here, packed, run } from './harness.mjs';

test('openapi-typescript with openapi-fetch, hey-api, and orval with zod and MSW', { timeout: 180_000 }, async () => {
  const folder = fresh('generators', 'generators');
  await run(folder, 'npm ci --ignore-scripts', { env: { npm_config_registry: process.env.npm_config_registry ?? 'https://registry.npmjs.org' } });
  const leadmock = join(packed, `packages/@leadapi/leadmock-${process.platform}-${process.arch}/bin/leadmock`);
  writeFileSync(join(folder, 'lead.yaml'), (await run(folder, `${leadmock} spec`)).out);
  cpSync(join(here, '../../openapi/control.yaml'), join(folder, 'control.yaml'));
  for (const command of ['npx openapi-typescript lead.yaml -o lead.d.ts', 'npx openapi-typescript control.yaml -o control.d.ts', 'npx orval', 'npx openapi-ts', 'npx tsc -p .']) {
    await run(folder, command);
  }
  const mock = spawn(leadmock, ['--port=0', '--log=off', '--until-stdin-ends'], { env: environment });
  let url;
  for await (const line of createInterface({ input: mock.stdout })) {
    url = line.replace('listening on ', '');
    break;
  }
  assert.match((await run(folder, 'npx tsx check.ts', { env: { MOCK_URL: url } })).out, /the generated clients work/);
  mock.stdin.end();
});
