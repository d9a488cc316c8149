// What a page gets for `import 'leadmock'`: all but the starting of programs.

export { connect, Mock, type ConnectOptions } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export type * from './types.js';

export function startMock(): never {
  throw new Error('leadmock: a page cannot start a mock; start it outside, and connect to it (vitest: globalSetup)');
}
