export { connect, Mock, type ConnectOptions } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export type * from './types.js';
export declare function startMock(): never;
