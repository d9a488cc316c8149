import { type Caller } from './call.js';
/** The records of one resource. All methods check each value against its type, and throw with the name of the field. */
export declare class Records<T extends object> {
    #private;
    /** Use session.records(resource). */
    constructor(caller: Caller, resource: string);
    /** list returns records, the newest first, those too that the API's lists do not show. */
    list(page?: {
        limit?: number;
        offset?: number;
    }): Promise<T[]>;
    get(id: string): Promise<T>;
    /** create makes a record; what it is not given has its default, and id and times are made. */
    create(record: Partial<T>): Promise<T>;
    /** createAll makes many, from the oldest to the newest; all of them, or none. */
    createAll(records: Partial<T>[]): Promise<T[]>;
    /** update replaces fields. */
    update(id: string, fields: Partial<T>): Promise<T>;
    delete(id: string): Promise<void>;
    deleteAll(): Promise<void>;
}
