// A mock that runs already, and its sessions. It needs nothing but fetch, so that it works in browsers too.
import { call } from './call.js';
import { Session } from './session.js';
/** A mock that runs. Each test takes a session of it. */
export class Mock {
    /** Base URL without a slash at its end; the API is below it at /v3. */
    url;
    #caller;
    constructor(url, options = {}) {
        this.url = base(url);
        const token = options.token ?? environment('LEADMOCK_CONTROL_TOKEN');
        this.#caller = { base: this.url, headers: token ? { Authorization: `Bearer ${token}` } : {} };
    }
    /**
     * session returns what a name stands for: leads, faults, clock, imports and journal of its own, made from the seed at its
     * first request. Without a name it is one that nobody else has; the empty name is the default session.
     */
    session(name = globalThis.crypto.randomUUID()) {
        return new Session(this.#caller, name);
    }
    /** health tells version and tokens; it throws where no mock answers. */
    health() {
        return call(this.#caller, 'GET', '/__mock/health');
    }
    /** sessions lists the default session and then the others, the last used first. */
    sessions() {
        return call(this.#caller, 'GET', '/__mock/sessions');
    }
    /** endSessions ends all sessions but the default one. */
    endSessions() {
        return call(this.#caller, 'DELETE', '/__mock/sessions');
    }
    /** operations lists the operations of the API, and the replies that can be forced. */
    async operations() {
        return (await call(this.#caller, 'GET', '/__mock/operations')).operations;
    }
}
/** connect returns a mock that runs already. It sends nothing yet; health does. */
export function connect(url, options = {}) {
    return new Mock(url, options);
}
function base(url) {
    let parsed;
    try {
        parsed = new URL(url);
    }
    catch {
        throw new TypeError(`leadmock: want the URL of a mock, such as http://127.0.0.1:4010, not ${JSON.stringify(url)}`);
    }
    if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
        throw new TypeError(`leadmock: want the URL of a mock, such as http://127.0.0.1:4010, not ${JSON.stringify(url)}`);
    }
    return (parsed.origin + parsed.pathname).replace(/\/+$/, '');
}
function environment(name) {
    const { process } = globalThis;
    return process?.env?.[name];
}
