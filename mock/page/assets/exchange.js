// One request and its reply, the curl that sends it again, and the reply once more for the app's next call.

import { control, parsed, placeOf, session } from './api.js';
import { choice, field, fill, h } from './dom.js';
import { codeView } from './code.js';
import { pretty } from './curl.js';
import { clockDate, t } from './i18n.js';
import { attempt, copyButton } from './shell.js';

export function showExchange(node, one, operations, close) {
  const escape = (event) => event.key === 'Escape' && close();
  node.onkeydown = escape;
  node.hidden = false;
  fill(node,
    h('div', { class: 'head' }, h('h2', { tabindex: '-1' }, h('span', { class: 'method' }, one.method), ' ', one.path),
      h('div', { class: 'actions' }, copyButton(() => linkOf(one), t('exchange.link')),
        h('button', { type: 'button', class: 'plain', onclick: close }, t('action.close')))),
    h('dl', { class: 'facts-list' },
      pair('requests.status', h('span', { class: `status s${String(one.status)[0]}` }, one.status || t('requests.reset'))),
      pair('requests.operation', one.operation || t('exchange.no-operation')),
      pair('requests.time', clockDate(one.time)),
      pair('exchange.duration', `${one.duration_ms.toFixed(2)} ms`),
      one.why && pair('requests.why', h('span', { lang: 'en' }, one.why)),
      one.notes && pair('exchange.notes', h('ul', { class: 'notes', lang: 'en' }, one.notes.map((note) => h('li', null, note)))),
      one.record && pair('exchange.record', h('a', { href: hrefOf(one, `#/leads/${encodeURIComponent(one.record)}`) }, one.record)),
      one.fault && pair('exchange.fault', h('a', { href: hrefOf(one, '#/faults') }, t('exchange.fault.number', { n: one.fault })))),
    force(one, operations),
    body('exchange.request', one.body, one.body_bytes, one.content_type),
    body('exchange.reply', one.reply, one.reply_bytes, one.reply_type ?? 'application/json'),
    codeView(() => one).node,
    headers(one));
  node.querySelector('h2').focus();
}

// linkOf leads to this request, for as long as the journal has it.
export const linkOf = (one) => `${location.origin}${placeOf(one.session ?? session)}/__mock/#/requests/${one.id}`;

// hrefOf leads to a part of the page in the session of a request.
const hrefOf = ({ session: of = session }, hash) => (of === session ? hash : `${placeOf(of)}/__mock/${hash}`);

function headers(one) {
  if (!one.headers) return null;
  return h('details', { class: 'headers' }, h('summary', null, t('exchange.headers')),
    h('dl', { class: 'facts-list' }, Object.entries(one.headers).toSorted().map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))));
}

const pair = (name, value) => h('div', null, h('dt', null, t(name)), h('dd', null, value));

function body(title, text, bytes = 0, type = '') {
  if (!text) return [h('h3', null, t(title)), h('p', { class: 'muted' }, t('exchange.empty'))];
  return [h('h3', null, t(title), ' ', h('span', { class: 'count' }, `${type} · ${t('exchange.bytes', { n: bytes || text.length })}`)),
    h('pre', { tabindex: '0', class: 'code' }, pretty(text)),
    bytes > new Blob([text]).size && h('p', { class: 'muted' }, t('exchange.cut'))];
}

// force lets the operation's next call meet this error, or another reply that the page documents.
function force(one, operations) {
  const operation = operations.find((other) => other.operation === one.operation);
  if (!operation) return null;
  const failed = one.status === 0 || one.status >= 400;
  const options = operation.replies.map((reply, i) => [String(i), `${reply.status} ${reply.example}`]);
  const select = choice(options, {});
  const documented = () => { const { status, example } = operation.replies[select.value]; return example ? { example } : { status }; };
  const add = (fault) => attempt(() => control('POST', 'faults', { operation: one.operation, times: 1, ...fault }, { of: one.session }), t('exchange.forced', { operation: one.operation }));
  return h('div', { class: 'force' },
    failed && h('button', { type: 'button', class: 'primary', onclick: () => add(again(one)) }, t('exchange.force')),
    h('div', { class: 'inline' }, field(t('exchange.force.other'), select),
      h('button', { type: 'button', onclick: () => add(documented()) }, t('exchange.force.do'))));
}

// again is the fault that answers as this request was answered.
function again(one) {
  if (one.status === 0) return { reset: true };
  const whole = one.reply && !(one.reply_bytes > new Blob([one.reply]).size);
  const value = whole ? parsed(one.reply) : undefined;
  if (value !== undefined) return { status: one.status, body: value };
  return whole ? { status: one.status, text: one.reply } : { status: one.status };
}
