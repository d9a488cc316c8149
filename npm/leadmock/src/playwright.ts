// A session for each Playwright test and each retry.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { connect, type Mock } from './client.js';
import { toArguments, type StartOptions } from './options.js';
import type { Session } from './session.js';
import { startMock } from './start.js';

export { expect } from '@playwright/test';

export interface MockFixtures {
  /** The session of this test or retry. It ends with the test. */
  mock: Session;
}

export interface MockOptions {
  /**
   * Origins of servers that proxy /v3 to the mock, such as a dev server. Requests to their /v3 have the session's header, as
   * all requests to the mock do. Requests to other origins never have it. The default is the origin of baseURL.
   */
  mockProxies: string[] | undefined;
}

interface Worker {
  mockServer: Mock;
}

export const test = base.extend<MockFixtures & MockOptions, Worker>({
  mockProxies: [undefined, { option: true }],

  mockServer: [
    async ({}, use) => {
      const url = process.env.LEADMOCK_URL;
      if (url) {
        const mock = connect(url);
        await mock.health();
        await use(mock);
        return;
      }
      const mock = await startMock();
      await use(mock);
      await mock.stop();
    },
    { scope: 'worker' },
  ],

  mock: async ({ mockServer }, use, info) => {
    const random = globalThis.crypto.randomUUID().slice(0, 8); // another run on the same mock has the same ids
    const session = mockServer.session(`${info.testId}-${info.retry}-${random}`);
    await use(session);
    if (info.status !== info.expectedStatus) {
      const { as } = await session.playing();
      if (as) await info.attach('leadmock plays', { body: `npx leadmock --as ${as}`, contentType: 'text/plain' });
      const requests = await session.requests({ limit: 1000 });
      await info.attach('leadmock requests', { body: JSON.stringify(requests, null, 2), contentType: 'application/json' });
    }
    await session.end();
  },

  // mock comes before context, so that the session ends after the pages: a request of a page would create it again.
  context: async ({ mock, mockServer, mockProxies, baseURL, context }, use) => {
    const own = new URL(mockServer.url).origin;
    const proxies = (mockProxies ?? (baseURL ? [baseURL] : [])).map((url) => new URL(url).origin);
    await context.route(
      (url) => url.origin === own || (proxies.includes(url.origin) && url.pathname.startsWith('/v3/')),
      (route, request) => route.fallback({ headers: { ...request.headers(), ...lowerCase(mock.headers) } }),
    );
    await use(context);
  },
});

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

interface WebServer {
  command: string;
  url: string;
  env: Record<string, string>;
  ignoreHTTPSErrors: boolean;
  reuseExistingServer: boolean;
  gracefulShutdown: { signal: 'SIGTERM'; timeout: number };
}

/**
 * mockServer returns an entry of Playwright's webServer: one mock for all workers, on a free port unless port is set. It sets
 * LEADMOCK_URL for the entries after it and for the tests. If LEADMOCK_URL is already set, it uses that mock.
 */
export function mockServer(options: StartOptions = {}): WebServer {
  const given = process.env.LEADMOCK_URL;
  const scheme = options.tlsSelfSigned || options.tlsCert ? 'https' : 'http';
  const { url } = connect(given || `${scheme}://127.0.0.1:${options.port || freePort()}`);
  process.env.LEADMOCK_URL = url;
  const { args, env } = toArguments({ ...options, port: Number(new URL(url).port) });
  const words = [process.execPath, fileURLToPath(new URL('../bin.js', import.meta.url)), ...args];
  return {
    command: words.map(quote).join(' '),
    url: `${url}/__mock/health`,
    env,
    ignoreHTTPSErrors: true,
    reuseExistingServer: Boolean(given),
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 }, // so that the mock writes its files
  };
}

/** quote quotes an argument for the shell of the system. */
function quote(word: string): string {
  if (process.platform !== 'win32') return `'${word.replaceAll("'", `'\\''`)}'`;
  return `"${word.replaceAll('"', '""')}"`;
}

/** freePort asks the system for a free port. It does so in another process, because a configuration is read synchronously. */
function freePort(): number {
  const script = 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })';
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}
