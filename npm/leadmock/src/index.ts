/// <reference lib="esnext.disposable" preserve="true" />
export { connect, Mock, type ConnectOptions } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export { startMock, StartedMock } from './start.js';
export type { StartOptions, Time } from './options.js';
export type * from './types.js';
