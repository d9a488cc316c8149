// One mock per Vitest run, and a session for each test.

import type {} from 'vitest'; // its types are extended below
import { connect, startMock, type Session, type StartOptions } from 'leadmock';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Base URL of the mock: connect(inject('leadmock')). */
    leadmock: string;
  }
}

interface Project {
  provide: (key: 'leadmock', value: string) => void;
  config: {
    environmentOptions?: { happyDOM?: { url?: string }; jsdom?: { url?: string } };
    browser?: { enabled?: boolean; api?: { port?: number } };
  };
}

/**
 * setup is Vitest's globalSetup. It starts one mock for the run, or uses the one that LEADMOCK_URL names, and provides its URL
 * as "leadmock". Call it from your own setup file to pass options of startMock.
 */
export async function setup(project: Project, options: StartOptions = {}): Promise<() => Promise<void>> {
  const given = process.env['LEADMOCK_URL'];
  if (given) {
    const mock = connect(given);
    await mock.health();
    project.provide('leadmock', mock.url);
    return async () => {};
  }
  const mock = await startMock({ ...options, controlOrigin: options.controlOrigin ?? pages(project) });
  project.provide('leadmock', mock.url);
  return () => mock.stop();
}

export default (project: Project): Promise<() => Promise<void>> => setup(project);

/** pages returns the origins of tests: that of jsdom and happy-dom, and Vitest's own in browser mode. */
function pages({ config }: Project): string[] {
  const simulated = [config.environmentOptions?.happyDOM?.url, config.environmentOptions?.jsdom?.url, 'http://localhost:3000'];
  const origins = simulated.flatMap((url) => (url && URL.canParse(url) && url.startsWith('http') ? [new URL(url).origin] : []));
  if (config.browser?.enabled) {
    const first = config.browser.api?.port ?? 63315; // Vitest takes the next port if this one is in use
    for (let port = first; port < first + 5; port++) origins.push(`http://localhost:${port}`, `http://127.0.0.1:${port}`);
  }
  return [...new Set(origins)];
}

/** fixtures are for test.extend; mock is the session of the test. */
export const fixtures = {
  mock: async ({ task: _ }: { task: unknown }, use: (session: Session) => Promise<void>): Promise<void> => {
    const { inject } = await import('vitest');
    const url = inject('leadmock') as string | undefined;
    if (url === undefined) throw new Error("leadmock: the fixture mock needs globalSetup: 'leadmock/vitest' in vitest.config.ts, or a setup file of yours that calls setup");
    const session = connect(url).session();
    await use(session);
    await session.end();
  },
};
