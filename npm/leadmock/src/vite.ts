// A mock that starts with Vite's dev server.

import type { Plugin } from 'vite';
import { connect } from './client.js';
import type { StartOptions } from './options.js';
import { startMock, type StartedMock } from './start.js';

/**
 * leadmock starts a mock with the dev server, or uses the one that LEADMOCK_URL names. It proxies /v3 to the mock and prints the
 * address of its web UI. It does not proxy the control API, because everyone who reaches the dev server would reach it too.
 */
export default function leadmock(options: StartOptions = {}): Plugin {
  let mock: StartedMock | undefined;
  let url = '';
  return {
    name: 'leadmock',
    apply: (config, { command, isPreview }) => command === 'serve' && !isPreview && (!process.env['VITEST'] || inBrowser(config)),
    async config() {
      const given = process.env['LEADMOCK_URL'];
      if (given) {
        const { url: base } = connect(given);
        url = base;
      } else {
        mock = await startMock(options);
        url = mock.url;
      }
      return { server: { proxy: { '^/(s/[^/]+/)?v3/': { target: url, changeOrigin: true, secure: false } } } };
    },
    configureServer(server) {
      const print = server.printUrls;
      server.printUrls = () => {
        print();
        server.config.logger.info(`  ➜  leadmock: ${url}/__mock/`);
      };
      server.httpServer?.once('close', () => void mock?.stop());
    },
    async closeBundle() {
      await mock?.stop();
    },
  };
}

/** inBrowser reports whether Vitest's tests are pages of this server, such as the stories of Storybook's addon. */
function inBrowser(config: object): boolean {
  return (config as { test?: { browser?: { enabled?: boolean } } }).test?.browser?.enabled === true;
}
