// One call of the control API, with the types of its parameters and result.

import type { operations } from './generated/control.js';

/** Caller is the base URL of a mock or session, and the headers of each call. */
export interface Caller {
  base: string;
  headers: Record<string, string>;
}

type Operations = operations;
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : void;
type Success<R> = R extends { 200: infer S } ? S : R extends { 201: infer S } ? S : R extends { 204: infer S } ? S : never;

/** Reply is the reply of an operation of the control API. */
export type Reply<O extends keyof Operations> = Json<Success<Operations[O]['responses']>>;

/** Query are the parameters of an operation of the control API. */
export type Query<O extends keyof Operations> = NonNullable<Operations[O]['parameters']['query']>;

/** LeadmockError is thrown for a call that the mock refuses or does not answer. */
export class LeadmockError extends Error {
  override readonly name = 'LeadmockError';
  readonly #status: number;
  readonly #reply: unknown; // private, because test runners print the fields of an error, and a reply can be long

  constructor(message: string, status: number, reply?: unknown, options?: { cause?: unknown }) {
    super(message, options);
    this.#status = status;
    this.#reply = reply;
  }

  /** Status of the reply; 0 if there was none. */
  get status(): number {
    return this.#status;
  }

  /** The reply's JSON, such as {error, near}. */
  get reply(): unknown {
    return this.#reply;
  }
}

/** @internal not every TypeScript library has its return type */
export async function send(caller: Caller, method: string, path: string, body?: unknown): Promise<Response> {
  const url = caller.base + path;
  const text = body === undefined ? undefined : JSON.stringify(body); // here, because what it throws is not about the mock
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: text === undefined ? caller.headers : { ...caller.headers, 'Content-Type': 'application/json' },
      ...(text !== undefined && { body: text }),
    });
  } catch (error) {
    const origin = (globalThis as { location?: { origin?: string } }).location?.origin;
    const hint = origin && origin !== 'null' ? `; to call it from a page, start the mock with --control-origin ${origin}` : '';
    throw new LeadmockError(`leadmock: no mock answers at ${caller.base}${reason(error)}${hint}`, 0, undefined, { cause: error });
  }
  const note = response.headers.get('X-Mock-Note');
  if (note) console.warn(`leadmock: ${method} ${path}: ${note}`);
  if (response.ok) return response;
  const got = await read(caller, response);
  const reply = parse(got);
  if (typeof reply !== 'object' || reply === null || !('error' in reply)) throw foreign(caller, response, `${method} ${path}`, got);
  throw new LeadmockError(`leadmock: ${method} ${path}: ${String(reply.error)}`, response.status, reply);
}

/** call returns the JSON of the reply, or undefined if there is none. */
export async function call<T>(caller: Caller, method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(caller, method, path, body);
  if (response.status === 204) return undefined as T;
  const text = await read(caller, response);
  const reply = parse(text);
  if (reply === undefined) throw foreign(caller, response, `${method} ${path}`, text);
  return reply as T;
}

/** read returns the text of a reply, which may end early if the mock is killed. */
async function read(caller: Caller, response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw new LeadmockError(`leadmock: the mock at ${caller.base} has ended during its reply${reason(error)}`, 0, undefined, { cause: error });
  }
}

/** foreign is the error for a reply that the mock does not send, such as the page that a dev server sends for every path. */
function foreign(caller: Caller, response: Response, what: string, text: string): LeadmockError {
  const type = response.headers.get('Content-Type') ?? 'no content type';
  const shown = type.includes('html') || text === '' ? '' : ` (${text.trim().slice(0, 100)})`;
  return new LeadmockError(`leadmock: ${what} got status ${response.status} and ${type}${shown}, which is not from a mock: ${caller.base} must be the address of leadmock, not of a dev server or the app`, response.status);
}

/** reason returns why fetch failed, such as a self-signed certificate. Node says it in the cause, MSW in the error itself. */
function reason(error: unknown): string {
  const { cause, message } = error as { cause?: { message?: string; code?: string }; message?: string };
  const text = cause?.message || cause?.code || message;
  return text ? ` (${text})` : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** query returns a query string, which is empty without parameters. */
export function query(parameters: Record<string, string | number | boolean | undefined>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

/** segment returns a name as one segment of a path. fetch removes the segments "." and "..", even if they are escaped. */
export function segment(what: string, name: string): string {
  if (name === '' || name === '.' || name === '..') throw new TypeError(`leadmock: ${JSON.stringify(name)} cannot be ${what}`);
  return encodeURIComponent(name);
}
