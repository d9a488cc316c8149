// A mock that starts with Vite's dev server.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Plugin } from 'vite';
import { connect } from './client.js';
import type { StartOptions } from './options.js';
import { startMock, type StartedMock } from './start.js';

/** Started is a mock of a dev server. A server that restarts passes it on to its next plugin. */
interface Started {
  mock: StartedMock;
  options: string;
  /** The plugin that stops it. */
  owner: object;
}

/** restarting has the mock of the server that restarts: Vite starts the new server before it closes the old one. */
const restarting = new AsyncLocalStorage<Started | undefined>();

/**
 * leadmock starts a mock with the dev server, or uses the one that LEADMOCK_URL names. It proxies /v3 to the mock and prints the
 * address of its web UI. It does not proxy the control API, because everyone who reaches the dev server would reach it too.
 */
export default function leadmock(options: StartOptions = {}): Plugin {
  const owner = {};
  let started: Started | undefined;
  let url = '';
  let moved = false;
  const stop = async () => {
    if (started?.owner === owner) await started.mock.stop();
  };
  return {
    name: 'leadmock',
    apply: (config, { command, isPreview }) => command === 'serve' && !isPreview && (!process.env['VITEST'] || inBrowser(config)),
    async config() {
      const given = process.env['LEADMOCK_URL'];
      if (given) {
        const { url: base } = connect(given);
        url = base;
      } else {
        const before = restarting.getStore()?.mock.url;
        started = await start(options, owner);
        url = started.mock.url;
        moved = before !== undefined && before !== url;
      }
      return { server: { proxy: { '^/(s/[^/]+/)?v3/': { target: url, changeOrigin: true, secure: false } } } };
    },
    configureServer(server) {
      const { printUrls, restart } = server;
      const tell = () => server.config.logger.info(`  ➜  leadmock: ${url}/__mock/`);
      server.printUrls = () => {
        printUrls();
        tell();
      };
      server.restart = (force) => restarting.run(started, () => restart(force));
      if (moved) tell(); // Vite prints no addresses after a restart
      if (!started) connect(url).health().catch((error: Error) => server.config.logger.warn(error.message));
      server.httpServer?.once('close', () => void stop());
    },
    closeBundle: stop,
  };
}

/** start starts a mock. While a server restarts it returns the mock of that server, with its leads, unless the options changed. */
async function start(options: StartOptions, owner: object): Promise<Started> {
  const wanted = JSON.stringify(options);
  const before = restarting.getStore();
  if (!before) return { mock: await startMock(options), options: wanted, owner };
  const answers = await before.mock.health().then(() => true, () => false);
  if (before.options !== wanted || !answers) {
    before.options = ''; // if the new one does not start, the next restart tries again
    await before.mock.stop(); // the new one may want its port
    before.mock = await startMock(options);
    before.options = wanted;
  }
  before.owner = owner;
  return before;
}

/** inBrowser reports whether Vitest's tests are pages of this server, such as the stories of Storybook's addon. */
function inBrowser(config: object): boolean {
  return (config as { test?: { browser?: { enabled?: boolean } } }).test?.browser?.enabled === true;
}
