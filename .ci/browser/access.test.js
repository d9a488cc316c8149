// Every screen, in both languages and schemes, at both widths: axe-core finds nothing, and everything fits.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { accessible, call, fits, heading, lead, list, notice, open, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock('--leads=60', '--id-seed=7');
  browser = await startBrowser();
});

// A screen is a path, and the steps that show all of it.
const screens = {
  leads: ['/__mock/#/leads'],
  'no lead found': ['/__mock/#/leads', async (page) => { await page.getByRole('searchbox').fill('1'); await page.keyboard.press('Enter'); await page.locator('.empty').waitFor(); }],
  lead: [`/__mock/#/leads/${lead}`],
  'edit a lead': [`/__mock/#/leads/${lead}`, (page) => page.locator('.head .primary').click()],
  'a lead by hand': [`/__mock/#/leads/${lead}`, async (page) => { await page.locator('.head button').nth(2).click(); await page.locator('#input-status').waitFor(); }],
  'new lead': ['/__mock/#/leads/new', async (page) => { await page.locator('form .primary').click(); await page.locator('[aria-invalid]').waitFor(); }],
  'new list': ['/__mock/#/leads/new', (page) => page.locator('.head button').click()],
  upload: ['/__mock/#/leads/upload', async (page) => {
    await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('phone_number,lead_name\n0325000005,A\n,B\n') });
    await page.locator('.job-done').waitFor();
  }],
  requests: ['/__mock/#/requests', (page) => page.locator('tbody button').first().click()],
  'requests of all sessions': ['/__mock/#/requests/all'],
  usage: ['/__mock/#/usage', async (page) => {
    await page.evaluate(() => fetch('../v3/lead', { method: 'PATCH' }));
    await page.getByRole('rowheader', { name: 'A05' }).waitFor();
  }],
  faults: ['/__mock/#/faults', async (page) => { await page.locator('[role=switch]').first().click(); await page.locator('[aria-checked=true]').waitFor(); }],
  state: ['/__mock/#/state', async (page) => { await page.locator('form input').first().fill('a'); await page.keyboard.press('Enter'); await page.locator('td button.plain, td button').first().waitFor(); }],
  readings: ['/__mock/#/state', async (page) => {
    await page.locator('.guesses form button').first().click();
    await page.locator('.guesses dl').waitFor();
    await page.locator('.guesses summary').click();
  }],
  'reset dialog': ['/__mock/#/state', (page) => page.locator('.danger').first().click()],
  clock: ['/__mock/#/clock'],
  contract: ['/__mock/#/contract'],
  tokens: ['/__mock/#/contract', (page) => page.locator('.top-end button').click()],
  'the lead document': ['/docs/', async (page) => { for (const one of await page.locator('summary').all()) await one.click(); }],
  'the control document': ['/docs/#/control'],
  assumptions: ['/docs/#/assumptions/A13'],
  contradictions: ['/docs/#/contradictions'],
  'a guide': ['/docs/#/guides/frontend'],
  'a search of the guides': ['/docs/#/guides/control', async (page) => {
    const search = page.getByRole('searchbox');
    if (!await search.isVisible()) await page.locator('nav.contents summary').last().click();
    await search.fill('frozen');
    await page.locator('.found a').first().waitFor();
  }],
};

// The dark scheme has the same nodes in other colours, so only its contrast is looked at again.
const looks = [{ locale: 'en-US', width: 1280 }, { locale: 'vi-VN', width: 390 }];

for (const [name, [path, act]] of Object.entries(screens)) {
  test(`axe-core and the width: ${name}`, async (t) => {
    for (const { width, ...look } of looks) {
      const session = `${name} ${width}`;
      await call(base, session, 'POST', '/v3/lead', { list_uuid: list, phone_number: '' });
      const page = await open(t, browser, base, path, { session, viewport: { width, height: 800 }, colorScheme: 'light', expected: /status of 4/, ...look });
      await page.locator('main[id] h1').waitFor();
      await page.locator('main .card, main table, main form').first().waitFor();
      await act?.(page);
      await fits(page, session);
      t.diagnostic(await accessible(page, session));
      await page.emulateMedia({ colorScheme: 'dark' });
      t.diagnostic(await accessible(page, `${session} dark`, 'color-contrast'));
      await page.context().close();
    }
  });
}

test('the language is the browser’s, can be switched, and is kept', async (t) => {
  const page = await open(t, browser, base, '/__mock/', { session: '', locale: 'vi-VN' });
  await heading(page, 'Lead');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'vi');
  await page.getByRole('columnheader', { name: 'Số điện thoại' }).waitFor();
  await page.getByLabel('Ngôn ngữ').selectOption('English');
  await heading(page, 'Leads');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'language'); // the focus stays
  await page.reload();
  await heading(page, 'Leads');
  await page.getByLabel('Language').selectOption('Tiếng Việt');
  await page.getByRole('link', { name: 'Giả lập lỗi' }).click();
  await page.getByRole('switch', { name: 'Mạng chậm' }).waitFor();
  assert.equal(await page.title(), 'Giả lập lỗi · leadmock');
});

test('the scheme is the browser’s, can be switched, and is kept', async (t) => {
  const page = await open(t, browser, base, '/__mock/', { session: '', colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await heading(page, 'Leads');
  const dark = await ground();
  await page.getByLabel('Colours').selectOption('Light');
  const light = await ground();
  assert.notEqual(light, dark);
  await page.reload();
  await heading(page, 'Leads');
  assert.equal(await ground(), light);
});

test('everything is reached by keyboard', async (t) => {
  const page = await open(t, browser, base, '/__mock/');
  await heading(page, 'Leads');
  // tab moves the focus to the element with an accessible name, and checks on the way that the focus is visible.
  const tab = (wanted) => until(`the focus on ${wanted}`, async () => {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      const style = getComputedStyle(node);
      return { text: (node.getAttribute('aria-label') ?? node.labels?.[0]?.textContent ?? node.textContent).trim(), outline: style.outlineStyle };
    });
    assert.ok(at.outline !== 'none' || at.text === 'leadmock', `${at.text}: got no outline, want the focus to be seen`);
    return at.text.startsWith(wanted);
  });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  await tab('New lead');
  await page.keyboard.press('Enter');
  await heading(page, 'New lead');
  await tab('Name');
  await page.keyboard.type('Bàn phím');
  await tab('Phone');
  await page.keyboard.type('0325000006');
  await page.keyboard.press('Enter');
  await heading(page, 'Bàn phím');
  await tab('Delete');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Delete'); // and the focus is back
  await tab('Edit');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Edit Bàn phím' }).waitFor();
  await tab('Province');
  await page.keyboard.type('Huế');
  await page.keyboard.press('Enter');
  await notice(page, 'The lead is saved.');
  await page.keyboard.press('Shift+Tab');
  await page.evaluate(() => document.querySelector('nav a').focus());
  await tab('Faults');
  await page.keyboard.press('Enter');
  await heading(page, 'Faults');
  await tab('For one call');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tab('Half a body');
  await page.keyboard.press('Space');
  await until('the fault', async () => (await call(base, t.name, 'GET', '/__mock/faults')).value.faults[0]?.truncate === true);
  assert.equal((await call(base, t.name, 'GET', '/__mock/faults')).value.faults[0].times, undefined);
});
