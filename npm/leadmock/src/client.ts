// A running mock and its sessions. It needs only fetch, so it works in browsers too.

import { call, type Caller, type Reply } from './call.js';
import { Session } from './session.js';
import type { Usage } from './types.js';

export interface ConnectOptions {
  /** The token of --control-token, for a mock on another machine. LEADMOCK_CONTROL_TOKEN by default. */
  token?: string | undefined;
}

/** Mock is a running mock. Each test uses its own session. */
export class Mock {
  /** Base URL without a trailing slash. The API is at /v3 below it. */
  readonly url: string;
  readonly #caller: Caller;

  constructor(url: string, options: ConnectOptions = {}) {
    this.url = base(url);
    const token = options.token ?? environment('LEADMOCK_CONTROL_TOKEN');
    this.#caller = { base: this.url, headers: token ? { Authorization: `Bearer ${token}` } : {} };
  }

  /**
   * session returns the session of a name. It has its own leads, faults, clock, imports and request log, and is created from
   * the seed at its first request. Without a name it is a new session; the empty name is the default session.
   */
  session(name: string = globalThis.crypto.randomUUID()): Session {
    return new Session(this.#caller, name);
  }

  /**
   * tokenSession returns the session of requests with this bearer token and without a session header, if the mock runs with
   * --session-from token. It is for servers that can pass on a token but not a header.
   */
  async tokenSession(token: string): Promise<Session> {
    const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
    const hex = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
    return this.session(`token-${hex.join('')}`);
  }

  /** health returns the version and which tokens are accepted. It throws if no mock answers. */
  health(): Promise<Reply<'getHealth'>> {
    return call(this.#caller, 'GET', '/__mock/health');
  }

  /** sessions lists the default session and then the others, most recently used first. */
  sessions(): Promise<Reply<'listSessions'>> {
    return call(this.#caller, 'GET', '/__mock/sessions');
  }

  /** endSessions ends all sessions except the default one. */
  endSessions(): Promise<void> {
    return call(this.#caller, 'DELETE', '/__mock/sessions');
  }

  /** usage returns what all sessions have used of the API, including those that have ended, and which assumptions that relies on. */
  usage(): Promise<Usage> {
    return call(this.#caller, 'GET', '/__mock/usage');
  }

  /** deleteUsage starts counting from zero. */
  deleteUsage(): Promise<void> {
    return call(this.#caller, 'DELETE', '/__mock/usage');
  }

  /** operations lists the operations of the API, and the replies that can be forced. */
  async operations(): Promise<Reply<'listOperations'>['operations']> {
    return (await call<Reply<'listOperations'>>(this.#caller, 'GET', '/__mock/operations')).operations;
  }
}

/** connect returns a mock that is already running. It does not check that; health does. */
export function connect(url: string, options: ConnectOptions = {}): Mock {
  return new Mock(url, options);
}

function base(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new TypeError(`leadmock: want the URL of a mock, such as http://127.0.0.1:4010, not ${JSON.stringify(url)}`);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new TypeError(`leadmock: want the URL of a mock, such as http://127.0.0.1:4010, not ${JSON.stringify(url)}`);
  }
  return (parsed.origin + parsed.pathname).replace(/\/+$/, '');
}

function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name];
}
