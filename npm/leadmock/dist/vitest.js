// One mock for a run of Vitest, and a session for each test and each of its retries.
import { connect, startMock } from 'leadmock';
/**
 * globalSetup: starts one mock for the run, or uses the one that LEADMOCK_URL names, and provides its URL as "leadmock".
 * It may be called from a setup file of your own, with the options of startMock.
 */
export async function setup(project, options = {}) {
    const url = process.env['LEADMOCK_URL'];
    if (url) {
        await connect(url).health();
        project.provide('leadmock', url);
        return async () => { };
    }
    const mock = await startMock({ controlOrigin: pages(project), ...options });
    project.provide('leadmock', mock.url);
    return () => mock.stop();
}
export default (project) => setup(project);
/** pages are the origins of the tests that have one: that of jsdom and happy-dom, and Vitest's own in a browser. */
function pages({ config }) {
    const simulated = [config.environmentOptions?.happyDOM?.url, config.environmentOptions?.jsdom?.url, 'http://localhost:3000'];
    const origins = simulated.flatMap((url) => (url && URL.canParse(url) && url.startsWith('http') ? [new URL(url).origin] : []));
    if (config.browser?.enabled) {
        const first = config.browser.api?.port ?? 63315; // Vitest takes the next one where it is in use
        for (let port = first; port < first + 5; port++)
            origins.push(`http://localhost:${port}`, `http://127.0.0.1:${port}`);
    }
    return [...new Set(origins)];
}
/** fixtures are for test.extend: mock is the session of the test, and of this retry of it. */
export const fixtures = {
    mock: async ({ task: _ }, use) => {
        const { inject } = await import('vitest');
        const session = connect(inject('leadmock')).session();
        await use(session);
        await session.end();
    },
};
