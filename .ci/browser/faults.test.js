import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, heading, notice, open, refused, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

const statusOf = async (session) => (await call(base, session, 'GET', '/v3/lead?limit=1')).status;
const toggle = (page, name) => page.getByRole('switch', { name });
const on = (page, name) => until(`${name} is on`, async () => await toggle(page, name).getAttribute('aria-checked') === 'true');
const off = (page, name) => until(`${name} is off`, async () => await toggle(page, name).getAttribute('aria-checked') === 'false');

test('for one call: the switch goes off by itself', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByText('Nothing goes wrong').waitFor();
  await toggle(page, '500 Server error').click();
  await on(page, '500 Server error');
  assert.equal(await statusOf(t.name), 500);
  assert.equal(await statusOf(t.name), 200);
  await off(page, '500 Server error');
  await page.getByRole('row', { name: /status: 500 Every operation 1 of 1/ }).waitFor();
});

test('for N calls of one operation', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByLabel('Operation').selectOption('listLeads');
  await page.getByRole('radio', { name: 'For this many calls:' }).check();
  await page.getByRole('spinbutton', { name: 'Number of calls' }).fill('2');
  await toggle(page, '401 Unauthorized').click();
  await on(page, '401 Unauthorized');
  assert.equal((await call(base, t.name, 'GET', '/v3/lead/unknown')).status, 404); // another operation
  assert.deepEqual([await statusOf(t.name), await statusOf(t.name), await statusOf(t.name)], [401, 401, 200]);
  await page.getByRole('row', { name: /status: 401 listLeads 2 of 2/ }).waitFor();
});

test('until it is switched off: each of the eight', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByRole('radio', { name: 'Until switched off' }).check();
  const wants = {
    'Slow network': async () => assert.equal(await statusOf(t.name), 200),
    '401 Unauthorized': async () => assert.equal(await statusOf(t.name), 401),
    '404 Not Found': async () => assert.equal(await statusOf(t.name), 404),
    '429 Too Many Requests': async () => assert.equal(await statusOf(t.name), 429),
    '500 Server error': async () => assert.equal(await statusOf(t.name), 500),
    '503 Unavailable': async () => assert.equal(await statusOf(t.name), 503),
    'Connection reset': () => assert.rejects(statusOf(t.name)),
    'Half a body': () => assert.rejects(statusOf(t.name)),
  };
  for (const [name, wanted] of Object.entries(wants)) {
    await toggle(page, name).click();
    await on(page, name);
    await wanted();
    await wanted();
    await toggle(page, name).click();
    await off(page, name);
    assert.equal(await statusOf(t.name), 200);
  }
});

test('a documented error, and all off at once', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByRole('radio', { name: 'Until switched off' }).check();
  await page.getByLabel('Reply').selectOption('createLead: 400 list_uuid_short');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('row', { name: /example: list_uuid_short createLead/ }).waitFor();
  const reply = await call(base, t.name, 'POST', '/v3/lead', {});
  assert.deepEqual(reply.value, { error: [{ list_uuid: 'String length must be greater than or equal to 36' }] });
  await page.getByRole('button', { name: 'Remove fault 1' }).click();
  await page.getByText('Nothing goes wrong').waitFor();
  await toggle(page, '404 Not Found').click();
  await on(page, '404 Not Found');
  await page.getByRole('button', { name: 'Switch all off' }).click();
  await notice(page, 'All faults are off.');
  await off(page, '404 Not Found');
  assert.equal(await statusOf(t.name), 200);
});

test('a fault that a script adds turns on its switch', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await heading(page, 'Faults');
  await call(base, t.name, 'POST', '/__mock/faults', { delay: { min: '500ms', max: '2s' } });
  await on(page, 'Slow network');
});

test('the web UI itself meets no fault and is not logged', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByRole('radio', { name: 'For this many calls:' }).check();
  await toggle(page, 'Connection reset').click();
  await on(page, 'Connection reset');
  await page.getByRole('link', { name: 'Leads', exact: true }).click();
  await page.getByRole('link', { name: 'Demo02' }).click();
  await heading(page, 'Demo02');
  const { value } = await call(base, t.name, 'GET', '/__mock/faults/1');
  assert.equal(value.used, 0);
  assert.equal((await call(base, t.name, 'GET', '/__mock/requests')).value.total, 0);
  await assert.rejects(statusOf(t.name));
});

test('another status and another delay; a mistake is shown', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults', { expected: refused });
  await page.getByRole('spinbutton', { name: 'Status' }).fill('429');
  await page.getByRole('textbox', { name: 'Delay' }).fill('soon');
  await page.getByRole('button', { name: 'Add this fault' }).click();
  await page.getByRole('alert').getByText('delay: want: a time such as 2s').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('textbox', { name: 'Delay' }).fill('1ms');
  await page.getByRole('button', { name: 'Add this fault' }).click();
  await page.getByRole('row', { name: /status: 429, delay: 1ms/ }).waitFor();
  assert.equal(await statusOf(t.name), 429);
});

test('a held request is released', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults');
  await page.getByRole('checkbox', { name: 'Hold until released' }).check();
  await page.getByRole('button', { name: 'Add this fault' }).click();
  await page.getByRole('row', { name: /hold: 10m0s/ }).waitFor();
  const answered = statusOf(t.name);
  await page.getByRole('button', { name: 'Release what fault 1 holds' }).click();
  assert.equal(await answered, 200);
});
