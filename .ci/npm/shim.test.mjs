// How the binary is found, on all systems.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { packed } from './harness.mjs';

const { findBinary, platforms } = await import(join(packed, 'packages/leadmock/dist/binary.js'));
const { kinds, toArguments } = await import(join(packed, 'packages/leadmock/dist/options.js'));
const on = (platform, arch, more = {}) => ({ platform, arch, env: {}, resolve: (id) => `/modules/${id}`, exists: () => true, ...more });

test('each platform has a path, and Windows an .exe', () => {
  assert.equal(findBinary('leadmock', on('linux', 'arm64')), '/modules/@leadapi/leadmock-linux-arm64/bin/leadmock');
  assert.equal(findBinary('leadcontract', on('darwin', 'arm64')), '/modules/@leadapi/leadcontract-darwin-arm64/bin/leadcontract');
  const windows = (id) => `C:\\app\\node_modules\\${id.replaceAll('/', '\\')}`;
  assert.equal(findBinary('leadmock', on('win32', 'x64', { resolve: windows })), 'C:\\app\\node_modules\\@leadapi\\leadmock-win32-x64\\bin\\leadmock.exe');
  assert.equal(platforms.length, 6);
});

test('a variable wins, and must name a file', () => {
  const env = { LEADMOCK_BINARY: 'C:\\tools\\leadmock.exe' };
  assert.equal(findBinary('leadmock', on('win32', 'x64', { env })), 'C:\\tools\\leadmock.exe');
  assert.equal(findBinary('leadmock', on('sunos', 'x64', { env })), 'C:\\tools\\leadmock.exe');
  assert.equal(findBinary('leadcontract', on('linux', 'x64', { env })), '/modules/@leadapi/leadcontract-linux-x64/bin/leadcontract');
  assert.throws(() => findBinary('leadmock', on('linux', 'x64', { env, exists: () => false })), /LEADMOCK_BINARY is C:\\tools\\leadmock.exe, and there is no such file/);
});

test('a missing binary is named, in one line', () => {
  assert.throws(() => findBinary('leadmock', on('freebsd', 'x64')), /^Error: there is no binary for freebsd-x64 \(linux-x64, .*LEADMOCK_BINARY$/);
  const missing = () => { throw new Error('Cannot find module'); };
  assert.throws(() => findBinary('leadmock', on('linux', 'x64', { resolve: missing })), /^Error: @leadapi\/leadmock-linux-x64 is not installed; [^\n]*$/);
});

test('options become flags, and secrets variables', () => {
  const { args, env } = toArguments({ leads: 25, importDelay: 0, sessionIdle: '2h', spec: ['a.yaml', 'b c.yaml'], watch: false, now: new Date(0), auth: 'secret', seed: undefined });
  assert.deepEqual(args, ['--until-stdin-ends', '--log=off', '--port=0', '--leads=25', '--import-delay=0ms', '--session-idle=2h', '--spec=a.yaml', '--spec=b c.yaml', '--watch=false', '--now=1970-01-01T00:00:00.000Z']);
  assert.deepEqual(env, { LEADMOCK_AUTH: 'secret' });
  const nothing = Object.fromEntries(Object.keys(kinds).map((name) => [name, undefined]));
  assert.deepEqual(toArguments(nothing), toArguments({}), 'got other flags for options that are undefined than for absent ones');
  assert.deepEqual(toArguments({ addr: '127.0.0.1:4010' }).args, ['--until-stdin-ends', '--log=off', '--addr=127.0.0.1:4010']);
});

test('an option that is unknown or of a wrong type is named', () => {
  for (const [options, error] of [
    [{ lead: 25 }, /^TypeError: leadmock: there is no option "lead" \(.*leads, .*\)$/],
    [{ toString: 'x' }, /there is no option "toString"/],
    [{ leads: '25' }, /^TypeError: leadmock: option leads: want a whole number, not "25"$/],
    [{ leads: 1.5 }, /option leads: want a whole number, not 1.5/],
    [{ leads: NaN }, /option leads: want a whole number, not NaN/],
    [{ watch: 'no' }, /option watch: want true or false, not "no"/],
    [{ seed: null }, /option seed: want a string, not null/],
    [{ spec: ['a.yaml', 3] }, /option spec: want a string or an array of strings, not 3/],
    [{ importDelay: Infinity }, /option importDelay: want milliseconds, not Infinity/],
    [{ importDelay: [1] }, /option importDelay: want milliseconds or a string such as "1.5s", not \[1\]/],
    [{ now: new Date('x') }, /option now: want a valid Date or a string such as .*, not Invalid Date/],
    [25, /want options such as \{ leads: 25 \}, not 25/],
    [null, /want options such as \{ leads: 25 \}, not null/],
    [[], /want options such as \{ leads: 25 \}, not \[\]/],
  ]) {
    assert.throws(() => toArguments(options), error, JSON.stringify(options));
  }
});
