// A session: what one test has for itself.
import { call, LeadmockError, query, send } from './call.js';
import { follow } from './follow.js';
import { Records } from './records.js';
/** How many requests an error of verify shows. */
const shown = 10;
export class Session {
    name;
    /** Base URL of the session, for apps that are told where the API is. The default session has that of the mock. */
    url;
    /** The header of the session, for apps that call the mock's own URL. */
    headers;
    #mock;
    #caller;
    /** Use mock.session(name). */
    constructor(mock, name) {
        this.name = name;
        this.url = name === '' ? mock.base : `${mock.base}/s/${encodeURIComponent(name)}`;
        this.headers = name === '' ? {} : { 'X-Mock-Session': bytes(name) };
        this.#mock = mock;
        this.#caller = { base: this.url, headers: mock.headers };
    }
    /** info counts what the session has. */
    async info() {
        if (this.name !== '')
            return this.#call('GET', `/__mock/sessions/${encodeURIComponent(this.name)}`);
        const { sessions } = await call(this.#mock, 'GET', '/__mock/sessions');
        return sessions[0]; // the default one is the first
    }
    /** reset makes the session as it was at the start; snapshots stay. */
    reset() {
        return this.#call('POST', '/__mock/reset');
    }
    /** end ends the session, and frees what it holds. The default session is reset instead, since it has no end. */
    async end() {
        if (this.name === '')
            await this.reset();
        else
            await call(this.#mock, 'DELETE', `/__mock/sessions/${encodeURIComponent(this.name)}`).catch(unlessGone);
    }
    [Symbol.asyncDispose]() {
        return this.end();
    }
    /** fault lets something go wrong until it is deleted or, with times, that often. */
    fault(fault) {
        return this.#call('POST', '/__mock/faults', fault);
    }
    /** faults lists the faults in the order in which they are tried. */
    async faults() {
        return (await this.#call('GET', '/__mock/faults')).faults;
    }
    /** deleteFault deletes a fault, or the one that has that number. */
    deleteFault(fault) {
        return this.#call('DELETE', `/__mock/faults/${number(fault)}`);
    }
    deleteFaults() {
        return this.#call('DELETE', '/__mock/faults');
    }
    /** release lets go the requests that a fault holds, and says how many; with timeout it waits for them to be held. */
    async release(fault, options = {}) {
        return (await this.#call('POST', `/__mock/faults/${number(fault)}/release`, options)).released;
    }
    async snapshots() {
        return (await this.#call('GET', '/__mock/snapshots')).snapshots;
    }
    /** saveSnapshot saves records, ids and clock under a name. */
    saveSnapshot(name) {
        return this.#call('POST', '/__mock/snapshots', { name });
    }
    /** restoreSnapshot goes back to a snapshot; faults and journal stay. */
    restoreSnapshot(name) {
        return this.#call('POST', `/__mock/snapshots/${encodeURIComponent(name)}/restore`);
    }
    deleteSnapshot(name) {
        return this.#call('DELETE', `/__mock/snapshots/${encodeURIComponent(name)}`);
    }
    clock() {
        return this.#call('GET', '/__mock/clock');
    }
    /** setClock sets, freezes or advances the clock; what is left out stays. */
    setClock(change) {
        return this.#call('PUT', '/__mock/clock', change);
    }
    /** imports lists the last 100 imports, newest first. */
    async imports() {
        return (await this.#call('GET', '/__mock/jobs')).jobs;
    }
    /** setImports says when uploads from now on become visible. */
    setImports(imports) {
        return this.#call('PUT', '/__mock/jobs', imports);
    }
    /** waitForImports waits until all imports are done, and returns them. It throws when the time is over. */
    async waitForImports(timeout = '10s') {
        return (await this.#call('POST', '/__mock/jobs/wait', { timeout })).jobs;
    }
    /** state returns all records, in the format of a seed. */
    state() {
        return this.#call('GET', '/__mock/state');
    }
    /** setState replaces all records, or none where one is wrong. */
    setState(state) {
        return this.#call('PUT', '/__mock/state', state);
    }
    /** lists returns the lists that leads can be created in, newest first. */
    async lists() {
        return (await this.#call('GET', '/__mock/lists')).lists;
    }
    createList(list) {
        return this.#call('POST', '/__mock/lists', list);
    }
    records(resource) {
        return new Records(this.#caller, resource);
    }
    /** makeLeads makes up plausible leads, as the newest ones. */
    async makeLeads(count, options = {}) {
        return (await this.#call('POST', `/__mock/leads${query({ count, ...options })}`)).leads;
    }
    async scenarios() {
        return (await this.#call('GET', '/__mock/scenarios')).scenarios;
    }
    /** setScenario begins anew from what a scenario says. */
    setScenario(name) {
        return this.#call('PUT', `/__mock/scenario/${encodeURIComponent(name)}`);
    }
    /** requests finds requests in the journal, newest first; 100 unless limit says otherwise. */
    async requests(filter = {}) {
        return (await this.#call('GET', `/__mock/requests${query(filter)}`)).requests;
    }
    deleteRequests() {
        return this.#call('DELETE', '/__mock/requests');
    }
    /** followRequests gives each request as it comes; breaking out of the loop ends it. after is the id to begin after. */
    followRequests(after) {
        return follow(this.#caller, after);
    }
    /** verify returns how many requests there were, and throws when that is not what was wanted; the error shows what came. */
    async verify(wanted) {
        try {
            return (await this.#call('POST', '/__mock/requests/verify', wanted)).count;
        }
        catch (error) {
            if (!(error instanceof LeadmockError) || error.status !== 409)
                throw error;
            throw new LeadmockError(`${error.message}\n${await this.#came(wanted.operation)}`, error.status, error.reply);
        }
    }
    async #came(operation) {
        const { requests, total } = await this.#call('GET', `/__mock/requests${query({ operation, limit: shown })}`);
        const of = operation === undefined ? '' : ` to ${operation}`;
        if (total === 0)
            return `there was no request${of} in session ${JSON.stringify(this.name)}`;
        const lines = requests.map((one) => `  ${one.method} ${one.path} ${one.status}${one.why && `  ${one.why}`}`);
        return [`the requests${of}, newest first:`, ...lines, ...(total > shown ? [`  and ${total - shown} more`] : [])].join('\n');
    }
    #call(method, path, body) {
        return call(this.#caller, method, path, body);
    }
}
function number(fault) {
    const id = typeof fault === 'number' ? fault : fault.id;
    if (id === undefined)
        throw new TypeError('leadmock: want a fault that fault() or faults() has returned, or its number');
    return id;
}
function unlessGone(error) {
    if (!(error instanceof LeadmockError) || error.status !== 404)
        throw error;
}
/** bytes is a text in the form in which fetch takes it as the value of a header: a character a byte of UTF-8. */
function bytes(text) {
    return String.fromCharCode(...new TextEncoder().encode(text));
}
