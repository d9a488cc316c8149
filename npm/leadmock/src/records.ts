// Records by hand.

import { call, query, type Caller } from './call.js';

/** The records of one resource. All methods check each value against its type, and throw with the name of the field. */
export class Records<T extends object> {
  readonly #caller: Caller;
  readonly #path: string;

  /** Use session.records(resource). */
  constructor(caller: Caller, resource: string) {
    this.#caller = caller;
    this.#path = `/__mock/records/${encodeURIComponent(resource)}`;
  }

  /** list returns records, the newest first, those too that the API's lists do not show. */
  async list(page: { limit?: number; offset?: number } = {}): Promise<T[]> {
    return (await call<{ records: T[] }>(this.#caller, 'GET', this.#path + query(page))).records;
  }

  get(id: string): Promise<T> {
    return call(this.#caller, 'GET', this.#one(id));
  }

  /** create makes a record; what it is not given has its default, and id and times are made. */
  create(record: Partial<T>): Promise<T> {
    return call(this.#caller, 'POST', this.#path, record);
  }

  /** createAll makes many, from the oldest to the newest; all of them, or none. */
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
    return `${this.#path}/${encodeURIComponent(id)}`;
  }
}
