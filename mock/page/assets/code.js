// @ts-check
// A request as code: for a shell, for a browser, and for axios. The token stays a variable.

import { reachOf, session } from './api.js';
import { curlOf } from './curl.js';
import { choice, fill, h } from './dom.js';
import { t } from './i18n.js';
import { copyButton } from './shell.js';

/** @type {Record<string, (asked: Asked) => string>} */
const languages = { curl: curlOf, fetch: fetchOf, axios: axiosOf };
let language = 'curl'; // the one that was chosen last

/** codeView shows what make() returns as code. Its draw() shows it again. @param {() => Asked} make */
export function codeView(make) {
  const text = h('pre', { tabindex: '0', class: 'code' });
  const select = choice(Object.keys(languages).map((one) => [one, one]), {
    'aria-label': t('code.language'), value: language,
    onchange: () => { language = select.value; draw(); },
  });
  const code = () => languages[language](make());
  const draw = () => fill(text, code());
  draw();
  const node = h('div', { class: 'as-code' }, h('div', { class: 'head' }, h('h3', null, t('code.title')), h('div', { class: 'actions' }, select, copyButton(code))), text);
  return { node, draw };
}

/** @param {Asked} asked */
function headersOf({ method, path, session: of = session, content_type: type = '', body = '', prefer = '', control = false }) {
  /** @type {Record<string, string | 0>} */
  const headers = {};
  if (!control) headers.Authorization = 0; // stands for the token
  if (prefer) headers.Prefer = prefer;
  const { header } = reachOf(of, path);
  if (header) headers['X-Mock-Session'] = header;
  if (!type.startsWith('multipart/') && (body || (control && method !== 'GET'))) headers['Content-Type'] = type || 'application/json';
  return Object.entries(headers).map(([name, value]) => `${name.includes('-') ? quoted(name) : name}: ${value === 0 ? '`Bearer ${token}`' : quoted(value)}`);
}

/** @param {unknown} text */
const quoted = (text) => `'${String(text).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
/** @param {Asked} asked */
const urlOf = ({ path, session: of = session }) => location.origin + reachOf(of, path).path;
/** @param {Asked} asked */
const isForm = ({ content_type: type = '' }) => type.startsWith('multipart/form-data');

/** formOf makes the form of an upload; the file is the reader's own. @param {Asked} asked */
const formOf = ({ body = '' }) => [
  'const form = new FormData();',
  "form.append('file', file, 'leads.csv');",
  `form.append('list_uuid', ${quoted(/[0-9a-f]{8}-[0-9a-f]{27}/.exec(String(body))?.[0] ?? 'LIST_UUID')});`,
];

/** @param {Asked} request */
function dataOf(request) {
  if (isForm(request)) return 'form';
  try { return JSON.stringify(JSON.parse(request.body), null, 2); } catch { return quoted(request.body); }
}

/** @param {Asked} request */
function fetchOf(request) {
  const { method, body } = request;
  const json = (/** @type {string} */ data) => (data.startsWith("'") || data === 'form' ? data : `JSON.stringify(${data})`);
  return [
    ...(isForm(request) ? formOf(request) : []),
    `const response = await fetch(${quoted(urlOf(request))}, {`,
    method !== 'GET' && `  method: ${quoted(method)},`,
    headersOf(request).length > 0 && `  headers: { ${headersOf(request).join(', ')} },`,
    (body || isForm(request)) && `  body: ${json(dataOf(request)).replaceAll('\n', '\n  ')},`,
    '});',
    'const reply = await response.json();',
  ].filter(Boolean).join('\n');
}

/** @param {Asked} request */
function axiosOf(request) {
  const { method, body } = request;
  return [
    ...(isForm(request) ? formOf(request) : []),
    'const { data } = await axios({',
    `  method: ${quoted(method.toLowerCase())},`,
    `  url: ${quoted(urlOf(request))},`,
    headersOf(request).length > 0 && `  headers: { ${headersOf(request).join(', ')} },`,
    (body || isForm(request)) && `  data: ${dataOf(request).replaceAll('\n', '\n  ')},`,
    '});',
  ].filter(Boolean).join('\n');
}
