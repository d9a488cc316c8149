// The program's flags as options in camel case.

/** Milliseconds, or a text with a unit, such as 1.5s. */
export type Time = number | string;

/** StartOptions are all flags of leadmock, in camel case; each is told by `leadmock --help`. */
export interface StartOptions {
  /** Address to listen on. */
  addr?: string;
  /** Port to listen on; a free one by default. */
  port?: number;
  tlsSelfSigned?: boolean;
  tlsCert?: string;
  tlsKey?: string;
  /** Files of further OpenAPI documents. */
  spec?: string | string[];
  /** documented, empty, or a JSON file. */
  seed?: string;
  /** A file of seed, faults, clock and imports. */
  scenario?: string;
  /** That many more leads. */
  leads?: number;
  /** any, off, or one token. */
  auth?: string;
  /** A clock that starts there. */
  now?: Date | string;
  idSeed?: number;
  importDelay?: Time;
  anyList?: boolean;
  /** Such as 1MB. */
  maxBody?: string;
  maxUpload?: string;
  sessions?: number;
  sessionIdle?: Time;
  /** Where a session's name comes from besides the header. */
  sessionFrom?: 'header' | 'token';
  /** A file that keeps the default session across restarts. */
  state?: string;
  /** A file for what of the API was used, and which guesses that relies on. */
  usage?: string;
  watch?: boolean;
  /** How to answer where the vendor's page is silent: 'A14=prefix,A02=unprocessable', or a profile of leadcontract. */
  as?: string | string[];
  /** A number that chooses among all readings that `as` does not name. */
  vary?: number;
  /** A file of usage: vary only what the app relies on. */
  varyFor?: string;
  controlToken?: string;
  controlHost?: string | string[];
  /** Origins whose pages may call the control API. */
  controlOrigin?: string | string[];
  controlPrivate?: boolean;
  /** off by default. */
  log?: 'pretty' | 'json' | 'off';
}

/** What is a secret goes by the environment: arguments are for every process of the machine to see. */
const secrets: Record<string, string> = { auth: 'LEADMOCK_AUTH', controlToken: 'LEADMOCK_CONTROL_TOKEN' };
const times = new Set(['importDelay', 'sessionIdle']);

export function toArguments(options: StartOptions): { args: string[]; env: Record<string, string> } {
  const args = ['--until-stdin-ends'];
  const env: Record<string, string> = {};
  const all: Record<string, unknown> = { log: 'off', ...(options.addr === undefined && { port: 0 }), ...options };
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) continue;
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (secrets[name]) env[secrets[name]] = String(value);
    else for (const one of Array.isArray(value) ? value : [value]) args.push(`${flag}=${asText(name, one)}`);
  }
  return { args, env };
}

function asText(name: string, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && times.has(name)) return `${value}ms`;
  if (typeof value === 'object') throw new TypeError(`leadmock: ${name} cannot be ${JSON.stringify(value)}`);
  return String(value);
}
