import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { call, heading, lead, list, notice, open, refused, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

const totalOf = async (session) => (await call(base, session, 'GET', '/v3/lead?limit=0')).value.total;
const create = (session) => call(base, session, 'POST', '/v3/lead', { list_uuid: list, phone_number: '0349719999' });

test('a snapshot is saved, restored and deleted', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/state');
  await page.getByText('No snapshots yet').waitFor();
  const snapshots = page.getByRole('region', { name: 'Snapshots' });
  await snapshots.getByLabel('Name').fill('trước demo / 1');
  await snapshots.getByRole('button', { name: 'Save snapshot' }).click();
  await snapshots.getByRole('row', { name: /^trước demo \/ 1 4 / }).waitFor();
  await create(t.name);
  assert.equal(await totalOf(t.name), 3);
  await snapshots.getByRole('button', { name: 'Restore trước demo / 1' }).click();
  await notice(page, 'Snapshot trước demo / 1 is restored.');
  assert.equal(await totalOf(t.name), 2);
  await snapshots.getByRole('button', { name: 'Delete trước demo / 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No snapshots yet').waitFor();
});

test('a reset asks first', async (t) => {
  await create(t.name);
  const page = await open(t, browser, base, '/__mock/#/state');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByRole('dialog', { name: 'Reset' }).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await totalOf(t.name), 3);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click();
  await notice(page, 'The session is as it was at the start.');
  assert.equal(await totalOf(t.name), 2);
});

test('all records go out to a file and come back', async (t) => {
  await create(t.name);
  const page = await open(t, browser, base, '/__mock/#/state', { expected: refused });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save to a file' }).click()]);
  const saved = readFileSync(await download.path());
  assert.equal(JSON.parse(saved).leads.length, 5);
  await call(base, t.name, 'PUT', '/__mock/state', {});
  const load = (name, buffer) => page.getByLabel('Replace everything with a file').setInputFiles({ name, mimeType: 'application/json', buffer });
  await load('state.json', saved);
  await notice(page, 'state.json has replaced what was here.');
  assert.equal(await totalOf(t.name), 3);
  await load('broken.json', Buffer.from('{'));
  await page.getByRole('alert').getByText('broken.json is not JSON.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await load('wrong.json', Buffer.from('{"leads": [{"lead_uuid": 7}]}'));
  await page.getByRole('alert').getByText(/lead_uuid/).waitFor();
  assert.equal(await totalOf(t.name), 3);
});

test('sessions are listed, entered by name, and ended', async (t) => {
  const other = 'phiên của Hà/1'; // a header cannot contain it
  const page = await open(t, browser, base, '/__mock/#/state', { session: '' });
  const sessions = page.getByRole('region', { name: 'Sessions' });
  await sessions.getByRole('row', { name: /^\(default\) 4 / }).waitFor();
  await sessions.getByLabel('Name').fill(other);
  await sessions.getByRole('button', { name: 'Go to session' }).click();
  await page.waitForURL((url) => decodeURIComponent(url.pathname) === `/s/${other}/__mock/`);
  await page.getByRole('link', { name: 'New lead' }).click();
  await page.getByLabel('Phone').fill('0325000003');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await page.getByText('0325000003').first().waitFor();
  assert.equal(await totalOf(''), 2); // the default session has not seen it

  await page.getByRole('link', { name: 'State' }).click();
  await page.getByRole('combobox', { name: 'Session' }).selectOption('(default)');
  await page.waitForURL(`${base}/__mock/#/state`);
  await page.getByRole('combobox', { name: 'Session' }).locator('option', { hasText: other }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: `End ${other}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
  await notice(page, `Session ${other} is ended.`);
  assert.equal(await page.getByRole('button', { name: `End ${other}` }).count(), 0);
});

test('the clock is frozen, moved and set, and ids are repeatable', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/clock');
  await page.getByText('The clock of the machine.').waitFor();
  await page.getByLabel('Time', { exact: true }).fill('2023-03-08T16:00:00');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByText('2023-03-08 16:00:00').waitFor();
  await page.getByText('Frozen: it stands still.').waitFor();
  await page.getByRole('button', { name: '+1 day' }).click();
  await page.getByText('2023-03-09 16:00:00').waitFor();
  const made = [];
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: 'Start the sequence' }).click();
    await until('the seed', async () => (await page.getByRole('status').allTextContents()).includes('Ids are repeatable from now on.'));
    made.push((await create(t.name)).value.lead_uuid);
    if (i === 0) await call(base, t.name, 'DELETE', `/v3/lead/${made[0]}`);
  }
  assert.match((await call(base, t.name, 'GET', `/v3/lead/${made[1]}`)).value.created_at, /^2023-03-09T16:00:00/);
  await page.getByRole('button', { name: 'Let it run' }).click();
  await page.getByText('Running from a time that was set.').waitFor();
  await page.getByRole('button', { name: 'Freeze' }).click();
  await page.getByText('Frozen: it stands still.').waitFor();
  await page.getByRole('button', { name: 'Use the machine’s clock' }).click();
  await page.getByText('The clock of the machine.').waitFor();
  assert.equal(made[0], made[1]);
});

test('imports wait for the time that is set', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/clock');
  await page.getByLabel('Uploaded leads become visible').selectOption('after 3 reads of the list');
  await notice(page, 'Saved.');
  assert.deepEqual((await call(base, t.name, 'GET', '/__mock/jobs')).value.imports, { after_reads: 3 });
});

test('the contract panel fills in the command', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/contract');
  await heading(page, 'Contract');
  const code = page.getByLabel('Command');
  const words = async () => (await code.textContent()).replaceAll('\\\n', '').split(/\s+/);
  const before = await words();
  assert.deepEqual(before.slice(1, 3), ['LEADCONTRACT_TOKEN=dev', 'go']);
  assert.equal(before[before.indexOf('--url') + 1], `${base}/s/${encodeURIComponent(t.name)}`);
  assert.equal(before[before.indexOf('--list-uuid') + 1], list);
  await page.getByLabel('URL of the deployment').fill('https://staging.example.com');
  await page.getByLabel('Fail on').selectOption('what its samples imply, too');
  await page.getByLabel('List to write in').fill('');
  await page.getByText('Without a list the suite only reads.').waitFor();
  assert.deepEqual((await words()).slice(2), ['go', 'run', './cmd/leadcontract', '--url', 'https://staging.example.com', '--gate', 'implied']);
  await page.getByLabel('Run with').selectOption('npx leadcontract');
  assert.deepEqual((await words()).slice(2, 5), ['npx', 'leadcontract', '--url']);
  await page.getByLabel('URL of the deployment').fill("https://x/'; rm -rf /");
  const command = await code.textContent();
  assert.ok(command.includes(`--url 'https://x/'\\''; rm -rf /'`), `got ${command}, want the URL quoted`);
});

test('the address names what is shown, and Back works', async (t) => {
  const page = await open(t, browser, base, `/__mock/#/leads/${lead}`);
  await heading(page, 'TestNe');
  await page.getByRole('link', { name: 'Faults' }).click();
  await heading(page, 'Faults');
  await page.goBack();
  await heading(page, 'TestNe');
  assert.match(await page.title(), /^TestNe/);
});
