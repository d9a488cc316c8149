// Values of a lead are text, never markup, and the content security policy holds.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, lead, list, open, refused, serveApp, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock('--import-delay=0s');
  browser = await startBrowser();
});

const evil = (name) => `<script>globalThis.stolen = '${name}'</script><img src=x onerror="globalThis.stolen='${name}'"><b>${name}</b>`;

// clean checks that a page shows the text as it is, and that no part of it became an element.
async function clean(page, shown) {
  for (const name of shown) await page.getByText(evil(name)).filter({ visible: true }).first().waitFor();
  assert.equal(await page.evaluate(() => globalThis.stolen), undefined);
  assert.equal(await page.locator('main script, main img, main b, main iframe').count(), 0);
}

test('<script> in every field of a lead, read and edited', async (t) => {
  const { value: state } = await call(base, t.name, 'GET', '/__mock/state');
  const { value: of } = await call(base, t.name, 'GET', `/v3/lead/${lead}`);
  const strings = Object.keys(of).filter((name) => typeof of[name] === 'string' && !/_uuid$|_at$|_on$|_time$/.test(name) || name === 'identity_issued_at' || name === 'other_identity_issued_at');
  const mine = { ...of, ...Object.fromEntries(strings.map((name) => [name, evil(name)])) };
  const lists = [{ ...state.lists[0], list_name: evil('list_name'), campaign_name: evil('campaign_name') }];
  const { status, value } = await call(base, t.name, 'PUT', '/__mock/state', { lists, leads: [mine] });
  assert.equal(status, 200, JSON.stringify(value));
  const { value: stored } = await call(base, t.name, 'GET', `/v3/lead/${of.lead_uuid}`);
  const hostile = Object.keys(stored).filter((name) => stored[name] === evil(name));
  assert.ok(hostile.length >= 24, `got ${hostile.length} fields that hold it, want 24 at least: ${hostile}`);

  const page = await open(t, browser, base, '/__mock/');
  await clean(page, ['lead_name', 'phone_number', 'status', 'lead_code', 'list_name']);
  await page.getByRole('link', { name: 'lead_name' }).click();
  await page.locator('.fields').first().waitFor();
  await clean(page, hostile);
  await page.getByRole('button', { name: 'Edit' }).click();
  assert.equal(await page.getByLabel('Name', { exact: false }).first().inputValue(), evil('lead_name'));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await clean(page, []);
});

