// Two Playwright workers on one mock, each with its own session. The app does not know about them, and is served from another
// port, as frontends are.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { list, serveApp, startBrowser, startMock } from './harness.js';

let base;
let app;
let browser;
before(async () => {
  base = await startMock();
  app = await serveApp(`<!doctype html><html lang="en"><title>App</title>
    <h1>Leads</h1><form><label>Phone <input name="phone"></label> <button>Add</button></form><p role="status"></p><ul></ul>
    <script>
      const headers = { Authorization: 'Bearer app', 'Content-Type': 'application/json' };
      async function show() {
        const page = await (await fetch('${base}/v3/lead?limit=100', { headers })).json();
        document.querySelector('ul').replaceChildren(...page.data.map((lead) => Object.assign(document.createElement('li'), { textContent: lead.phone_number })));
        document.querySelector('p').textContent = page.total + ' leads';
      }
      document.querySelector('form').onsubmit = async (event) => {
        event.preventDefault();
        const body = JSON.stringify({ list_uuid: '${list}', phone_number: event.target.phone.value });
        const reply = await fetch('${base}/v3/lead', { method: 'POST', headers, body });
        if (reply.ok) await show(); else document.querySelector('p').textContent = 'refused with ' + reply.status;
      };
      show();
    </script>`);
  browser = await startBrowser();
});

// worker is what one Playwright worker does: it adds leads, and sees only its own at each step.
async function worker(name, numbers, step) {
  const context = await browser.newContext({ extraHTTPHeaders: { 'X-Mock-Session': name } });
  const page = await context.newPage();
  await page.goto(app);
  await page.getByRole('status').getByText('2 leads').waitFor();
  for (const [i, number] of numbers.entries()) {
    await step();
    await page.getByLabel('Phone').fill(number);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('status').getByText(`${i + 3} leads`).waitFor();
    const seen = await page.getByRole('listitem').allTextContents();
    assert.deepEqual(seen, [...numbers.slice(0, i + 1).toReversed(), '0349719988', '0349719999']);
  }
  return { context, page };
}

// together lets the workers take each step at the same time.
function together(workers) {
  let waiting = [];
  return () => new Promise((go) => {
    waiting.push(go);
    if (waiting.length < workers) return;
    for (const one of waiting) one();
    waiting = [];
  });
}

const numbersOf = (digit) => Array.from({ length: 8 }, (_, i) => `032${digit}00000${i}`);

test('two workers at once never see each other’s leads', async (t) => {
  const step = together(2);
  const workers = await Promise.all([worker('worker 1', numbersOf(1), step), worker('worker 2', numbersOf(2), step)]);
  for (const { context } of workers) t.after(() => context.close());
  const totals = await Promise.all(['worker 1', 'worker 2', ''].map(async (name) => {
    const headers = { Authorization: 'Bearer dev', ...(name && { 'X-Mock-Session': name }) };
    return (await (await fetch(`${base}/v3/lead?limit=0`, { headers })).json()).total;
  }));
  assert.deepEqual(totals, [10, 10, 2]);
});

test('a fault of one worker does not affect the other', async (t) => {
  const step = together(2);
  const [broken, well] = await Promise.all([worker('worker 3', [], step), worker('worker 4', [], step)]);
  for (const { context } of [broken, well]) t.after(() => context.close());
  // A test reaches the control API by Playwright's request, which has the session of its context too.
  const made = await broken.context.request.post(`${base}/__mock/faults`, { data: { operation: 'createLead', status: 500 } });
  assert.equal(made.status(), 201);
  for (const { page } of [broken, well]) {
    await page.getByLabel('Phone').fill('0320000001');
    await page.getByRole('button', { name: 'Add' }).click();
  }
  await broken.page.getByRole('status').getByText('refused with 500').waitFor();
  await well.page.getByRole('status').getByText('3 leads').waitFor();
  const verified = await well.context.request.post(`${base}/__mock/requests/verify`, { data: { operation: 'createLead', status: 200, count: 1 } });
  assert.equal(verified.status(), 200);
});

test('a page of an app cannot reach the control API, whatever session it names', async (t) => {
  const { context, page } = await worker('worker 5', [], together(1));
  t.after(() => context.close());
  const outcome = await page.evaluate((mock) => fetch(`${mock}/__mock/reset`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Mock-Session': 'worker 1' },
  }).then((reply) => reply.status, () => 'refused'), base);
  assert.equal(outcome, 'refused');
});
