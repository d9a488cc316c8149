// @ts-check
// The client of the two APIs, in the session that the path of the web UI names. The tokens live as long as the browser's tab.

/** @type {Record<string, string>} */
const kept = { api: 'leadmock-token', control: 'leadmock-control-token' };

// session is the name that stands in /s/<session>/__mock/, and empty for the default one.
export const session = sessionOf(location.pathname);

/** @param {string} path */
function sessionOf(path) {
  const found = /^\/s\/([^/]+)\//.exec(path);
  if (!found) return '';
  try { return decodeURIComponent(found[1]); } catch { return found[1]; }
}

/** placeOf is the path prefix of a session. @param {string} name */
export const placeOf = (name) => (name === '' ? '' : `/s/${encodeURIComponent(name)}`);

/** A header can carry only printable ASCII; a session with another name is reached by its prefix. @param {string} name */
const isPlain = (name) => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name);
const byHeader = isPlain(session);
const prefix = session === '' || byHeader ? '' : placeOf(session);

/**
 * reachOf is how a request to a path reaches a session: by a header, or by its prefix.
 * @param {string} name
 * @param {string} path
 * @returns {{ path: string, header?: string }}
 */
export function reachOf(name, path) {
  if (name === '' || path.startsWith('/s/')) return { path };
  return isPlain(name) ? { path, header: name } : { path: placeOf(name) + path };
}

/** @param {string} which */
export const token = (which) => sessionStorage.getItem(kept[which]) ?? (which === 'api' ? 'dev' : '');
/** @param {string} which @param {string} value */
export const setToken = (which, value) => sessionStorage.setItem(kept[which], value);

/** @param {string} bearer @param {Record<string, string>} [more] */
function headersWith(bearer, more) {
  const headers = new Headers(more);
  if (bearer) headers.set('Authorization', `Bearer ${bearer}`);
  if (byHeader || session === '') headers.set('X-Mock-Session', session); // an empty one keeps a token from naming the session
  return headers;
}

/** Refused is a reply of the control API, or of the API, that is not a success; it says so in the server's words. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * api sends a request to the API and returns the reply whatever it is. A FormData goes as it is, a text as JSON. It throws if
 * there is no reply.
 * @param {string} method
 * @param {string} path
 * @param {{ body?: string | FormData, headers?: Record<string, string>, signal?: AbortSignal, which?: string, own?: boolean }} [options]
 * which says whose token it carries, and own that the web UI asks for itself: such a request meets no fault and is not logged
 * @returns {Promise<Reply>}
 */
export async function api(method, path, { body, headers, signal, which = 'api', own = true } = {}) {
  /** @type {Record<string, string>} */
  const more = { ...headers, ...(own && { 'X-Mock-Page': '1' }) };
  if (typeof body === 'string' || (which === 'control' && method !== 'GET')) more['Content-Type'] = 'application/json';
  const begun = performance.now();
  const response = await fetch(prefix + path, { method, body, headers: headersWith(token(which), more), signal, cache: 'no-store' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, value: parsed(text), ms: performance.now() - begun };
}

/**
 * must is api for callers that want a success.
 * @param {string} method
 * @param {string} path
 * @param {Parameters<typeof api>[2]} [options]
 * @returns {Promise<any>}
 */
export async function must(method, path, options) {
  const reply = await api(method, path, options);
  if (reply.status >= 400) throw new Refused(reply.status, errorText(reply));
  return reply.value;
}

/**
 * control calls the control API with a JSON body and returns what it answers. Another session than that of the web UI can be named.
 * @template {Method} M
 * @template {string} P
 * @param {M} method
 * @param {P} path
 * @param {unknown} [body]
 * @param {{ signal?: AbortSignal, of?: string }} [options]
 * @returns {Promise<Answer<M, P>>}
 */
export async function control(method, path, body, { signal, of = session } = {}) {
  const response = await controlResponse(method, path, body, signal, undefined, of);
  return parsed(await response.text()); // undefined for a 204
}

/** listsOf returns the lists of the session, newest first. @param {AbortSignal} signal @returns {Promise<List[]>} */
export async function listsOf(signal) {
  const page = /** @type {{ records: List[] }} */ (await control('GET', 'records/list?limit=10000', undefined, { signal }));
  return page.records;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [more]
 * @param {string} [of]
 */
export async function controlResponse(method, path, body, signal, more, of = session) {
  const headers = headersWith(token('control'), more);
  if (of === '') headers.set('X-Mock-Session', ''); // the default one has no prefix
  if (method !== 'GET') headers.set('Content-Type', 'application/json');
  const response = await fetch(`${of === session ? prefix : placeOf(of)}/__mock/${path}`, {
    method, headers, signal, cache: 'no-store', body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response;
  const value = parsed(await response.text());
  throw new Refused(response.status, value?.error ?? `${response.status} ${response.statusText}`);
}

/** errorText is the error of a reply as one line, whichever of the API's shapes it has. @param {Refusal} reply */
export function errorText(reply) {
  const error = reply.value?.error;
  if (Array.isArray(error)) return error.map((one) => Object.entries(one).map(([name, text]) => `${name}: ${text}`)).flat().join('; ');
  return typeof error === 'string' ? error : `${reply.status} ${(reply.text ?? '').slice(0, 200)}`;
}

/** @param {string} text */
export function parsed(text) {
  try { return JSON.parse(text); } catch { return undefined; }
}
