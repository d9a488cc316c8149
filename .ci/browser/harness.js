// Shared by the tests: mocks, a browser, and pages that are watched for errors.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

export const list = 'c4869e79-f0fa-4c6a-9410-bc0defac375a';
export const lead = '307c2fe7-d075-493c-b8d6-b11195caec41';

// Processes end when the tests of the file are done. One that is registered in a hook would end with the hook.
const ends = [];
after(async () => { for (const end of ends.reverse()) await end(); });

// startMock runs leadmock, which is in PATH, on a free port.
export async function startMock(...flags) {
  const child = spawn('leadmock', ['--port=0', '--log=off', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  ends.push(() => new Promise((resolve) => { child.once('exit', resolve); child.kill(); }));
  for await (const line of createInterface({ input: child.stdout })) return line.replace('listening on ', '');
  throw new Error('leadmock ended at once');
}

// The flags stop Chromium from calling its maker, and let it run as root, as CI does.
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  ends.push(() => browser.close());
  return browser;
}

// open opens a page in the test's own session. The test fails if the page requests anything from another origin, breaks the
// policy, or logs an error to the console; expected matches the errors that the test causes on purpose.
export async function open(t, browser, base, path, { session = t.name, expected = /^$/, ...options } = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  const wrong = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== base && url.protocol !== 'data:') wrong.push(`a request to ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) wrong.push(`in the console: ${message.text()}`);
  });
  context.on('weberror', (error) => wrong.push(`thrown: ${error.error().stack}`));
  t.after(() => assert.deepEqual(wrong, []));
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // CI machines are busy
  await page.goto(`${base}${session ? `/s/${encodeURIComponent(session)}` : ''}${path}`);
  return page;
}

// refused matches the console's messages about 4xx and 5xx replies.
export const refused = /Failed to load resource: the server responded with a status of [45]\d\d/;

// call calls the API or the control API in a session, as a script would.
export async function call(base, session, method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { Authorization: 'Bearer dev', ...(session && { 'X-Mock-Session': session }), ...(method !== 'GET' && { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, value: text && text.startsWith('{') ? JSON.parse(text) : text };
}

// shown waits for text in a role.
export const heading = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();
export const notice = (page, text) => page.getByRole('status').filter({ hasText: text }).first().waitFor();

// until waits for a condition; the error names what it waited for.
export async function until(what, condition) {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// accessible checks that axe-core finds nothing serious or critical, and returns what to print. only limits it to one
// rule.
export async function accessible(page, what, only) {
  await page.evaluate(axe);
  const { violations, passes, incomplete } = await page.evaluate((rule) => globalThis.axe.run(rule ? { runOnly: [rule] } : {}), only);
  const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  const text = (one) => `${what}: ${one.id} (${one.impact}): ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('\n')}`;
  assert.ok(passes.length >= (only ? 1 : 10), `${what}: got ${passes.length} rules that axe-core ran, want ${only ? 1 : 10} at least`);
  assert.deepEqual(serious.map(text), []);
  const minor = violations.map((one) => `, ${one.impact}: ${one.id} (${one.nodes.length})`).join('');
  return `${what}: ${passes.length} rules hold, ${violations.length} broken, ${incomplete.length} for people to judge${minor}`;
}

// fits says that nothing has to be scrolled sideways: not the page, and in a window for desks no table either.
export async function fits(page, what) {
  const [wide, window, tables] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth,
    [...document.querySelectorAll('main .scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => `${one.scrollWidth} > ${one.clientWidth}: ${one.textContent.slice(0, 80)}`)]);
  assert.ok(wide <= window, `${what}: got a width of ${wide} pixels, want ${window} at most, that of the window`);
  if (window >= 1280) assert.deepEqual(tables, [], `${what}: got tables wider than their place, want none`);
}

// serveApp serves a page of an app on another port, as a frontend's dev server does.
export async function serveApp(html) {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(html));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}