test('<script> from CSV: name of the file, cells, and why a row was skipped', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/leads/upload');
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const csv = `lead_name,lead_code,phone_number,contract_number,${quoted(evil('header'))}\n${quoted(evil('lead_name'))},${quoted(evil('lead_code'))},${quoted(evil('phone_number'))},${quoted(evil('contract_number'))},x\n${quoted(evil('skipped'))},,,,\n`;
  await page.getByLabel('Drop a CSV file').setInputFiles({ name: `${evil('file').replaceAll('/', '')}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.locator('.job-done').waitFor();
  assert.match(await page.getByRole('article').getByRole('heading').textContent(), /^<script>/);
  await clean(page, []);
  await page.getByRole('link', { name: 'All leads' }).click();
  await clean(page, ['lead_name', 'phone_number', 'lead_code']);
  await page.getByRole('link', { name: 'lead_name' }).click();
  await page.locator('.fields').first().waitFor();
  await clean(page, ['contract_number']);
});

test('<script> in a path, a body, a session, a snapshot, a list and a fault', async (t) => {
  const session = evil('session').slice(0, 90);
  const url = `${base}/s/${encodeURIComponent(session)}`;
  const json = { 'Content-Type': 'application/json', Authorization: 'Bearer dev' };
  await fetch(`${url}/v3/${encodeURIComponent(evil('path'))}`, { headers: json });
  await fetch(`${url}/v3/lead?phone_number=${encodeURIComponent(evil('query'))}`, { headers: json });
  await fetch(`${url}/v3/lead`, { method: 'POST', headers: json, body: JSON.stringify({ list_uuid: list, [evil('key')]: evil('body'), lead_name: 7 }) });
  await fetch(`${url}/__mock/snapshots/${encodeURIComponent(evil('snapshot'))}`, { method: 'POST', headers: json });
  await fetch(`${url}/__mock/records/list`, { method: 'POST', headers: json, body: JSON.stringify({ list_name: evil('list') }) });
  await fetch(`${url}/__mock/faults`, { method: 'POST', headers: json, body: JSON.stringify({ operation: 'createLead', status: 500, text: evil('fault') }) });
  const page = await open(t, browser, base, '/__mock/#/requests', { session, expected: refused });
  for (const row of await page.locator('tbody button').all()) {
    await row.click();
    await page.getByRole('region', { name: 'Exchange' }).waitFor();
    await clean(page, []);
  }
  await page.getByRole('link', { name: 'State' }).click();
  await page.getByRole('rowheader', { name: evil('snapshot') }).waitFor();
  await clean(page, ['snapshot']);
  await page.getByRole('link', { name: 'Faults' }).click();
  await page.getByRole('row', { name: /status: 500/ }).waitFor();
  await clean(page, []);
  await page.goto(`${url}/__mock/#/leads/new`);
  await page.getByLabel('List id').locator('option', { hasText: evil('list') }).first().waitFor({ state: 'attached' });
  await clean(page, []);
  await page.goto(`${url}/__mock/#/leads/${encodeURIComponent(evil('id'))}`);
  await page.getByRole('alert').waitFor();
  await clean(page, []);
});

test('texts that are long, or cannot be seen, leave leads, requests and sessions in reach', async (t) => {
  const long = 'x'.repeat(65536);
  const blank = [' \u200b\n', '\u0007', '\u202e'];
  const leads = [long, ...blank].map((lead_name) => ({ list_uuid: list, phone_number: '0349719999', lead_name, comment: lead_name }));
  const { status, value } = await call(base, t.name, 'POST', '/__mock/records/lead', leads.reverse());
  assert.equal(status, 201, JSON.stringify(value));
  await call(base, t.name, 'GET', `/v3/lead?phone_number=${'q'.repeat(5000)}`);
  await call(base, ' ', 'GET', '/v3/lead'); // fetch removes the spaces of a header
  await fetch(`${base}/s/%20/v3/lead`);

  const page = await open(t, browser, base, '/__mock/');
  const inReach = async (locator, what) => {
    const { height } = await locator.boundingBox();
    assert.ok(height > 8 && height < 150, `got a height of ${height} pixels, want some lines: ${what}`);
    await locator.click();
  };
  for (let i = 0; i <= blank.length; i++) {
    await inReach(page.getByRole('rowheader').nth(i).getByRole('link'), `name ${i} in the list`);
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(tall < 6000, `got a page of ${tall} pixels, want some windows: name ${i}`);
    await inReach(page.getByRole('heading', { level: 1 }), `name ${i} of the lead`);
    await page.getByRole('link', { name: 'All leads' }).click();
  }
  await page.getByRole('link', { name: 'Requests' }).click();
  await inReach(page.getByRole('row', { name: /qqq/ }).getByRole('button'), 'a path in the list');
  await inReach(page.getByRole('region', { name: 'Exchange' }).getByRole('heading', { level: 2 }), 'a path in the exchange');
  await page.getByRole('link', { name: 'State' }).click();
  await inReach(page.getByRole('link', { name: '" "' }), 'a session');
});

test('the policy is in force: no inline script, no markup from text, no frame, no other origin', async (t) => {
  for (const path of ['/__mock/', '/docs/']) {
    const page = await open(t, browser, base, path, { session: '', expected: /Content Security Policy|Trusted/ });
    await page.locator('main h1').waitFor();
    // A debugger may do what the page may not, so all of this runs in a task of the page.
    const broken = await page.evaluate(() => new Promise((resolve) => setTimeout(async () => {
      const seen = [];
      const attempt = (name, work) => { try { work(); } catch { seen.push(name); } };
      attempt('script', () => { const script = document.createElement('script'); script.textContent = 'globalThis.inline = true'; document.head.append(script); });
      attempt('markup', () => { document.createElement('p').innerHTML = '<b>markup</b>'; });
      attempt('eval', () => { (0, eval)('globalThis.evaluated = true'); });
      document.body.setAttribute('style', 'color: rgb(255, 0, 0)');
      globalThis.refused = [];
      document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.effectiveDirective));
      await fetch('http://127.0.0.1:9/').catch(() => seen.push('fetch'));
      const { inline, evaluated } = globalThis;
      resolve({ seen, inline, evaluated, colour: getComputedStyle(document.body).color });
    })));
    await until('the policy refuses the fetch', () => page.evaluate(() => globalThis.refused.includes('connect-src')));
    assert.notEqual(broken.colour, 'rgb(255, 0, 0)');
    assert.deepEqual([broken.inline, broken.evaluated], [undefined, undefined]);
    for (const part of ['markup', 'eval', 'fetch', 'script']) assert.ok(broken.seen.some((one) => one.includes(part)), `${path}: got ${broken.seen}, want ${part} in it`);
  }
});

test('another origin cannot frame the page, read it, or call for it', async (t) => {
  const app = await serveApp(`<!doctype html><title>evil</title><iframe src="${base}/__mock/"></iframe>`);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(app);
  await page.waitForLoadState('networkidle');
  const frame = page.frames()[1];
  assert.match(frame.url(), /^chrome-error:/);
  const outcomes = await page.evaluate(async (mock) => {
    const attempt = (path, options) => fetch(mock + path, options).then((response) => response.status, () => 'refused');
    return Promise.all([
      attempt('/__mock/'), attempt('/__mock/page/app.js', { mode: 'no-cors' }), attempt('/__mock/reset', { method: 'POST', headers: { 'Content-Type': 'application/json' } }),
    ]);
  }, base);
  assert.deepEqual(outcomes, ['refused', 'refused', 'refused']);
});
