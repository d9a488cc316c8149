// The program's flags as options in camel case.

/** Milliseconds, or a text with a unit, such as 1.5s. */
export type Time = number | string;

/** StartOptions are all flags of leadmock, in camel case. `leadmock --help` explains each. undefined is the same as absent. */
export interface StartOptions {
  /** Address to listen on. */
  addr?: string | undefined;
  /** Port to listen on; a free one by default. */
  port?: number | undefined;
  tlsSelfSigned?: boolean | undefined;
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
  /** Files of other OpenAPI documents to serve. */
  spec?: string | string[] | undefined;
  /** documented, empty, or a JSON file. */
  seed?: string | undefined;
  /** A file, or a name such as first-page: seed, faults, clock, imports and readings. */
  scenario?: string | undefined;
  /** Number of additional leads. */
  leads?: number | undefined;
  /** any, off, or one token. */
  auth?: string | undefined;
  /** The clock starts at this time. */
  now?: Date | string | undefined;
  idSeed?: number | undefined;
  importDelay?: Time | undefined;
  anyList?: boolean | undefined;
  /** Such as 1MB. */
  maxBody?: string | undefined;
  maxUpload?: string | undefined;
  sessions?: number | undefined;
  sessionIdle?: Time | undefined;
  /** What names the session of a request: the header, or the bearer token too. */
  sessionFrom?: 'header' | 'token' | undefined;
  /** Keep the default session in this file across restarts. */
  state?: string | undefined;
  /** Write to this file what was used of the API, and which guesses that relies on. */
  usage?: string | undefined;
  watch?: boolean | undefined;
  /** How to answer where the vendor's documentation is silent: 'A14=prefix,A02=unprocessable', or a profile of leadcontract. */
  as?: string | string[] | undefined;
  /** Seed that picks the readings not set by `as`. */
  vary?: number | undefined;
  /** With `vary`: change only the guesses in this usage file. */
  varyFor?: string | undefined;
  controlToken?: string | undefined;
  controlHost?: string | string[] | undefined;
  /** Origins whose pages may call the control API. */
  controlOrigin?: string | string[] | undefined;
  controlPrivate?: boolean | undefined;
  /** off by default. */
  log?: 'pretty' | 'json' | 'off' | undefined;
}

type Kind = 'text' | 'texts' | 'number' | 'switch' | 'duration' | 'moment';

/** kinds are the types of the options. A test compares them with `leadmock --help`. */
export const kinds: Readonly<Record<keyof StartOptions, Kind>> = {
  addr: 'text', port: 'number', tlsSelfSigned: 'switch', tlsCert: 'text', tlsKey: 'text', spec: 'texts', seed: 'text', scenario: 'text',
  leads: 'number', auth: 'text', now: 'moment', idSeed: 'number', importDelay: 'duration', anyList: 'switch', maxBody: 'text', maxUpload: 'text',
  sessions: 'number', sessionIdle: 'duration', sessionFrom: 'text', state: 'text', usage: 'text', watch: 'switch', as: 'texts', vary: 'number', varyFor: 'text', controlToken: 'text', controlHost: 'texts',
  controlOrigin: 'texts', controlPrivate: 'switch', log: 'text',
};

/** secrets are passed by the environment, because every process of the machine can read arguments. */
const secrets: Record<string, string> = { auth: 'LEADMOCK_AUTH', controlToken: 'LEADMOCK_CONTROL_TOKEN' };

export function toArguments(options: StartOptions): { args: string[]; env: Record<string, string> } {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`leadmock: want options such as { leads: 25 }, not ${shown(options)}`);
  }
  const args = ['--until-stdin-ends'];
  const env: Record<string, string> = {};
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const all: Record<string, unknown> = { log: 'off', ...(!('addr' in given) && { port: 0 }), ...given };
  for (const [name, value] of Object.entries(all)) {
    if (!Object.hasOwn(kinds, name)) throw new TypeError(`leadmock: there is no option ${JSON.stringify(name)} (${Object.keys(kinds).join(', ')})`);
    const texts = asTexts(name, kinds[name as keyof StartOptions], value);
    if (secrets[name]) env[secrets[name]] = texts.join();
    else for (const text of texts) args.push(`${flag(name)}=${text}`);
  }
  return { args, env };
}

/** flag returns the flag of an option. */
export function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** asTexts returns the values for the flag. The program checks their meaning. */
function asTexts(name: string, kind: Kind, value: unknown): string[] {
  switch (kind) {
    case 'text':
      return [want(name, 'a string', typeof value === 'string', value)];
    case 'texts':
      return (Array.isArray(value) ? value : [value]).map((one) => want(name, 'a string or an array of strings', typeof one === 'string', one));
    case 'number':
      return [want(name, 'a whole number', Number.isInteger(value), value)];
    case 'switch':
      return [want(name, 'true or false', typeof value === 'boolean', value)];
    case 'duration':
      return typeof value === 'number' ? [`${want(name, 'milliseconds', Number.isFinite(value), value)}ms`] : [want(name, 'milliseconds or a string such as "1.5s"', typeof value === 'string', value)];
    case 'moment':
      if (value instanceof Date && !Number.isNaN(value.getTime())) return [value.toISOString()];
      return [want(name, 'a valid Date or a string such as "2023-03-08T16:00:00+07:00"', typeof value === 'string', value)];
  }
}

function want(name: string, what: string, right: boolean, value: unknown): string {
  if (!right) throw new TypeError(`leadmock: option ${name}: want ${what}, not ${shown(value)}`);
  return String(value);
}

/** shown returns a value for an error message; JSON cannot express all values. */
function shown(value: unknown): string {
  return typeof value === 'number' || value instanceof Date ? String(value) : (JSON.stringify(value) ?? String(value));
}
