import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { call, heading, list, notice, open, startBrowser, startMock } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

const create = (session, body) => call(base, session, 'POST', '/v3/lead', { list_uuid: list, phone_number: '0349719999', ...body });

test('usage shows while the app runs, and a reply that it never got is forced', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/usage');
  await heading(page, 'Usage');
  await page.getByText('Nothing yet').waitFor();
  await page.getByText('No guess yet').waitFor();
  await page.getByText('26 of 26').waitFor();
  await call(base, t.name, 'GET', '/v3/lead?limit=5');
  await create(t.name, { lead_name: 'SECRET' });
  const uses = page.getByRole('table', { name: 'What it uses' });
  await uses.getByRole('row', { name: 'createLead 1 lead_name 1, list_uuid 1, phone_number 1' }).waitFor();
  await uses.getByRole('row', { name: 'listLeads 1 limit 1' }).waitFor();
  await call(base, t.name, 'PATCH', '/v3/lead');
  const guess = page.getByRole('table', { name: 'Guesses that it relies on' }).getByRole('row', { name: /^A05 method-not-allowed/ });
  await guess.getByText('A known path with another method is answered with 405').waitFor();
  assert.match(await guess.textContent(), /PATCH \/v3\/lead 405$/);
  assert.equal(await guess.getByRole('link', { name: 'A05' }).getAttribute('href'), `/s/${encodeURIComponent(t.name)}/docs/#/assumptions/A05`);

  await page.getByText('24 of 26').waitFor();
  const never = page.getByRole('table', { name: 'Documented replies that it never got' });
  assert.equal(await never.getByRole('button', { name: 'Force created of createLead' }).count(), 0);
  await never.getByRole('button', { name: 'Force phone_empty of createLead' }).click();
  await notice(page, 'The next createLead gets it.');
  assert.equal((await create(t.name)).status, 400);
  await page.getByText('23 of 26').waitFor();
  assert.equal((await create(t.name)).status, 200);
  assert.doesNotMatch(await page.content(), /SECRET/);
});

test('all sessions, a file, and counting from zero', async (t) => {
  await call(base, 'another', 'DELETE', '/v3/lead/none');
  const page = await open(t, browser, base, '/__mock/#/usage');
  await page.getByText('Nothing yet').waitFor();
  await page.getByRole('button', { name: 'All sessions' }).click();
  await page.getByRole('row', { name: 'deleteLead 1' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save to a file' }).click()]);
  const saved = JSON.parse(readFileSync(await download.path()));
  assert.equal(saved.usage, 1);
  assert.ok(saved.operations.some((one) => one.operation === 'deleteLead'), `got ${saved.operations.map((one) => one.operation)}, want deleteLead in it`);
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start again' }).click();
  await notice(page, 'Nothing is counted yet.');
  await page.getByText('26 of 26').waitFor();
  assert.deepEqual((await call(base, '', 'GET', '/__mock/usage')).value.operations, []);
});
