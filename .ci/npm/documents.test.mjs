// Documents that are written by hand name only flags, operations, methods, calls and files that exist.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { guide, here, packed, read, run, skill, skillCalls } from './harness.mjs';

const library = join(packed, 'packages/leadmock/dist');
const { flag, kinds } = await import(join(library, 'options.js'));
const { Records, Session, startMock } = await import(join(library, 'index.js'));
process.env.LEADMOCK_BINARY = join(packed, `packages/@leadapi/leadmock-${process.platform}-${process.arch}/bin/leadmock`);

test('startMock has an option for every flag of leadmock --help, of its type', async () => {
  const { out } = await run(here, `${process.env.LEADMOCK_BINARY} --help`);
  const types = { text: 'string', texts: 'stringArray', number: 'int', switch: '', duration: 'duration', moment: 'string' };
  const flags = Object.fromEntries([...out.matchAll(/^ +(?:-\w, )?(--[\w-]+)(?: (\w+))? {2,}/gm)].map(([, name, type = '']) => [name, type.replace('uint', 'int')]));
  delete flags['--help'];
  delete flags['--until-stdin-ends']; // which startMock sets
  assert.ok(Object.keys(flags).length > 20, `got ${Object.keys(flags)}, want more than 20 flags in\n${out}`);
  const options = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [flag(name), types[kind]]));
  assert.deepEqual(options, flags);
});

test('the guide lists all methods of a session and of its records', () => {
  const rows = [...guide.matchAll(/^\| (`.+) \|(.*)\|$/gm)];
  const names = (text) => [...text.matchAll(/`(\w+)(?:\([^`]*\))?`/g)].map(([, name]) => name);
  const methods = (type) => Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor').sort();
  assert.deepEqual(rows.flatMap(([, first]) => names(first)).sort(), methods(Session));
  const [, has] = /`records` has (.*);?/.exec(rows.map(([, , second]) => second).find((text) => text.includes('`records` has')));
  assert.deepEqual(names(has).sort(), methods(Records));
});

test('the skill names the operations, and its calls work', async () => {
  const mock = await startMock();
  try {
    const [, listed] = /serves the lead API \(([^)]*)\)/.exec(skill);
    assert.deepEqual([...listed.matchAll(/\w+/g)].map(([name]) => name).sort(), (await mock.operations()).map((one) => one.operation).sort());
    const [list] = await mock.session().records('list').list();
    assert.ok(skill.includes(list.list_uuid), `got another list in the skill, want that of the seed, ${list.list_uuid}`);
    const calls = skillCalls();
    assert.ok(calls.length >= 10, `got ${calls.length} calls, want 10 at least: ${calls}`);
    for (const call of calls) await works(mock.session(), list.list_uuid, call);
  } finally {
    await mock.stop();
  }
});

/** works runs a call while an app creates a lead once, and goes on listing leads. */
async function works(s, list, call) {
  const headers = { Authorization: 'Bearer app' };
  await fetch(`${s.url}/v3/lead`, { method: 'POST', headers });
  const asking = setInterval(() => fetch(`${s.url}/v3/lead`, { headers }).catch(() => {}), 50);
  try {
    await new (async () => {}).constructor('s', 'list_uuid', 'phone_number', call)(s, list, '0349719999');
  } catch (error) {
    assert.fail(`${call}: got ${error}, want no error`);
  } finally {
    clearInterval(asking);
  }
}

test('links of the documents in the packages lead to files and headings that exist', () => {
  for (const page of ['llms.txt', 'npm/leadmock/README.md', 'npm/leadcontract/README.md', 'skills/leadmock/SKILL.md']) {
    const text = read(page);
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const [, path, heading] = /^https:\/\/github\.com\/leadapi\/leadapi(?:\/blob\/main\/([^#]+))?(?:#(.+))?$/.exec(target) ?? assert.fail(`${page}: got the link ${target}, want one to GitHub, because the package does not have the file`);
      assert.ok(existsSync(join(here, '../..', path ?? 'README.md')), `${page}: got a link to ${target}, want one to a file that exists`);
      if (heading) assert.ok(headings(read(path ?? 'README.md')).includes(heading), `${page}: got a link to ${target}, want one to a heading that exists`);
    }
  }
});

test('llms.txt has every guide', () => {
  const guides = readdirSync(join(here, '../../docs')).filter((name) => name.endsWith('.md'));
  assert.ok(guides.length > 0, 'got no guides, want some');
  for (const name of guides) assert.ok(read('llms.txt').includes(`/docs/${name})`), `llms.txt: got no docs/${name}, want it`);
});

function headings(text) {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-'));
}
