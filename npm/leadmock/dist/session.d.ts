import { type Caller, type Query } from './call.js';
import { Records } from './records.js';
import type { Clock, ClockChange, Duration, Fault, ImportJob, Imports, Lead, List, LoggedRequest, NewFault, NewList, OperationName, ScenarioInfo, SessionInfo, Snapshot, State, Verification } from './types.js';
type RequestFilter = Omit<Query<'findRequests'>, 'operation'> & {
    operation?: OperationName;
};
export declare class Session {
    #private;
    readonly name: string;
    /** Base URL of the session, for apps that are told where the API is. The default session has that of the mock. */
    readonly url: string;
    /** The header of the session, for apps that call the mock's own URL. */
    readonly headers: Record<string, string>;
    /** Use mock.session(name). */
    constructor(mock: Caller, name: string);
    /** info counts what the session has. */
    info(): Promise<SessionInfo>;
    /** reset makes the session as it was at the start; snapshots stay. */
    reset(): Promise<SessionInfo>;
    /** end ends the session, and frees what it holds. The default session is reset instead, since it has no end. */
    end(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
    /** fault lets something go wrong until it is deleted or, with times, that often. */
    fault(fault: NewFault): Promise<Fault>;
    /** faults lists the faults in the order in which they are tried. */
    faults(): Promise<Fault[]>;
    /** deleteFault deletes a fault, or the one that has that number. */
    deleteFault(fault: Fault | number): Promise<void>;
    deleteFaults(): Promise<void>;
    /** release lets go the requests that a fault holds, and says how many; with timeout it waits for them to be held. */
    release(fault: Fault | number, options?: {
        count?: number;
        timeout?: Duration;
    }): Promise<number>;
    snapshots(): Promise<Snapshot[]>;
    /** saveSnapshot saves records, ids and clock under a name. */
    saveSnapshot(name: string): Promise<Snapshot>;
    /** restoreSnapshot goes back to a snapshot; faults and journal stay. */
    restoreSnapshot(name: string): Promise<SessionInfo>;
    deleteSnapshot(name: string): Promise<void>;
    clock(): Promise<Clock>;
    /** setClock sets, freezes or advances the clock; what is left out stays. */
    setClock(change: ClockChange): Promise<Clock>;
    /** imports lists the last 100 imports, newest first. */
    imports(): Promise<ImportJob[]>;
    /** setImports says when uploads from now on become visible. */
    setImports(imports: Imports): Promise<Imports>;
    /** waitForImports waits until all imports are done, and returns them. It throws when the time is over. */
    waitForImports(timeout?: Duration): Promise<ImportJob[]>;
    /** state returns all records, in the format of a seed. */
    state(): Promise<State>;
    /** setState replaces all records, or none where one is wrong. */
    setState(state: State): Promise<SessionInfo>;
    /** lists returns the lists that leads can be created in, newest first. */
    lists(): Promise<List[]>;
    createList(list: NewList): Promise<List>;
    /** records writes and reads records by hand: any field, those too that no request can set. */
    records(resource: 'lead'): Records<Lead>;
    records(resource: 'list'): Records<List>;
    records<T extends object = Record<string, unknown>>(resource: string): Records<T>;
    /** makeLeads makes up plausible leads, as the newest ones. */
    makeLeads(count: number, options?: Omit<Query<'makeLeads'>, 'count'>): Promise<Lead[]>;
    scenarios(): Promise<ScenarioInfo[]>;
    /** setScenario begins anew from what a scenario says. */
    setScenario(name: string): Promise<SessionInfo>;
    /** requests finds requests in the journal, newest first; 100 unless limit says otherwise. */
    requests(filter?: RequestFilter): Promise<LoggedRequest[]>;
    deleteRequests(): Promise<void>;
    /** followRequests gives each request as it comes; breaking out of the loop ends it. after is the id to begin after. */
    followRequests(after?: number): AsyncGenerator<LoggedRequest, void, undefined>;
    /** verify returns how many requests there were, and throws when that is not what was wanted; the error shows what came. */
    verify(wanted: Verification): Promise<number>;
}
export {};
