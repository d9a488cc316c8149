// A mock that runs already, and its sessions. It needs nothing but fetch, so that it works in browsers too.

import { call, type Caller, type Reply } from './call.js';
import { Session } from './session.js';
import type { Usage } from './types.js';

export interface ConnectOptions {
  /** The token of --control-token, for a mock that does not see this machine as its own. LEADMOCK_CONTROL_TOKEN by default. */
  token?: string | undefined;
}

/** A mock that runs. Each test takes a session of it. */
export class Mock {
  /** Base URL without a slash at its end; the API is below it at /v3. */
  readonly url: string;
  readonly #caller: Caller;

  constructor(url: string, options: ConnectOptions = {}) {
    this.url = base(url);
    const token = options.token ?? environment('LEADMOCK_CONTROL_TOKEN');
    this.#caller = { base: this.url, headers: token ? { Authorization: `Bearer ${token}` } : {} };
  }

  /**
   * session returns what a name stands for: leads, faults, clock, imports and journal of its own, made from the seed at its
   * first request. Without a name it is one that nobody else has; the empty name is the default session.
   */
  session(name: string = globalThis.crypto.randomUUID()): Session {
    return new Session(this.#caller, name);
  }

  /**
   * tokenSession returns the session of the requests that carry a bearer token and no session's header, with --session-from
   * token: for servers that call the API in the name of a test, and can be given a token but no header.
   */
  async tokenSession(token: string): Promise<Session> {
    const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
    const hex = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
    return this.session(`token-${hex.join('')}`);
  }

  /** health tells version and tokens; it throws where no mock answers. */
  health(): Promise<Reply<'getHealth'>> {
    return call(this.#caller, 'GET', '/__mock/health');
  }

  /** sessions lists the default session and then the others, the last used first. */
  sessions(): Promise<Reply<'listSessions'>> {
    return call(this.#caller, 'GET', '/__mock/sessions');
  }

  /** endSessions ends all sessions but the default one. */
  endSessions(): Promise<void> {
    return call(this.#caller, 'DELETE', '/__mock/sessions');
  }

  /** usage tells what all sessions have used of the API, those that have ended too, and which assumptions that relies on. */
  usage(): Promise<Usage> {
    return call(this.#caller, 'GET', '/__mock/usage');
  }

  /** deleteUsage begins to count again. */
  deleteUsage(): Promise<void> {
    return call(this.#caller, 'DELETE', '/__mock/usage');
  }

  /** operations lists the operations of the API, and the replies that can be forced. */
  async operations(): Promise<Reply<'listOperations'>['operations']> {
    return (await call<Reply<'listOperations'>>(this.#caller, 'GET', '/__mock/operations')).operations;
  }
}

/** connect returns a mock that runs already. It sends nothing yet; health does. */
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
