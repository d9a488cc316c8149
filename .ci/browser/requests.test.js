import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, heading, list, notice, open, refused, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

const bad = { list_uuid: list, lead_name: 'O’Brien', phone_number: '' };

test('requests appear as they come, with the reason, and can be searched', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/requests');
  await page.getByText('No requests yet').waitFor();
  await notice(page, 'live');
  await call(base, t.name, 'GET', '/v3/lead?limit=1');
  await page.getByRole('button', { name: 'GET /v3/lead?limit=1: show the exchange' }).waitFor();
  await call(base, t.name, 'POST', '/v3/lead', bad);
  const row = page.getByRole('row', { name: /POST.*400/ });
  await row.getByText(/phone_number: String length must be greater than or equal to 1/).waitFor();
  await call(base, 'another session', 'GET', '/v3/lead?limit=2');
  await call(base, t.name, 'GET', '/v3/leads');
  await page.getByRole('row', { name: /\/v3\/leads: .* 404/ }).waitFor();
  assert.equal(await page.getByText('limit=2').count(), 0); // that was another session

  const rows = page.getByRole('table').getByRole('row');
  await page.getByLabel('Status').selectOption('4xx, refused');
  await until('two rows and the header', async () => await rows.count() === 3);
  await page.getByLabel('Operation').selectOption('createLead');
  await until('one row and the header', async () => await rows.count() === 2);
  await page.getByRole('searchbox', { name: 'Contains' }).fill('nobody');
  await page.getByText('No request matches').waitFor();
});

test('an exchange shows both bodies and a curl without the token', async (t) => {
  await call(base, t.name, 'POST', '/v3/lead', bad);
  const page = await open(t, browser, base, '/__mock/#/requests', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'POST /v3/lead: show the exchange' }).click();
  const exchange = page.getByRole('region', { name: 'Exchange' });
  await exchange.getByText('"lead_name": "O’Brien"').waitFor();
  await exchange.getByText("Does not match pattern").first().waitFor();
  await exchange.getByRole('button', { name: 'Copy', exact: true }).click();
  await notice(page, 'Copied.');
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(curl, /^curl -X POST '/);
  assert.match(curl, /Authorization: Bearer \$TOKEN/);
  assert.ok(curl.includes(`X-Mock-Session: ${t.name}`), `got ${curl}, want the session ${t.name} in it`);
  assert.ok(!curl.includes('dev'), `got ${curl}, want no token in it`);
  await page.keyboard.press('Escape');
  await exchange.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '/v3/lead'); // the focus is back
});

test('an error is forced again, once', async (t) => {
  const first = await call(base, t.name, 'POST', '/v3/lead', bad);
  const page = await open(t, browser, base, '/__mock/#/requests');
  await page.getByRole('button', { name: 'POST /v3/lead: show the exchange' }).click();
  await page.getByRole('button', { name: 'Force this error next time' }).click();
  await notice(page, 'The next createLead gets it.');
  const good = { list_uuid: list, phone_number: '0349719999' };
  assert.deepEqual(await call(base, t.name, 'POST', '/v3/lead', good), first);
  assert.equal((await call(base, t.name, 'POST', '/v3/lead', good)).status, 200);

  await page.getByLabel('Or answer the next call with').selectOption('401 unauthorized');
  await page.getByRole('button', { name: 'Force', exact: true }).click();
  await until('the fault', async () => (await call(base, t.name, 'GET', '/__mock/faults')).value.faults.length === 2);
  assert.equal((await call(base, t.name, 'POST', '/v3/lead', good)).status, 401);
  await page.getByRole('row', { name: /401/ }).waitFor();
});

test('the list can be paused, and the request log cleared', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/requests');
  await notice(page, 'live');
  await page.getByRole('button', { name: 'Pause' }).click();
  await call(base, t.name, 'GET', '/v3/lead?limit=7');
  await until('the request log', async () => (await call(base, t.name, 'GET', '/__mock/requests')).value.total === 1);
  assert.equal(await page.getByText('limit=7').count(), 0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('limit=7').waitFor();
  await page.getByRole('button', { name: 'Clear the request log' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear the request log' }).click();
  await page.getByText('No requests yet').waitFor();
  await call(base, t.name, 'GET', '/v3/lead?limit=8');
  await page.getByText('limit=8').waitFor();
});

test('a session that ends and starts again is followed again', async (t) => {
  for (let i = 0; i < 3; i++) await call(base, t.name, 'GET', '/v3/lead?limit=3');
  const page = await open(t, browser, base, '/__mock/#/requests');
  await page.getByText('3 requests').waitFor();
  await notice(page, 'live');
  await call(base, '', 'DELETE', `/__mock/sessions/${encodeURIComponent(t.name)}`);
  await page.getByText('No requests yet').waitFor();
  await call(base, t.name, 'GET', '/v3/lead?limit=9');
  await page.getByText('limit=9').waitFor();
});

test('a session that starts again just before it is followed is noticed', async (t) => {
  for (let i = 0; i < 3; i++) await call(base, t.name, 'GET', '/v3/lead?limit=3');
  const page = await open(t, browser, base, '/__mock/#/clock');
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route('**/__mock/requests/stream', async (route) => { await released; await route.continue(); }, { times: 1 });
  const asked = page.waitForRequest('**/__mock/requests/stream');
  await page.getByRole('link', { name: 'Requests' }).click();
  await page.getByText('3 requests').waitFor();
  await asked;
  await call(base, '', 'DELETE', `/__mock/sessions/${encodeURIComponent(t.name)}`);
  await call(base, t.name, 'GET', '/v3/lead?limit=9');
  release();
  await page.getByText('limit=9').waitFor();
  await page.getByText('1 request', { exact: true }).waitFor();
});

test('the page reports that the mock refuses it, and asks for the token', async (t) => {
  const page = await open(t, browser, base, '/docs/', { expected: refused });
  let tokens = [];
  await page.route('**/__mock/requests*', (route) => {
    tokens.push(route.request().headers().authorization);
    return tokens.at(-1) === 'Bearer secret' ? route.continue() : route.fulfill({ status: 401, contentType: 'application/json', body: '{"error":"the control API wants the token"}' });
  });
  await page.goto(`${base}/__mock/#/requests`);
  await page.getByRole('alert').getByText('the control API wants the token').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Tokens' }).click();
  await page.getByLabel('Control token').fill('secret');
  await page.keyboard.press('Enter');
  await heading(page, 'Requests');
  await notice(page, 'live');
  assert.equal(tokens.at(-1), 'Bearer secret');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []); // only sessionStorage has them
});
