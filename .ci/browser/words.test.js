// The words and the times that the web UI shows: what is missing in Vietnamese is shown in English, and there is one clock.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, heading, lead, list, open, startBrowser, startMock } from './harness.js';

const further = new URL('../../mock/testdata/list.yaml', import.meta.url).pathname;
let base;
let browser;
before(async () => {
  base = await startMock('--id-seed=7', '--now=2023-03-08T16:00:00+07:00', `--spec=${further}`);
  browser = await startBrowser();
});

test('a text that is missing is shown in English, or as its name, and the panel stays', async (t) => {
  const page = await open(t, browser, base, '/__mock/', { locale: 'vi-VN' });
  await page.route('**/vi.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/^ {2}'faults\.switches'.*$/m, '') });
  });
  await page.reload();
  await page.getByRole('link', { name: 'Giả lập lỗi' }).click();
  await heading(page, 'Giả lập lỗi');
  await heading(page, 'Switches');
  assert.equal(await page.evaluate(async () => (await import('./page/i18n.js')).t('faults.nowhere')), 'faults.nowhere');
});

test('the reference and the fields are in Vietnamese; another spec stays as it is', async (t) => {
  const page = await open(t, browser, base, '/docs/', { locale: 'vi-VN' });
  const create = page.getByRole('region', { name: 'Tạo lead trong danh sách' });
  await create.getByText('Tên khách hàng.').waitFor();
  await create.locator('.reply > summary').filter({ hasText: 'Danh sách không tồn tại.' }).waitFor();
  assert.equal(await create.locator('h2 span').getAttribute('lang'), 'vi');
  assert.deepEqual(await page.locator('main [lang=en]').allTextContents().then((all) => all.filter((text) => / (is|of|the) /.test(text))), []);
  await page.goto(`${base}/docs/#/list`);
  const other = page.getByRole('region').filter({ hasText: '/v3/list/{list_uuid}/active' }).first();
  await other.waitFor();
  assert.equal(await other.locator('h2 span').getAttribute('lang'), 'en');
  await page.goto(`${base}/__mock/#/leads/${lead}`);
  const calls = page.getByRole('row', { name: /^Số lần gọi/ });
  assert.match(await calls.locator('.said').textContent(), /^Theo tên trường là số lần gọi/);
  await page.getByRole('row', { name: /^Số CCCD/ }).waitFor();
  await page.goto(`${base}/__mock/#/state`);
  await page.getByText(/phiên không được dùng trong \d+ (giờ|phút) sẽ/).waitFor();
});

test('all panels have one clock, wherever the browser is', async (t) => {
  await call(base, t.name, 'POST', '/v3/lead', { list_uuid: list, lead_name: 'Mai', phone_number: '0349719999' });
  await call(base, t.name, 'POST', '/__mock/snapshots/one');
  const { value: { requests } } = await call(base, t.name, 'GET', '/__mock/requests');
  const page = await open(t, browser, base, '/__mock/#/leads', { timezoneId: 'America/New_York' });
  const created = requests[0].record;
  for (const panel of ['leads', `leads/${created}`, 'requests', 'state', 'clock']) {
    await page.goto(`${base}/s/${encodeURIComponent(t.name)}/__mock/?${panel}#/${panel}`); // loaded again, for the query
    await page.locator('main time').first().waitFor();
    for (const time of await page.locator('main time').all()) {
      const at = await time.getAttribute('datetime');
      const want = new Date(Date.parse(at) + 7 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
      assert.equal(await time.textContent(), want, `${panel}: ${at}`);
      assert.match(await time.getAttribute('title'), /\+07:00/, panel);
    }
  }
});
