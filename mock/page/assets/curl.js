// @ts-check
// The curl that sends a request again. The token stays a variable of the shell.

import { reachOf, session } from './api.js';

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * curlOf takes method, path, session, content_type and body as the request log has them; prefer forces a reply, and control says
 * that the path is of the control API, which wants no token on this machine.
 * @param {Asked} asked
 */
export function curlOf({ method, path: given, session: of = session, content_type: type = '', body = '', prefer = '', control = false }) {
  const { path, header } = reachOf(of, given);
  const parts = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(location.origin + path)}`];
  if (!control) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (prefer) parts.push(`-H ${quoted(`Prefer: ${prefer}`)}`);
  if (header) parts.push(`-H ${quoted(`X-Mock-Session: ${header}`)}`);
  if (type.startsWith('multipart/form-data')) parts.push('-F file=@leads.csv', `-F list_uuid=${/[0-9a-f]{8}-[0-9a-f-]{27}/.exec(body)?.[0] ?? 'LIST_UUID'}`);
  else if (body || (control && method !== 'GET')) parts.push(`-H ${quoted(`Content-Type: ${type || 'application/json'}`)}`);
  if (body && !type.startsWith('multipart/')) parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(' \\\n  ');
}

/** pretty is a body as one reads it: JSON indented, everything else as it is. @param {string} text */
export function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}
