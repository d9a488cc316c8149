// Reads and writes records directly.

import { call, query, segment, type Caller } from './call.js';

/** Records are the records of one resource. Each value is checked against its type; the error names the field. */
export class Records<T extends object> {
  readonly #caller: Caller;
  readonly #path: string;

  /** Use session.records(resource). */
  constructor(caller: Caller, resource: string) {
    this.#caller = caller;
    this.#path = `/__mock/records/${segment('the name of a resource', resource)}`;
  }

  /** list returns records, newest first, including those that the API's lists do not show. */
  async list(page: { limit?: number; offset?: number } = {}): Promise<T[]> {
    return (await call<{ records: T[] }>(this.#caller, 'GET', this.#path + query(page))).records;
  }

  get(id: string): Promise<T> {
    return call(this.#caller, 'GET', this.#one(id));
  }

  /** create creates a record. Missing fields get their default, and a missing id and missing times are generated. */
  create(record: Partial<T>): Promise<T> {
    return call(this.#caller, 'POST', this.#path, record);
  }

  /** createAll creates many records, oldest first; all of them, or none. */
  createAll(records: Partial<T>[]): Promise<T[]> {
    return call(this.#caller, 'POST', this.#path, records);
  }

  /** update replaces fields. */
  update(id: string, fields: Partial<T>): Promise<T> {
    return call(this.#caller, 'PATCH', this.#one(id), fields);
  }

  delete(id: string): Promise<void> {
    return call(this.#caller, 'DELETE', this.#one(id));
  }

  deleteAll(): Promise<void> {
    return call(this.#caller, 'DELETE', this.#path);
  }

  #one(id: string): string {
    return `${this.#path}/${segment('the id of a record', id)}`;
  }
}
