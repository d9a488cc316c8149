import { type StartOptions } from './options.js';
import type { Session } from './session.js';
export { expect } from '@playwright/test';
export interface MockFixtures {
    /** The session of this test, and of this retry of it. It ends with the test. */
    mock: Session;
}
export interface MockOptions {
    /**
     * Origins of servers that hand /v3 on to the mock, such as a dev server with a proxy. Their requests to /v3 carry the
     * session's header, as all requests to the mock do; those to any other origin never do. By default that of baseURL.
     */
    mockProxies: string[] | undefined;
}
export declare const test: any;
/**
 * mockServer is an entry of Playwright's webServer: one mock for all workers, on a free port unless port says otherwise.
 * LEADMOCK_URL names it from then on, for the entries after it and for the tests. Where LEADMOCK_URL is set already, that
 * mock is used.
 */
export declare function mockServer(options?: StartOptions): {
    command: string;
    url: string;
    env: Record<string, string>;
    reuseExistingServer: boolean;
};
