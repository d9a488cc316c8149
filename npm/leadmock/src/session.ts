// A session: the part of a mock that one test has to itself.

import { call, LeadmockError, query, segment, type Caller, type Query, type Reply } from './call.js';
import { follow } from './follow.js';
import { Records } from './records.js';
import type {
  Clock, ClockChange, Duration, Fault, ImportJob, Imports, Lead, List, LoggedRequest, NearMiss, NewFault, OperationName, Readings, ScenarioInfo, SessionInfo,
  Snapshot, State, Usage, Verification,
} from './types.js';

type RequestFilter = Omit<Query<'findRequests'>, 'operation'> & { operation?: OperationName };

/** Maximum number of requests in an error of verify. */
const maxShown = 10;

export class Session {
  readonly name: string;
  /** Base URL of the session, for apps with a configurable URL. The default session has that of the mock. */
  readonly url: string;
  /** The header of the session, for apps that call the mock's own URL. */
  readonly headers: Record<string, string>;
  readonly #mock: Caller;
  readonly #caller: Caller;

  /** Use mock.session(name). */
  constructor(mock: Caller, name: string) {
    this.name = name;
    this.url = name === '' ? mock.base : `${mock.base}/s/${segment('the name of a session', name)}`;
    this.headers = name === '' ? {} : { 'X-Mock-Session': bytes(name) };
    this.#mock = mock;
    this.#caller = { base: this.url, headers: mock.headers };
  }

