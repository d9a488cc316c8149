// The screenshots that the guides show. The same content on every run: ids from a seed, the clock frozen, and times of day
// and durations, which the machine decides, replaced. UPDATE_SCREENSHOTS=1 writes them; otherwise each must be takeable
// and as large as the one that is kept.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { call, lead, list, notice, open, startBrowser, startMock } from './harness.js';

const folder = new URL('../../mock/page/screenshots/', import.meta.url);
let base;
let browser;
before(async () => {
  base = await startMock('--id-seed=7', '--now=2023-03-08T16:00:00+07:00');
  browser = await startBrowser();
});

// sizeOf reads width and height from the header of a PNG.
const sizeOf = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];

async function shoot(page, name) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => { document.activeElement.blur(); document.querySelector('.notice').textContent = ''; });
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  assert.ok(png.length < 150_000, `${name}: got ${png.length} bytes, want fewer than 150000`);
  const file = new URL(`${name}.png`, folder);
  if (process.env.UPDATE_SCREENSHOTS) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, png);
  }
  assert.deepEqual(sizeOf(png), sizeOf(readFileSync(file)));
}

const size = { session: '', viewport: { width: 1280, height: 720 } };

test('requests, in the dark', async (t) => {
  await call(base, '', 'DELETE', '/__mock/requests');
  const page = await open(t, browser, base, '/__mock/#/requests', { ...size, colorScheme: 'dark' });
  await notice(page, 'live');
  await call(base, '', 'GET', '/v3/lead?limit=10');
  await call(base, '', 'GET', `/v3/lead/${lead}`);
  await call(base, '', 'POST', '/v3/lead', { list_uuid: list, lead_name: 'Trần Thị Bưởi', phone_number: '0325000001' });
  await call(base, '', 'POST', '/v3/lead', { list_uuid: list, lead_name: 'Trần Thị Bưởi', phone_number: '' });
  await call(base, '', 'DELETE', '/v3/lead/00000000-0000-4000-8000-000000000000');
  await page.getByText('5 requests').waitFor();
  await page.getByRole('button', { name: /^POST/ }).first().click();
  await page.getByRole('region', { name: 'Exchange' }).evaluate((node) => {
    const [, , time, ms] = node.querySelectorAll('dd');
    time.textContent = '2023-03-08 16:00:00';
    ms.textContent = '0.11 ms';
  });
  await shoot(page, 'requests');
});

test('faults, in Vietnamese, on a phone', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/faults', { session: '', viewport: { width: 390, height: 720 }, locale: 'vi-VN' });
  await page.getByRole('radio', { name: 'Đến khi tắt' }).check();
  await page.getByRole('switch', { name: '401 Unauthorized' }).click();
  await page.locator('[aria-checked=true]').waitFor();
  await page.getByRole('row', { name: /status: 401/ }).waitFor();
  await page.getByRole('heading', { name: 'Giả lập lỗi', exact: true }).evaluate((node) => node.scrollIntoView());
  await shoot(page, 'faults');
});

test('the reference', async (t) => {
  const page = await open(t, browser, base, '/docs/#/lead/createLead', size);
  await page.getByRole('heading', { name: 'Create a lead in a list' }).waitFor();
  await shoot(page, 'docs');
});
