// @ts-check
// Usage: what an app has used of the API, the guesses that it relies on, and the documented replies that it never got.

import { control, placeOf, session } from './api.js';
import { said } from './document.js';
import { coded, empty, fill, h } from './dom.js';
import { number, t } from './i18n.js';
import { every } from './poll.js';
import { announce, attempt, confirmed } from './shell.js';

/**
 * @typedef {{ id: string, claim?: string, reading?: string, readings?: Wire['Reading'][] }} Guess an assumption or a contradiction
 */

/**
 * @typedef {object} View
 * @property {'usage?sessions=all' | 'usage?sessions=one'} path
 * @property {Wire['Operation'][]} operations
 * @property {Guess[]} known
 * @property {HTMLElement} guesses
 * @property {HTMLElement} used
 * @property {HTMLElement} never
 * @property {string} [drawn]
 * @property {() => Promise<void>} refresh
 */

/** @type {Open} */
export async function open(main, { rest, signal }) {
  const everywhere = rest[0] === 'all';
  const path = everywhere ? 'usage?sessions=all' : 'usage?sessions=one';
  const [{ operations }, known] = await Promise.all([control('GET', 'operations', undefined, { signal }), control('GET', 'assumptions', undefined, { signal })]);
  /** @type {View} */
  const view = {
    path, operations, known: [...known.assumptions, ...known.contradictions], guesses: h('div'), used: h('div'), never: h('div'),
    refresh: async () => draw(view, await control('GET', path, undefined, { signal })),
  };
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.usage')), h('div', { class: 'actions' },
      h('button', { type: 'button', 'aria-pressed': String(everywhere), onclick: () => { location.hash = everywhere ? '#/usage' : '#/usage/all'; } }, t('requests.everywhere')),
      h('button', { type: 'button', onclick: () => save(view) }, t('state.file.save')),
      h('button', { type: 'button', onclick: () => again(view) }, t('usage.again')))),
    h('p', { class: 'lead-in' }, coded(t('usage.text'))),
    h('h2', { id: 'usage-guesses' }, t('usage.guesses')), view.guesses,
    h('h2', { id: 'usage-used' }, t('usage.used')), view.used,
    h('h2', { id: 'usage-never' }, t('usage.never')), h('p', { class: 'lead-in' }, t('usage.never.text')), view.never);
  await every(1000, signal, view.refresh);
}

/** @param {View} view */
const save = (view) => attempt(async () => {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(await control('GET', view.path), null, 2)}\n`], { type: 'application/json' }));
  h('a', { href: url, download: 'usage.json' }).click();
  URL.revokeObjectURL(url);
});

/** @param {View} view */
async function again(view) {
  if (!await confirmed(t('usage.again'), t('usage.again.sure'), t('usage.again'))) return;
  await attempt(async () => { await control('DELETE', view.path); await view.refresh(); }, t('usage.again.done'));
}

/** @param {View} view @param {Wire['Usage']} usage */
function draw(view, usage) {
  const text = JSON.stringify(usage);
  if (view.drawn === text) return;
  view.drawn = text;
  fill(view.guesses, guesses(view, usage.assumptions));
  fill(view.used, used(usage.operations));
  const focused = document.activeElement?.getAttribute('data-reply');
  fill(view.never, never(view, usage.operations));
  const button = focused && view.never.querySelector(`[data-reply="${focused}"]`); // the table was replaced below the focus
  if (button instanceof HTMLElement) button.focus();
}

/** @param {View} view @param {Wire['ReliedOn'][]} assumptions */
function guesses(view, assumptions) {
  if (assumptions.length === 0) return empty(t('usage.guesses.none'), t('usage.guesses.none.text'));
  return table('guesses', ['guess', 'says', 'requests', 'example'], assumptions.map(({ id, reading, count, example }) => {
    const of = view.known.find((one) => one.id === id) ?? { id };
    const says = of.readings?.find((one) => one.name === reading)?.says ?? of.claim ?? of.reading;
    const place = id.startsWith('A') ? `assumptions/${id}` : `contradictions/${id}`;
    return [
      [h('a', { href: `${placeOf(session)}/docs/#/${place}` }, id), reading && [' ', h('code', null, reading)]],
      said(says), number(count),
      [h('code', null, `${example.method} ${example.path}`.trim()), ' ', h('span', { class: `status s${String(example.status)[0]}` }, example.status)],
    ];
  }));
}

/** @param {Wire['UsedOperation'][]} operations */
function used(operations) {
  if (operations.length === 0) return empty(t('usage.used.none'), t('usage.used.none.text'));
  return table('used', ['operation', 'requests', 'parameters', 'fields'],
    operations.map((one) => [h('code', null, one.operation), number(one.count), names(one.parameters), names(one.fields)]));
}

/** @param {Record<string, number>} counts */
const names = (counts) => Object.entries(counts).map(([name, n], i) => [i > 0 && ', ', h('code', null, name), ' ', h('span', { class: 'count' }, number(n))]);

/** @typedef {{ operation: string, status: number, example?: string }} Documented a documented reply */

/** @param {View} view @param {Wire['UsedOperation'][]} operations */
function never(view, operations) {
  const met = (/** @type {Documented} */ { operation, status, example }) => operations.find((one) => one.operation === operation)?.replies
    .some((reply) => reply.status === status && reply.example === example && reply.count > 0);
  const all = view.operations.flatMap(({ operation, replies }) => replies.map((reply) => ({ operation, ...reply })));
  const rows = all.filter((one) => !met(one));
  if (rows.length === 0) return empty(t('usage.never.none'));
  return [
    h('p', { class: 'lead-in' }, t('usage.never.count', { n: rows.length, of: all.length })),
    table('never', ['operation', 'reply', 'force'], rows.map((one) => [
      h('code', null, one.operation),
      [h('span', { class: `status s${String(one.status)[0]}` }, one.status), ' ', one.example],
      h('button', {
        type: 'button', 'data-reply': `${one.operation} ${one.status} ${one.example}`,
        'aria-label': t('usage.force.name', { reply: one.example || one.status, operation: one.operation }), onclick: () => force(one),
      }, t('usage.force')),
    ])),
  ];
}

/** force lets the operation's next call of this session meet the reply. @param {Documented} one */
const force = ({ operation, status, example }) => attempt(async () => {
  await control('POST', 'faults', { operation, times: 1, ...(example ? { example } : { status }) });
  announce(t('exchange.forced', { operation }));
});

/** @param {string} name @param {string[]} columns @param {Child[][]} rows */
function table(name, columns, rows) {
  return h('div', { class: 'scroll' }, h('table', { class: 'usage', 'aria-labelledby': `usage-${name}` },
    h('thead', null, h('tr', null, columns.map((one) => h('th', { scope: 'col' }, t(`usage.${one}`))))),
    h('tbody', null, rows.map(([first, ...cells]) => h('tr', null, h('th', { scope: 'row' }, first),
      cells.map((cell, i) => h('td', { 'data-column': t(`usage.${columns[i + 1]}`) }, cell)))))));
}
