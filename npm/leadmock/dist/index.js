/// <reference lib="esnext.disposable" preserve="true" />
export { connect, Mock } from './client.js';
export { LeadmockError } from './call.js';
export { Records } from './records.js';
export { Session } from './session.js';
export { startMock, StartedMock } from './start.js';