  /** info returns how many records, requests, faults and snapshots the session has. */
  async info(): Promise<SessionInfo> {
    if (this.name !== '') return this.#call('GET', `/__mock/sessions/${encodeURIComponent(this.name)}`);
    const { sessions } = await call<Reply<'listSessions'>>(this.#mock, 'GET', '/__mock/sessions');
    return sessions[0]!; // the default one is the first
  }

  /** reset restores the session to its start; snapshots stay. */
  reset(): Promise<SessionInfo> {
    return this.#call('POST', '/__mock/reset');
  }

  /** end ends the session and frees its memory. The default session is reset instead. */
  async end(): Promise<void> {
    if (this.name === '') await this.reset();
    else await call(this.#mock, 'DELETE', `/__mock/sessions/${encodeURIComponent(this.name)}`).catch(unlessGone);
  }

  /** Ends the session. It ignores that no mock answers, which would hide the error that came before. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end().catch(unlessUnanswered);
  }

  /** fault adds a fault, which applies until it is deleted or, with times, that often. */
  fault(fault: NewFault): Promise<Fault> {
    return this.#call('POST', '/__mock/faults', fault);
  }

  /** faults lists the faults in the order in which they are tried. */
  async faults(): Promise<Fault[]> {
    return (await this.#call<{ faults: Fault[] }>('GET', '/__mock/faults')).faults;
  }

  /** deleteFault deletes a fault, given as such or by its number. */
  deleteFault(fault: Fault | number): Promise<void> {
    return this.#call('DELETE', `/__mock/faults/${number(fault)}`);
  }

  deleteFaults(): Promise<void> {
    return this.#call('DELETE', '/__mock/faults');
  }

  /** release releases the requests that a fault holds, and returns how many. With timeout it waits until they are held. */
  async release(fault: Fault | number, options: { count?: number; timeout?: Duration } = {}): Promise<number> {
    return (await this.#call<Reply<'releaseFault'>>('POST', `/__mock/faults/${number(fault)}/release`, options)).released;
  }

  async snapshots(): Promise<Snapshot[]> {
    return (await this.#call<{ snapshots: Snapshot[] }>('GET', '/__mock/snapshots')).snapshots;
  }

  /** saveSnapshot saves records, ids and clock under a name. */
  saveSnapshot(name: string): Promise<Snapshot> {
    return this.#call('POST', `/__mock/snapshots/${segment('the name of a snapshot', name)}`);
  }

  /** restoreSnapshot restores a snapshot; faults and request log stay. */
  restoreSnapshot(name: string): Promise<SessionInfo> {
    return this.#call('POST', `/__mock/snapshots/${segment('the name of a snapshot', name)}/restore`);
  }

  deleteSnapshot(name: string): Promise<void> {
    return this.#call('DELETE', `/__mock/snapshots/${segment('the name of a snapshot', name)}`);
  }

  clock(): Promise<Clock> {
    return this.#call('GET', '/__mock/clock');
  }

  /** playing returns how the session answers where the vendor's documentation is silent. */
  playing(): Promise<Readings> {
    return this.#call('GET', '/__mock/readings');
  }

  /** readings sets the readings of the session, such as { A14: 'prefix' }; {} goes back to those of the start. */
  readings(readings: Record<string, string>): Promise<Readings> {
    return this.#call('PUT', '/__mock/readings', { readings });
  }

  /** vary chooses all readings by a number, as another correct vendor may answer. The same number always chooses the same readings. */
  vary(seed: number): Promise<Readings> {
    return this.#call('PUT', '/__mock/readings', { vary: seed });
  }

  /** setClock sets, freezes or advances the clock. Fields that are left out stay. */
  setClock(change: ClockChange): Promise<Clock> {
    return this.#call('PUT', '/__mock/clock', change);
  }

  /** imports lists the last 100 imports, newest first. */
  async imports(): Promise<ImportJob[]> {
    return (await this.#call<Reply<'listJobs'>>('GET', '/__mock/jobs')).jobs;
  }

  /** setImports sets when later uploads become visible. */
  setImports(imports: Imports): Promise<Imports> {
    return this.#call('PUT', '/__mock/jobs', imports);
  }

  /** waitForImports waits until all imports are done, and returns them. It throws after the timeout. */
  async waitForImports(timeout: Duration = '10s'): Promise<ImportJob[]> {
    return (await this.#call<Reply<'waitForJobs'>>('POST', '/__mock/jobs/wait', { timeout })).jobs;
  }

  /** state returns all records, in the format of a seed. */
  state(): Promise<State> {
    return this.#call('GET', '/__mock/state');
  }

  /** setState replaces all records, or none if one is wrong. */
  setState(state: State): Promise<SessionInfo> {
    return this.#call('PUT', '/__mock/state', state);
  }

  /** records reads and writes records directly, with any field, also those that no request can set. */
  records(resource: 'lead'): Records<Lead>;
  records(resource: 'list'): Records<List>;
  records<T extends object = Record<string, unknown>>(resource: string): Records<T>;
  records(resource: string): Records<object> {
    return new Records(this.#caller, resource);
  }

  /** makeLeads makes up plausible leads, as the newest ones. */
  async makeLeads(count: number, options: Omit<Query<'makeLeads'>, 'count'> = {}): Promise<Lead[]> {
    return (await this.#call<{ leads: Lead[] }>('POST', `/__mock/leads${query({ count, ...options })}`)).leads;
  }

  async scenarios(): Promise<ScenarioInfo[]> {
    return (await this.#call<{ scenarios: ScenarioInfo[] }>('GET', '/__mock/scenarios')).scenarios;
  }

  /** setScenario starts the session again, from a scenario. */
  setScenario(name: string): Promise<SessionInfo> {
    return this.#call('PUT', `/__mock/scenario/${segment('the name of a scenario', name)}`);
  }

  /** requests returns matching requests of the request log, newest first; at most 100 unless limit is set. */
  async requests(filter: RequestFilter = {}): Promise<LoggedRequest[]> {
    return (await this.#call<{ requests: LoggedRequest[] }>('GET', `/__mock/requests${query(filter)}`)).requests;
  }

  deleteRequests(): Promise<void> {
    return this.#call('DELETE', '/__mock/requests');
  }

  /** followRequests yields each request as it comes, from now on or after an id (0: all). Leaving the loop ends it. */
  followRequests(after?: number): AsyncGenerator<LoggedRequest, void, undefined> {
    return follow(this.#caller, after);
  }

  /** usage returns what the session has used of the API since its start or last reset, and which assumptions that relies on. */
  usage(): Promise<Usage> {
    return this.#call('GET', '/__mock/usage?sessions=one');
  }

  /** verify returns the number of matching requests. It throws if that is not the expected number; the error shows the requests. */
  async verify(wanted: Verification): Promise<number> {
    try {
      return (await this.#call<{ count: number }>('POST', '/__mock/requests/verify', wanted)).count;
    } catch (error) {
      if (!(error instanceof LeadmockError) || error.status !== 409) throw error;
      const { near = [] } = error.reply as { near?: NearMiss[] };
      const lines = [error.message, await this.#came(wanted.operation), ...(near.length > 0 ? [nearest(near)] : [])];
      throw new LeadmockError(lines.join('\n'), error.status, error.reply);
    }
  }

  async #came(operation: OperationName | undefined): Promise<string> {
    const { requests, total } = await this.#call<Reply<'findRequests'>>('GET', `/__mock/requests${query({ operation, limit: maxShown })}`);
    const of = operation === undefined ? '' : ` to ${operation}`;
    if (total === 0) return `there was no request${of} in session ${JSON.stringify(this.name)}${await this.#elsewhere(operation)}`;
    return [`the requests${of}, newest first:`, ...requests.map(line), ...(total > maxShown ? [`  and ${total - maxShown} more`] : [])].join('\n');
  }

  /** #elsewhere says how many requests the default session has: those whose header or path names no session. */
  async #elsewhere(operation: OperationName | undefined): Promise<string> {
    if (this.name === '') return '';
    const { total } = await call<Reply<'findRequests'>>(this.#mock, 'GET', `/__mock/requests${query({ operation, limit: 1 })}`);
    return total === 0 ? '' : `; the default session has ${total}: without the session's headers or url, requests arrive there`;
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return call(this.#caller, method, path, body);
  }
}

function nearest(near: NearMiss[]): string {
  return ['similar requests:', ...near.map(({ request, differs }) => `${line(request)}: ${differs.join('; ')}`)].join('\n');
}

function line(one: LoggedRequest): string {
  return `  ${one.method} ${one.path} ${one.status}${one.why && `  ${one.why}`}`;
}

function number(fault: Fault | number): number {
  const id = typeof fault === 'number' ? fault : fault.id;
  if (id === undefined) throw new TypeError('leadmock: want a fault that fault() or faults() has returned, or its number');
  return id;
}

function unlessGone(error: unknown): void {
  if (!(error instanceof LeadmockError) || error.status !== 404) throw error;
}

function unlessUnanswered(error: unknown): void {
  if (!(error instanceof LeadmockError) || error.status !== 0) throw error;
}

/** bytes returns a text as fetch accepts it in a header: one character per byte of UTF-8. */
function bytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
