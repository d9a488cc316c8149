// @ts-check
// One request and its reply, the curl that sends it again, and the reply once more for the app's next call.

import { control, parsed, placeOf, session } from './api.js';
import { choice, field, fill, find, h } from './dom.js';
import { codeView } from './code.js';
import { pretty } from './curl.js';
import { number, t } from './i18n.js';
import { attempt, copyButton } from './shell.js';
import { timeOf } from './time.js';

/**
 * @param {HTMLElement} node
 * @param {Wire['Request']} one
 * @param {Wire['Operation'][]} operations
 * @param {() => void} close
 */
export function showExchange(node, one, operations, close) {
  node.onkeydown = (event) => { if (event.key === 'Escape') close(); };
  node.hidden = false;
  fill(node,
    h('div', { class: 'head' }, h('h2', { tabindex: '-1' }, h('span', { class: 'method' }, one.method), ' ', one.path),
      h('div', { class: 'actions' }, copyButton(() => linkOf(one), t('exchange.link')),
        h('button', { type: 'button', class: 'plain', onclick: close }, t('action.close')))),
    h('dl', { class: 'facts-list' },
      pair('requests.status', h('span', { class: `status s${String(one.status)[0]}` }, one.status || t('requests.reset'))),
      pair('requests.operation', one.operation || t('exchange.no-operation')),
      pair('requests.time', timeOf(one.time)),
      pair('exchange.duration', `${number(one.duration_ms, 2)} ms`),
      one.why && pair('requests.why', h('span', { lang: 'en' }, one.why)),
      one.notes && pair('exchange.notes', h('ul', { class: 'notes', lang: 'en' }, one.notes.map((note) => h('li', null, note)))),
      one.record && pair('exchange.record', h('a', { href: hrefOf(one, `#/leads/${encodeURIComponent(one.record)}`) }, one.record)),
      one.fault && pair('exchange.fault', h('a', { href: hrefOf(one, '#/faults') }, t('exchange.fault.number', { n: one.fault })))),
    force(one, operations),
    body('exchange.request', one.body, one.body_bytes, one.content_type),
    body('exchange.reply', one.reply, one.reply_bytes, one.reply_type ?? 'application/json'),
    codeView(() => one).node,
    headers(one));
  find('h2', node).focus();
}

/** linkOf leads to this request, for as long as the request log has it. @param {Wire['Request']} one */
export const linkOf = (one) => `${location.origin}${placeOf(one.session ?? session)}/__mock/#/requests/${one.id}`;

/** hrefOf leads to a part of the web UI in the session of a request. @param {Wire['Request']} one @param {string} hash */
const hrefOf = ({ session: of = session }, hash) => (of === session ? hash : `${placeOf(of)}/__mock/${hash}`);

/** @param {Wire['Request']} one */
function headers(one) {
  if (!one.headers) return null;
  return h('details', { class: 'headers' }, h('summary', null, t('exchange.headers')),
    h('dl', { class: 'facts-list' }, Object.entries(one.headers).toSorted().map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))));
}

/** @param {string} name @param {Child} value */
const pair = (name, value) => h('div', null, h('dt', null, t(name)), h('dd', null, value));

/** @param {string} title @param {string} [text] @param {number} [bytes] @param {string} [type] */
function body(title, text, bytes = 0, type = '') {
  if (!text) return [h('h3', null, t(title)), h('p', { class: 'muted' }, t('exchange.empty'))];
  return [h('h3', null, t(title), ' ', h('span', { class: 'count' }, `${type} · ${t('exchange.bytes', { n: bytes || text.length })}`)),
    h('pre', { tabindex: '0', class: 'code' }, pretty(text)),
    bytes > new Blob([text]).size && h('p', { class: 'muted' }, t('exchange.cut'))];
}

/**
 * force lets the operation's next call meet this error, or another reply that the spec documents.
 * @param {Wire['Request']} one
 * @param {Wire['Operation'][]} operations
 */
function force(one, operations) {
  const operation = operations.find((other) => other.operation === one.operation);
  if (!operation) return null;
  const failed = one.status === 0 || one.status >= 400;
  const select = choice(operation.replies.map((reply, i) => [i, `${reply.status} ${reply.example}`]));
  const documented = () => { const { status, example } = operation.replies[select.selectedIndex]; return example ? { example } : { status }; };
  const add = (/** @type {Wire['Fault']} */ fault) => attempt(() => control('POST', 'faults', { operation: one.operation, times: 1, ...fault }, { of: one.session }), t('exchange.forced', { operation: one.operation }));
  return h('div', { class: 'force' },
    failed && h('button', { type: 'button', class: 'primary', onclick: () => add(again(one)) }, t('exchange.force')),
    h('div', { class: 'inline' }, field(t(failed ? 'exchange.force.other' : 'exchange.force.next'), select),
      h('button', { type: 'button', onclick: () => add(documented()) }, t('exchange.force.do'))));
}

/** again is the fault that answers as this request was answered. @param {Wire['Request']} one @returns {Wire['Fault']} */
function again(one) {
  if (one.status === 0) return { reset: true };
  const whole = one.reply && (one.reply_bytes ?? 0) <= new Blob([one.reply]).size ? one.reply : '';
  const value = parsed(whole);
  if (value !== undefined) return { status: one.status, body: value };
  return whole ? { status: one.status, text: whole } : { status: one.status };
}
