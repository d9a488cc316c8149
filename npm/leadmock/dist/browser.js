// What a page gets for `import 'leadmock'`: all but the starting of programs.
export { connect, Mock } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export function startMock() {
    throw new Error('leadmock: a page cannot start a mock; start it outside, and connect to it (vitest: globalSetup)');
}
