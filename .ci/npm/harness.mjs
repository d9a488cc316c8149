// Shared by the tests: the packed packages, and commands in new folders outside the repository.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './registry.mjs';

export const here = dirname(fileURLToPath(import.meta.url));
export const packed = process.env.PACKED ?? assert.fail('PACKED names the folder that npm/pack.mjs has filled');
export const registry = await serve(packed);
const work = mkdtempSync(join(tmpdir(), 'leadmock-npm-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|LEADMOCK_|PORT$|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/i.test(name)));
export const environment = { ...clean, npm_config_registry: registry.url, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false', COREPACK_ENABLE_STRICT: '0' };

/** fresh returns a new folder, with the files of the folder from, if given. */
export function fresh(name, from) {
  const folder = join(work, name);
  mkdirSync(folder);
  if (from) cpSync(join(here, from), folder, { recursive: true });
  return folder;
}

/** run runs a command, and returns what it printed and its exit code. */
export async function run(folder, command, { env = {}, ok = true, seconds = 120 } = {}) {
  const child = spawn(command, { cwd: folder, shell: true, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (out += data));
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
  const code = await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  if (ok) assert.equal(code, 0, `$ ${command}\ngot code ${code}, want 0, after\n${out}`);
  return { out, code };
}

/** bin returns the command of a tool that is installed here. */
export const bin = (name) => join(here, 'node_modules/.bin', name);

/** read reads a file of the repository. */
export const read = (path) => readFileSync(join(here, '../..', path), 'utf8');

export const guide = read('docs/frontend.md');
export const skill = read('skills/leadmock/SKILL.md');

/** files writes the files of docs/frontend.md, verbatim, and returns their names. */
export function documented(folder) {
  const blocks = [...guide.matchAll(/^```\w+ file=(\S+)\n(.*?)^```/gms)];
  for (const [, name, text] of blocks) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return blocks.map(([, name]) => name);
}

/** commands are the "$ " lines of docs/frontend.md with their expected output; ... matches anything. */
export function commands() {
  return [...guide.matchAll(/^```console\n(.*?)^```/gms)].flatMap(([, block]) =>
    block.split(/^\$ /m).slice(1).map((one) => {
      const [command, ...lines] = one.trimEnd().split('\n');
      return { command, output: lines.join('\n') };
    }));
}

/** skillCalls returns the calls in the skill's table; a cell that is only a fault becomes a call that adds it. */
export function skillCalls() {
  const cells = [...skill.matchAll(/^\|[^|]+\|(.+)\|$/gm)].map(([, cell]) => cell);
  const codes = cells.flatMap((cell) => [...cell.matchAll(/`((?:s\.|const |\{)[^`]+)`/g)].map(([, code]) => code));
  return codes.map((code) => (code.startsWith('{') ? `await s.fault(${code})` : code.replace(/^s\./, 'await s.')));
}

/** alive reports whether a process exists. */
export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** until waits for a condition; the error names what it waited for. */
export async function until(what, condition, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
