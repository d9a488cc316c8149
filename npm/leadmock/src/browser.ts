// What `import 'leadmock'` is in a browser: everything except starting programs.

export { connect, Mock, type ConnectOptions } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export type * from './types.js';

export function startMock(): never {
  throw new Error('leadmock: a browser cannot start a mock; start it outside, and connect to it (vitest: globalSetup)');
}
