// A large mock, and a full request log: the web UI stays as small as it was. Times are printed, not judged.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, lead, notice, open, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock('--leads=100000', '--id-seed=7');
  browser = await startBrowser();
});

const nodes = (page) => page.evaluate(() => document.getElementsByTagName('*').length);

async function timed(t, what, work) {
  const begun = performance.now();
  await work();
  t.diagnostic(`${what}: ${Math.round(performance.now() - begun)} ms`);
}

test('100,000 leads: first page, last page, a search', async (t) => {
  const page = await open(t, browser, base, '/docs/');
  await timed(t, 'open the page with 100,000 leads', async () => {
    await page.goto(`${base}/s/large/__mock/`);
    await page.getByText('1 to 25 of 100,002').waitFor();
  });
  const few = await nodes(page);
  await timed(t, 'last page', async () => {
    await page.getByRole('button', { name: 'Last' }).click();
    await page.getByText('100,001 to 100,002 of 100,002').waitFor();
  });
  await timed(t, 'one page back', async () => {
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('99,976 to 100,000 of 100,002').waitFor();
  });
  assert.ok(Math.abs(await nodes(page) - few) < 200, `got ${await nodes(page)} nodes, want about ${few}, as at first`);
  const phone = await page.getByRole('row').nth(5).getByRole('cell').first().textContent();
  await timed(t, 'search by phone', async () => {
    await page.getByRole('searchbox', { name: 'Phone' }).fill(phone);
    await page.getByRole('button', { name: 'Search' }).click();
    await until('the lead', async () => await page.getByRole('row').count() < 10);
  });
  await page.getByRole('cell', { name: phone }).first().waitFor();
  await page.getByRole('searchbox', { name: 'Phone' }).fill('');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('1 to 25 of 100,002').waitFor();
  await page.getByLabel('Per page').selectOption('100');
  await page.getByText('1 to 100 of 100,002').waitFor();
  assert.ok(await nodes(page) < 3000, `got ${await nodes(page)} nodes, want fewer than 3000`);
});

test('10,000 requests while one looks: rows are few, the last is there, a click works', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/requests');
  await notice(page, 'live');
  await timed(t, '10,000 requests, all of them shown or passed', async () => {
    for (let sent = 0; sent < 10_000; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, i) => call(base, t.name, 'GET', `/v3/lead/${lead}?n=${sent + i}`)));
    }
    await call(base, t.name, 'GET', '/v3/lead?limit=1&last=yes');
    await page.getByRole('button', { name: 'GET /v3/lead?limit=1&last=yes: show the exchange' }).waitFor();
  });
  await page.getByText('1,000 requests', { exact: true }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 100);
  const small = await nodes(page);
  assert.ok(small < 2500, `got ${small} nodes, want fewer than 2500`);
  await timed(t, 'open an exchange', async () => {
    await page.getByRole('button', { name: 'GET /v3/lead?limit=1&last=yes: show the exchange' }).click();
    await page.getByRole('region', { name: 'Exchange' }).getByText('"limit": 1').waitFor();
  });
  await timed(t, 'filter', async () => {
    await page.getByLabel('Operation').selectOption('listLeads');
    await page.getByText('1 request', { exact: true }).waitFor();
  });
  await page.getByLabel('Operation').selectOption('');
  await page.getByRole('button', { name: /^Show older/ }).click();
  await until('200 rows', async () => await page.locator('tbody tr').count() === 200);
  await timed(t, 'the panel with a full request log, opened again', async () => {
    await page.reload();
    await page.getByText('1,000 requests', { exact: true }).waitFor();
  });
  assert.equal(await page.locator('tbody tr').count(), 100);
});

test('2,000 sessions: the picker and the table have the last used', async (t) => {
  for (let made = 0; made < 2000; made += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, i) => call(base, `worker ${made + i}`, 'GET', '/v3/lead?limit=0')));
  }
  const page = await open(t, browser, base, '/__mock/#/state', { session: '' });
  await page.getByRole('region', { name: 'Sessions' }).getByRole('row').nth(1).waitFor();
  const rows = await page.getByRole('row').count();
  assert.ok(rows <= 102, `got ${rows} rows, want 102 at most`);
  const options = await page.getByRole('combobox', { name: 'Session' }).locator('option').count();
  assert.ok(options <= 102, `got ${options} sessions to choose, want 102 at most`);
});
