// Records by hand.
import { call, query } from './call.js';
/** The records of one resource. All methods check each value against its type, and throw with the name of the field. */
export class Records {
    #caller;
    #path;
    /** Use session.records(resource). */
    constructor(caller, resource) {
        this.#caller = caller;
        this.#path = `/__mock/records/${encodeURIComponent(resource)}`;
    }
    /** list returns records, the newest first, those too that the API's lists do not show. */
    async list(page = {}) {
        return (await call(this.#caller, 'GET', this.#path + query(page))).records;
    }
    get(id) {
        return call(this.#caller, 'GET', this.#one(id));
    }
    /** create makes a record; what it is not given has its default, and id and times are made. */
    create(record) {
        return call(this.#caller, 'POST', this.#path, record);
    }
    /** createAll makes many, from the oldest to the newest; all of them, or none. */
    createAll(records) {
        return call(this.#caller, 'POST', this.#path, records);
    }
    /** update replaces fields. */
    update(id, fields) {
        return call(this.#caller, 'PATCH', this.#one(id), fields);
    }
    delete(id) {
        return call(this.#caller, 'DELETE', this.#one(id));
    }
    deleteAll() {
        return call(this.#caller, 'DELETE', this.#path);
    }
    #one(id) {
        return `${this.#path}/${encodeURIComponent(id)}`;
    }
}
