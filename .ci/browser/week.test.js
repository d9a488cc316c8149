// What people do in a working week: records by hand, scenarios, links, code, and the requests of all sessions.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { accessible, call, fits, heading, lead, notice, open, refused, startBrowser, startMock } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

test('a lead is edited by hand, and a mistake shows at its field', async (t) => {
  const page = await open(t, browser, base, `/__mock/#/leads/${lead}`, { expected: refused });
  await page.getByRole('button', { name: 'Set by hand' }).click();
  await heading(page, 'Set TestNe by hand');
  await page.locator('#input-status').fill('CALLED');
  await page.locator('#input-called_count').fill('twice');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('want integer, not "twice"').waitFor();
  assert.equal(await page.locator('#input-called_count').getAttribute('aria-invalid'), 'true');
  await page.locator('#input-called_count').fill('2');
  await page.locator('#input-assign_username').fill('agent01');
  await page.getByRole('button', { name: 'Save' }).click();
  await notice(page, 'The lead is saved.');
  const { value } = await call(base, t.name, 'GET', `/v3/lead/${lead}`);
  assert.deepEqual([value.status, value.called_count, value.assign_username, value.lead_name], ['CALLED', 2, 'agent01', 'TestNe']);
});

test('leads that lists do not show are explained, and people are made up', async (t) => {
  const page = await open(t, browser, base, '/__mock/');
  await page.getByText('2 more leads exist').waitFor();
  await page.getByRole('button', { name: 'Make up 25' }).click();
  await notice(page, '27 leads');
  await page.getByRole('link', { name: 'C05' }).click();
  await page.waitForURL('**/docs/#/contradictions/C05');
});

test('a session starts from a scenario', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/state');
  await page.getByLabel('Scenario', { exact: true }).selectOption('expired-token');
  await page.getByText('Every request gets 401').waitFor();
  await page.getByRole('button', { name: 'Start with it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start with it' }).click();
  await notice(page, 'The session started with expired-token.');
  assert.equal((await call(base, t.name, 'GET', '/v3/lead')).status, 401);
});

test('the address of a request leads to it, and / to the search', async (t) => {
  await call(base, t.name, 'GET', '/v3/lead?limit=1');
  await call(base, t.name, 'GET', '/v3/lead?limit=2');
  const page = await open(t, browser, base, '/__mock/#/requests');
  await page.getByRole('button', { name: /limit=1: show/ }).click();
  assert.match(page.url(), /#\/requests\/1$/);
  await page.reload();
  await page.getByRole('region', { name: 'Exchange' }).getByRole('heading', { name: 'GET /v3/lead?limit=1' }).waitFor();
  await page.getByText('Request headers').click();
  await page.getByText('Bearer ***').waitFor();
  await page.getByRole('heading', { name: 'Requests', exact: true }).focus();
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  await page.keyboard.type('a/b');
  assert.equal(await page.getByRole('searchbox').inputValue(), 'a/b');
});

test('the requests of all sessions come together', async (t) => {
  await call(base, 'feed one', 'GET', '/v3/lead?limit=11');
  const page = await open(t, browser, base, '/__mock/#/requests');
  await page.getByRole('button', { name: 'All sessions' }).click();
  await page.getByRole('row', { name: /limit=11/ }).getByText('feed one').waitFor();
  await notice(page, 'live');
  await call(base, 'feed two', 'GET', '/v3/lead?limit=12');
  await page.getByRole('row', { name: /limit=12/ }).getByText('feed two').waitFor();
  await page.getByRole('button', { name: /limit=12/ }).click(); // all that is said of it is about its own session
  await page.locator('.as-code pre').getByText('X-Mock-Session: feed two').waitFor();
  await page.getByRole('button', { name: 'Force', exact: true }).click();
  await notice(page, 'listLeads');
  for (const [session, want] of [['feed two', 1], ['', 0]]) {
    const { faults } = await (await fetch(`${base}/__mock/faults`, { headers: { 'X-Mock-Session': session } })).json();
    assert.equal(faults.length, want, session);
  }
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'All sessions' }).click();
  await page.getByText('No requests yet').waitFor();
});

test('a confirmation closes with its panel', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/state');
  await page.getByRole('button', { name: 'Start with it' }).click();
  await page.getByRole('dialog').waitFor();
  await page.evaluate(() => { location.hash = '#/leads'; }); // as the button Back does
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a request is code before it is sent', async (t) => {
  const page = await open(t, browser, base, '/docs/#/lead/createLead');
  await page.getByText('Try createLead').click();
  const code = page.locator('.as-code').first();
  await code.getByText("curl -X POST '").waitFor();
  await page.getByRole('textbox', { name: 'Body' }).first().fill('{"list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a", "lead_name": "it\'s \\\\ a \\"name\\"", "phone_number": "0349719999"}');
  for (const language of ['fetch', 'axios']) {
    await code.getByLabel('Language of the code').selectOption(language);
    const text = await code.locator('pre').textContent();
    const AsyncFunction = (async () => {}).constructor;
    const requests = [];
    const fetch = async (url, { body, ...more }) => { requests.push({ url, body: JSON.parse(body), ...more }); return { json: () => ({}) }; };
    const axios = async ({ data, method, ...more }) => { requests.push({ body: data, method: method.toUpperCase(), ...more }); return { data: {} }; };
    await new AsyncFunction('fetch', 'axios', 'token', text)(fetch, axios, 'secret');
    assert.equal(requests[0].url, `${base}/v3/lead`);
    assert.equal(requests[0].method, 'POST');
    assert.deepEqual(requests[0].body, { list_uuid: 'c4869e79-f0fa-4c6a-9410-bc0defac375a', lead_name: 'it\'s \\ a "name"', phone_number: '0349719999' });
    assert.deepEqual(requests[0].headers, { Authorization: 'Bearer secret', 'X-Mock-Session': t.name, 'Content-Type': 'application/json' });
  }
});

test('these panels are accessible, and fit a phone', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults', { viewport: { width: 390, height: 800 }, colorScheme: 'dark', locale: 'vi-VN' });
  for (const [path, name] of [['#/faults', 'Giả lập lỗi'], ['#/state', 'Dữ liệu'], ['#/requests/all', 'Yêu cầu'], ['#/leads', 'Lead']]) {
    await page.evaluate((hash) => { location.hash = hash; }, path);
    await heading(page, name);
    console.log(await accessible(page, path));
    await fits(page, path);
  }
});
