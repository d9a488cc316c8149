import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { call, open, startBrowser, startMock } from './harness.js';

// Chromium repeats a request by itself if a used connection is reset, so the app would not see the reset.

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

// tried calls the API from the page a number of times, and returns the result of each call.
const tried = (page, session, path, method = 'GET') => page.evaluate(async ([where, session, method]) => {
  try {
    const reply = await fetch(where, { method, headers: { Authorization: 'Bearer dev', 'X-Mock-Session': session } });
    await reply.text();
    return reply.status;
  } catch (error) { return error.name; }
}, [path, session, method]);

const requests = async (session) => (await call(base, session, 'GET', '/__mock/requests?limit=1000')).value.requests;
const resets = /net::ERR_(CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;

test('one reset means one', async (t) => {
  const page = await open(t, browser, base, '/docs/', { expected: resets });
  for (let round = 0; round < 4; round++) {
    assert.equal(await tried(page, t.name, '/v3/lead'), 200); // its connection is reused
    await call(base, t.name, 'POST', '/__mock/faults', { reset: true, times: 1 });
    assert.equal(await tried(page, t.name, '/v3/lead'), 'TypeError', `round ${round}: the reset is seen`);
    assert.equal(await tried(page, t.name, '/v3/lead'), 200, `round ${round}: and it was one`);
  }
  assert.deepEqual((await requests(t.name)).reverse().map((one) => one.status), Array(4).fill([200, 0, 200]).flat());
});

test('armed from the page, with other requests before the one that it is for', async (t) => {
  const page = await open(t, browser, base, '/docs/', { expected: resets });
  for (let round = 0; round < 4; round++) {
    await page.evaluate(async (session) => {
      await fetch('/__mock/faults', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Mock-Session': session }, body: JSON.stringify({ operation: 'deleteLead', reset: true, times: 1 }) });
    }, t.name);
    for (let i = 0; i < 8; i++) assert.equal(await tried(page, t.name, '/v3/lead'), 200);
    assert.equal(await tried(page, t.name, '/v3/lead/x', 'DELETE'), 'TypeError', `round ${round}: the reset is seen`);
    assert.equal(await tried(page, t.name, '/v3/lead'), 200);
  }
  assert.equal((await requests(t.name)).filter((one) => one.status === 0).length, 4);
});

test('two of many at once', async (t) => {
  const page = await open(t, browser, base, '/docs/', { expected: resets });
  await Promise.all(Array.from({ length: 6 }, () => tried(page, t.name, '/v3/lead')));
  await call(base, t.name, 'POST', '/__mock/faults', { reset: true, times: 2 });
  const got = await Promise.all(Array.from({ length: 12 }, () => tried(page, t.name, '/v3/lead')));
  assert.deepEqual(got.sort(), [...Array(10).fill(200), 'TypeError', 'TypeError']);
});

test('a page of another origin reads the headers of a fault, and notes', async (t) => {
  const app = createServer((_, reply) => reply.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>app</title><link rel="icon" href="data:,">'));
  await new Promise((resolve) => { app.listen(0, '127.0.0.1', resolve); });
  after(() => app.close());
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${app.address().port}/`);
  await call(base, t.name, 'POST', '/__mock/faults', { status: 429, headers: { 'Retry-After': '7' }, times: 1 });
  const got = await page.evaluate(async ([base, session]) => {
    const ask = () => fetch(`${base}/v3/lead?phone=1`, { headers: { Authorization: 'Bearer dev', 'X-Mock-Session': session } });
    return [(await ask()).headers.get('Retry-After'), (await ask()).headers.get('X-Mock-Note')];
  }, [base, t.name]);
  assert.equal(got[0], '7');
  assert.match(got[1], /did you mean phone_number\?/);
});
