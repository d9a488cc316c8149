// An app with Vite, Playwright and Vitest, made of the files of docs/frontend.md, verbatim.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { alive, documented, environment, fresh, here, run, skillCalls, until } from './harness.mjs';

let app;
before(async () => {
  app = fresh('app', 'app');
  await run(app, 'npm ci --ignore-scripts', { env: { npm_config_registry: process.env.npm_config_registry ?? 'https://registry.npmjs.org' } });
  await run(app, 'npm install -D leadmock leadcontract');
  const files = documented(app);
  assert.ok(files.length >= 9, `got ${files.length} files in the guide, want 9 at least`);
  // Another run on this machine may use the guide's port.
  writeFileSync(join(app, 'playwright.config.ts'), readFileSync(join(app, 'playwright.config.ts'), 'utf8').replaceAll('5173', String(await freePort())));
  cpSync(join(here, 'files/isolation.spec.ts'), join(app, 'e2e/isolation.spec.ts'));
  cpSync(join(here, 'files/usage.spec.ts'), join(app, 'e2e/usage.spec.ts'));
  cpSync(join(here, 'files/checks.ts'), join(app, 'checks.ts'));
  const calls = skillCalls().map((call) => `async () => {\n  ${call};\n},\n`).join('');
  writeFileSync(join(app, 'skill.ts'), `import type { Session } from 'leadmock';\ndeclare const s: Session, list_uuid: string, phone_number: string;\nexport const calls = [\n${calls}];\n`);
  // The guide's configuration, with Debian's Chromium, which runs as root in CI.
  writeFileSync(join(app, 'ci.config.ts'), `import { defineConfig } from '@playwright/test';
import guide from './playwright.config';

export default defineConfig(guide, {
  reporter: [['json', { outputFile: 'report.json' }]],
  fullyParallel: true,
  timeout: 120_000, // a busy machine takes its time to compile the first page
  expect: { timeout: 60_000 },
  use: { launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] } },
});
`);
  // Without Vite, which would outlive a runner that is killed.
  writeFileSync(join(app, 'hang.config.ts'), "import ci from './ci.config';\nexport default { ...ci, webServer: (ci as any).webServer.slice(0, 1) };\n");
});

async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

const playwright = 'npx playwright test --config ci.config.ts --workers 2 --retries 1';

/** results returns the results of each test by title, from Playwright's report. */
function results() {
  const specs = JSON.parse(readFileSync(join(app, 'report.json'), 'utf8')).suites.flatMap((suite) => suite.specs);
  return Object.fromEntries(specs.map((spec) => [spec.title, spec.tests[0].results]));
}

