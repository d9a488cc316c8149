// The packages under npm, pnpm and yarn, from an empty folder.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { alive, bin, commands, environment, fresh, here, packed, registry, run, until } from './harness.mjs';

const kind = `${process.platform}-${process.arch}`;
const library = (folder) => writeFileSync(join(folder, 'library.mjs'), readFileSync(join(here, 'files/library.mjs')));

test('publint and arethetypeswrong find nothing', async () => {
  for (const file of readdirSync(packed).filter((name) => name.endsWith('.tgz'))) {
    await run(here, `${bin('publint')} run ${join(packed, file)} --strict`);
  }
  const leadmock = readdirSync(packed).find((name) => /^leadmock-/.test(name));
  await run(here, `${bin('attw')} ${join(packed, leadmock)} --profile esm-only`);
});

test('no package has a script, and all have licence, version and limits', async () => {
  const names = readdirSync(join(packed, 'packages'));
  const scoped = readdirSync(join(packed, 'packages/@leadapi'));
  for (const name of ['leadmock', 'leadcontract', ...scoped.map((one) => `@leadapi/${one}`)]) {
    const folder = join(packed, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    assert.equal(manifest.scripts, undefined, name);
    assert.equal(manifest.dependencies, undefined, name);
    assert.equal(manifest.license, 'MIT', name);
    assert.match(readFileSync(join(folder, 'LICENSE'), 'utf8'), /MIT/, name);
    if (name.startsWith('@')) assert.deepEqual([manifest.os, manifest.cpu, manifest.preferUnplugged], [[process.platform], [process.arch], true], name);
    else assert.deepEqual(manifest.optionalDependencies, { [`@leadapi/${name}-${kind}`]: manifest.version }, name);
  }
  assert.deepEqual(names.sort(), ['@leadapi', 'leadcontract', 'leadmock']);
});

test('a release has the packages of all platforms', async () => {
  const dist = fresh('dist');
  const systems = [['linux', 'linux'], ['darwin', 'darwin'], ['windows', 'win32']];
  const machines = [['amd64', 'x64'], ['arm64', 'arm64']];
  const artifacts = ['leadmock', 'leadcontract'].flatMap((program) => systems.flatMap(([goos]) => machines.map(([goarch]) => {
    const path = join(dist, `${program}-${goos}-${goarch}`);
    writeFileSync(path, 'a binary');
    return { type: 'Binary', name: goos === 'windows' ? `${program}.exe` : program, goos, goarch, path: relative(join(here, '../..'), path) };
  })));
  writeFileSync(join(dist, 'artifacts.json'), JSON.stringify(artifacts));
  await run(here, `node ../../npm/pack.mjs --version 1.2.3 --dist '${dist}' --out '${dist}/npm'`);
  const { optionalDependencies } = JSON.parse(readFileSync(join(dist, 'npm/packages/leadmock/package.json'), 'utf8'));
  const want = systems.flatMap(([, system]) => machines.map(([, machine]) => [`@leadapi/leadmock-${system}-${machine}`, '1.2.3']));
  assert.deepEqual(optionalDependencies, Object.fromEntries(want));
  const packages = readdirSync(join(dist, 'npm')).filter((file) => file.endsWith('.tgz'));
  assert.equal(packages.length, 14, `got ${packages}, want 2 packages and 12 with a binary`);
});

test('npm and pnpm install the packed files without a registry, and again from the lock file', async () => {
  const files = ['leadmock-0.0.1.tgz', `leadapi-leadmock-${kind}-0.0.1.tgz`].map((file) => join(packed, file)).join(' ');
  for (const [install, again] of [['npm install -D', 'npm ci'], [`${bin('pnpm')} add -D`, `${bin('pnpm')} install --frozen-lockfile`]]) {
    const folder = fresh(`files-${install.includes('pnpm') ? 'pnpm' : 'npm'}`);
    writeFileSync(join(folder, 'package.json'), '{"name": "app", "private": true}');
    await run(folder, `${install} ${files} && rm -r node_modules && ${again}`, { env: { npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0' } });
    assert.match((await run(folder, 'npx leadmock version')).out, /^leadmock v0\.0\.1/);
  }
});

test('npm: the commands of the guide in an empty folder', async () => {
  const folder = fresh('npm');
  const all = commands();
  assert.ok(all.length >= 2, `got ${all.length} commands in the guide, want 2 at least`);
  for (const { command, output } of all) {
    const { out } = await run(folder, command);
    const pattern = output.split('...').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
    assert.match(out, new RegExp(pattern), `$ ${command}`);
  }
  library(folder);
  assert.match((await run(folder, 'node library.mjs')).out, /the library works/);
  await run(folder, 'npm install -D leadcontract');
  const { code, out } = await run(folder, 'npx leadcontract --url http://127.0.0.1:1 --token x', { ok: false });
  assert.equal(code, 3, out);
});

test('pnpm', async () => {
  const folder = fresh('pnpm');
  writeFileSync(join(folder, 'package.json'), '{"name": "app", "private": true}');
  await run(folder, `${bin('pnpm')} add -D leadmock`);
  assert.match((await run(folder, `${bin('pnpm')} exec leadmock version`)).out, /leadmock v/);
  library(folder);
  assert.match((await run(folder, 'node library.mjs')).out, /the library works/);
});

for (const linker of ['node-modules', 'pnp']) {
  test(`yarn, ${linker}`, async () => {
    const folder = fresh(`yarn-${linker}`);
    writeFileSync(join(folder, 'package.json'), '{"name": "app", "private": true}');
    writeFileSync(join(folder, 'yarn.lock'), '');
    writeFileSync(join(folder, '.yarnrc.yml'), [
      `nodeLinker: ${linker}`, `npmRegistryServer: ${registry.url}`, "unsafeHttpWhitelist: ['127.0.0.1']", 'enableGlobalCache: false', `globalFolder: ${join(folder, '.global')}`, 'enableTelemetry: false', 'npmMinimalAgeGate: 0', '',
    ].join('\n'));
    const yarn = (command) => run(folder, `${bin('yarn')} ${command}`, { env: { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' } });
    await yarn('add -D leadmock');
    assert.match((await yarn('leadmock version')).out, /leadmock v/);
    library(folder);
    assert.match((await yarn('node library.mjs')).out, /the library works/);
  });
}

test('without its optional package the command says what to do, in one line', async () => {
  const folder = fresh('omit');
  await run(folder, 'npm install -D leadmock --omit=optional');
  const { out, code } = await run(folder, 'npx leadmock version', { ok: false });
  assert.equal(code, 1);
  assert.equal(out, `leadmock: @leadapi/leadmock-${kind} is not installed; install again on this platform without --omit=optional (from files: install leadapi-leadmock-${kind}-VERSION.tgz too), or name a binary in LEADMOCK_BINARY\n`);
  const own = join(packed, `packages/@leadapi/leadmock-${kind}/bin/leadmock`);
  assert.match((await run(folder, 'npx leadmock version', { env: { LEADMOCK_BINARY: own } })).out, /^leadmock v/);
});

test('the command passes on exit codes and signals', async () => {
  const folder = fresh('signals');
  await run(folder, 'npm install -D leadmock');
  assert.equal((await run(folder, 'npx leadmock --bogus', { ok: false })).code, 2);
  for (const [signal, code] of [['SIGTERM', 0], ['SIGINT', 0]]) {
    const child = spawn(process.execPath, ['node_modules/leadmock/bin.js', '--port=0', '--log=off'], { cwd: folder, env: environment });
    await new Promise((done) => child.stdout.once('data', done));
    child.kill(signal);
    assert.deepEqual(await new Promise((done) => child.once('close', (...ended) => done(ended))), [code, null], signal);
  }
});

// On a busy machine the program may run before the command continues. Here the signal arrives in between.
test('a signal while the command starts leaves no program behind', async () => {
  const folder = fresh('early');
  await run(folder, 'npm install -D leadmock');
  writeFileSync(join(folder, 'early.cjs'), [
    "const processes = require('node:child_process');",
    'const { spawn } = processes;',
    "processes.spawn = (...all) => { const child = spawn(...all); require('node:fs').writeSync(1, String(child.pid)); process.kill(process.pid, 'SIGTERM'); return child; };",
    "require('node:module').syncBuiltinESMExports();", '',
  ].join('\n'));
  const child = spawn(process.execPath, ['--require', './early.cjs', 'node_modules/leadmock/bin.js', '--port=0'], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  await new Promise((done) => child.once('exit', done));
  const pid = parseInt(out, 10);
  await until(`the program ${pid} to end`, () => !alive(pid), 10);
});

test('a killed process leaves no mock behind', async () => {
  const folder = fresh('killed');
  await run(folder, 'npm install -D leadmock');
  writeFileSync(join(folder, 'start.mjs'), "import { startMock } from 'leadmock';\nconst mock = await startMock();\nconsole.log(mock.pid);\nsetInterval(() => {}, 1000);\n");
  const child = spawn(process.execPath, ['start.mjs'], { cwd: folder, env: environment });
  const pid = Number(await new Promise((done) => child.stdout.once('data', done)));
  assert.ok(alive(pid), `got ${pid}, want the id of a process`);
  child.kill('SIGKILL');
  await until(`the mock ${pid} to end`, () => !alive(pid));
});