test('Playwright: two workers and retries, twice on one mock', { timeout: 150_000 }, async (t) => {
  const script = "import { startMock } from 'leadmock';\nconst mock = await startMock({ leads: 25 });\nconsole.log(mock.url);\nprocess.stdin.on('end', () => mock.stop()).resume();\n";
  writeFileSync(join(app, 'shared.mjs'), script);
  const shared = spawn(process.execPath, ['shared.mjs'], { cwd: app, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => shared.stdin.end()); // the mock ends with it
  const url = String(await new Promise((done) => shared.stdout.once('data', done))).trim();
  for (let turn = 0; turn < 2; turn++) {
    await run(app, playwright, { env: { LEADMOCK_URL: ['', '/'].map((end) => url + end)[turn] } }); // browsers show it with a slash
    const all = results();
    assert.ok(Object.keys(all).length >= 7, `got ${Object.keys(all)}, want 7 tests at least`);
    for (const [title, tries] of Object.entries(all)) assert.deepEqual(tries.map((one) => one.status), title.startsWith('a retry') ? ['failed', 'passed'] : ['passed'], `${title}: ${tries[0].error?.message}`);
    const [failed, passed] = all['a retry has its own session'];
    const attached = (name) => Buffer.from(failed.attachments.find((one) => one.name === name).body, 'base64').toString();
    assert.equal(attached('leadmock plays'), 'npx leadmock --as A14=prefix');
    const logged = JSON.parse(attached('leadmock requests'));
    assert.deepEqual(logged.map((one) => one.operation), ['listLeads', 'createLead', 'listLeads']);
    assert.ok(!passed.attachments.some((one) => one.name === 'leadmock requests'), 'got requests attached to a test that passes, want none');
  }
  const { sessions } = await (await fetch(`${url}/__mock/sessions`)).json();
  // A request that Vite was handing on when its page was closed can create a session again, after its end.
  assert.ok(sessions.length <= 2, `got ${sessions.length - 1} sessions left, want 1 at most: ${sessions.map((one) => one.name)}`);
});

test('Playwright: without mockServer each worker starts a mock, which does not outlive a killed runner', { timeout: 120_000 }, async () => {
  const { out: said } = await run(app, playwright, { env: { LEADMOCK_URL: '' } });
  checkUsage(said);
  cpSync(join(app, 'app.json'), join(app, 'shop.json')); // the next run writes its own
  writeFileSync(join(app, 'e2e/hang.spec.ts'), "import { test } from 'leadmock/playwright';\ntest('hangs', async ({ mock }) => {\n  console.log(`mock at ${mock.url}`);\n  await new Promise(() => {});\n});\n");
  const child = spawn('npx', ['playwright', 'test', '--config', 'hang.config.ts', '--reporter', 'line', 'hang', '--timeout', '0'], { cwd: app, env: environment, detached: true });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  await until(`the mock's URL in ${out}`, () => /mock at (http:\S+)\/s\//.test(out));
  const [, url] = /mock at (http:\S+)\/s\//.exec(out);
  assert.equal((await fetch(`${url}/__mock/health`)).status, 200);
  process.kill(-child.pid, 'SIGKILL');
  await until(`the mock at ${url} to end`, () => fetch(`${url}/__mock/health`).then(() => false, () => true));
  await run(app, 'rm e2e/hang.spec.ts');
});

/** checkUsage compares the usage of the whole run, of two workers and of ended sessions, with what the tests did. */
function checkUsage(said) {
  const usage = JSON.parse(readFileSync(join(app, 'app.json'), 'utf8'));
  const [create, list] = usage.operations;
  assert.deepEqual(usage.operations.map((one) => one.operation), ['createLead', 'listLeads']);
  assert.ok(create.count >= 8, `got ${create.count} creates, want 8 at least`); // more if a machine is slow, and a test is tried again
  assert.deepEqual([create.parameters, create.fields], [{}, { list_uuid: create.count, phone_number: create.count }]);
  const met = (of) => of.replies.filter((one) => one.count > 0).map((one) => one.example);
  assert.deepEqual(met(create), ['created', 'phone_empty']); // and a 500, which is not documented
  assert.deepEqual([Object.keys(list.parameters), met(list)], [['limit'], ['page', 'unauthorized']]);
  const { example, reading } = usage.assumptions.find((one) => one.id === 'A04');
  assert.equal(reading, 'unauthorized');
  assert.deepEqual(example, { operation: 'listLeads', method: 'GET', path: '/v3/lead', status: 401 });
  assert.match(said, /app\.json: relies on \d+ guess/);
  assert.match(said, /never met 5 of 9 documented replies of its operations, for example list_uuid_short of createLead/);
}

// From a browser's tests to the verdict: what the app of the guide has used in Playwright is held against two deployments.
test('whether the app may be deployed', { timeout: 120_000 }, async () => {
  cpSync(join(here, 'files/deployment.mjs'), join(app, 'deployment.mjs'));
  const against = (as, command) => run(app, `node deployment.mjs ${as} ${command}`, { ok: false });

  const hurts = await against('A04=forbidden', '--profile hurts.yaml --json hurts.json');
  assert.equal(hurts.code, 0, `403 without a token breaks nothing that the page states\n${hurts.out}`);
  const verdict = await run(app, 'npx leadcontract check --usage shop.json --report hurts.json', { ok: false });
  assert.equal(verdict.code, 1, verdict.out);
  assert.match(verdict.out, /^This deployment breaks 1 of the \d+ facts that shop relies on/m);
  assert.match(verdict.out, /^ +breaks A04: the app was built on unauthorized; this deployment has forbidden: /m);

  const fine = await against('A16=default', '--usage shop.json'); // the app sends no limit that is none
  assert.equal(fine.code, 0, fine.out);
  assert.match(fine.out, /^This deployment breaks none of the \d+ facts that shop relies on/m);
  assert.match(fine.out, /^ +A16 +default: /m);

  const again = await against('hurts.yaml', '--expect hurts.yaml');
  assert.equal(again.code, 0, `the mock answers as the profile says\n${again.out}`);
});

test('Vitest: node, happy-dom and jsdom, and no mock is left', async () => {
  const inject = readFileSync(join(app, 'test/inject.test.ts'), 'utf8');
  writeFileSync(join(app, 'test/jsdom.test.ts'), inject.replace('happy-dom', 'jsdom'));
  cpSync(join(here, 'files/sessions.ts'), join(app, 'test/sessions.test.ts'));
  const { out } = await run(app, 'npx vitest run');
  assert.match(out, /Test Files .*4 passed/);
  const { out: withOptions } = await run(app, "sed -i 's|leadmock/vitest|./mock.setup.ts|' vitest.config.ts && sed -i 's/toBe(2)/toBe(27)/' test/inject.test.ts test/jsdom.test.ts && npx vitest run inject jsdom");
  assert.match(withOptions, /Test Files .*2 passed/);
  writeFileSync(join(app, 'bare.config.ts'), "export default { test: { dir: 'test' } };\n");
  const { out: without } = await run(app, 'npx vitest run --config bare.config.ts leads', { ok: false });
  assert.match(without, /the fixture mock needs globalSetup: 'leadmock\/vitest' in vitest.config.ts/);
});

test("Vitest: browser mode, in Debian's Chromium", async () => {
  cpSync(join(here, 'files/page.ts'), join(app, 'test/page.test.ts'));
  cpSync(join(here, 'files/browser.config.ts'), join(app, 'browser.config.ts'));
  const { out } = await run(app, 'npx vitest run --config browser.config.ts');
  assert.match(out, /Test Files .*3 passed/);
  await run(app, 'rm test/page.test.ts');
});

for (const [script, printed] of [['script', '500\n'], ['guesses', '0 2\ntrue\ntrue\n'], ['ssr', '503\n']]) {
  test(`${script}.ts of the guide`, async () => {
    assert.equal((await run(app, `npx esbuild ${script}.ts --format=esm --outfile=${script}.mjs --log-level=error && node ${script}.mjs`)).out, printed);
  });
}

test('the script of the guide that relies on a guess', async () => {
  const { out } = await run(app, 'npx esbuild relies.ts --format=esm --outfile=relies.mjs --log-level=error && node relies.mjs');
  assert.match(out, /^listLeads \{ limit: 1 \} A04 unauthorized$/m);
  assert.equal(JSON.parse(readFileSync(join(app, 'relies.json'), 'utf8')).operations[0].count, 1);
});

/** startVite starts a dev server; printed returns the first group of a pattern, once the server has printed it. */
function startVite(env = {}) {
  const vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', '0'], { cwd: app, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [vite.stdout, vite.stderr]) stream.on('data', (data) => (out += String(data).replace(/\x1b\[\d+m/g, '')));
  const printed = async (pattern) => {
    await until(`${pattern} in ${out}`, () => pattern.test(out));
    return pattern.exec(out)[1];
  };
  return { vite, printed, forget: () => (out = '') };
}

test('Vite prints the address of the web UI, and stops the mock when it stops', async () => {
  const { vite, printed } = startVite();
  const mock = await printed(/leadmock: (http:\S+)\/__mock\//);
  const local = await printed(/Local:\s+(http:\S+?)\/\s/);
  const listed = await (await fetch(`${local}/v3/lead`, { headers: { Authorization: 'Bearer app' } })).json();
  assert.equal(listed.total, 27);
  assert.doesNotMatch(await (await fetch(`${local}/__mock/sessions`)).text(), /"sessions"/, 'got the control API through Vite, want it kept away');
  vite.kill('SIGTERM');
  await until(`the mock at ${mock} to end`, () => fetch(`${mock}/__mock/health`).then(() => false, () => true));
  await until('Vite to end', () => !alive(vite.pid));
  await run(app, 'npx vite build');
});

test('Vite restarts: the mock stays, also at a fixed port, unless its options change', async () => {
  const config = join(app, 'vite.config.ts');
  const documentedConfig = readFileSync(config, 'utf8');
  const configure = (options) => writeFileSync(config, documentedConfig.replace('{ leads: 25 }', options));
  const port = await freePort();
  configure(`{ leads: 25, port: ${port} }`);
  const { vite, printed, forget } = startVite();
  const mock = await printed(/leadmock: (http:\S+)\/__mock\//);
  const total = async () => (await (await fetch(`${mock}/__mock/records/lead?limit=0`)).json()).total;
  await fetch(`${mock}/__mock/leads?count=3`, { method: 'POST' });
  for (const [options, want] of [[`{ leads: 25, port: ${port} } /* the same */`, 32], [`{ leads: 5, port: ${port} }`, 9], [`{ leads: 5, port: ${port} } /* the same */`, 9]]) {
    forget();
    configure(options);
    await printed(/server restarted/);
    assert.equal(await total(), want, options);
  }
  forget();
  configure('{ leads: 7 }');
  const moved = await printed(/leadmock: (http:\S+)\/__mock\//);
  vite.kill('SIGTERM');
  await until(`the mock at ${moved} to end`, () => fetch(`${moved}/__mock/health`).then(() => false, () => true));
  await until('Vite to end', () => !alive(vite.pid));
  writeFileSync(config, documentedConfig);
});

test('Vite warns if no mock answers at LEADMOCK_URL', async () => {
  const { vite, printed } = startVite({ LEADMOCK_URL: 'http://127.0.0.1:9' });
  await printed(/(leadmock: no mock answers at http:\/\/127\.0\.0\.1:9)/);
  vite.kill('SIGTERM');
  await until('Vite to end', () => !alive(vite.pid));
});

for (const [module, resolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
  test(`the types under strict with ${resolution}`, async () => {
    const compilerOptions = { strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true, target: 'es2022', lib: ['es2022'], module, moduleResolution: resolution, types: [] };
    writeFileSync(join(app, `tsconfig.${resolution}.json`), JSON.stringify({ compilerOptions, files: ['checks.ts', 'types.ts', 'skill.ts'] }));
    await run(app, `npx tsc --project tsconfig.${resolution}.json`);
  });
}
