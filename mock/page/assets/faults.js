// @ts-check
// Faults: switches for what goes wrong, for one call, some calls, or until they are switched off.

import { control } from './api.js';
import { choice, empty, field, fill, find, h } from './dom.js';
import { t } from './i18n.js';
import { every } from './poll.js';
import { announce, attempt } from './shell.js';

/**
 * presets are the switches. A fault belongs to the switch whose fault it has, whoever added it.
 * @type {Map<string, Wire['Fault']>}
 */
const presets = new Map([
  ['slow', { delay: { min: '500ms', max: '2s' } }],
  ['401', { status: 401 }],
  ['404', { status: 404 }],
  ['429', { status: 429, headers: { 'Retry-After': '1' } }],
  ['500', { status: 500 }],
  ['503', { status: 503 }],
  ['reset', { reset: true }],
  ['half', { truncate: true }],
]);

/** elsewhere are the fields that have a column or a button of their own. @type {Set<keyof Wire['Fault']>} */
const elsewhere = new Set(['id', 'used', 'operation', 'times', 'seen', 'held']);

/** partsOf are the other fields of a fault, also those that are new: what goes wrong, and when. @param {Wire['Fault']} fault */
const partsOf = (fault) => /** @type {(keyof Wire['Fault'])[]} */ (Object.keys(fault))
  .filter((part) => !elsewhere.has(part) && fault[part] !== false && !(part === 'probability' && fault[part] === 1));

/**
 * @typedef {object} View
 * @property {HTMLSelectElement} operation
 * @property {HTMLInputElement} times
 * @property {HTMLElement} how
 * @property {Map<string, HTMLElement>} switches
 * @property {HTMLElement} table
 * @property {Wire['Fault'][]} faults
 * @property {string} [drawn]
 * @property {() => Promise<void>} refresh
 */

/** @type {Open} */
export async function open(main, { signal }) {
  const { operations } = await control('GET', 'operations', undefined, { signal });
  const times = h('input', { type: 'number', min: '1', max: '1000000', value: '3', 'aria-label': t('faults.times'), class: 'short' });
  /** @type {View} */
  const view = {
    operation: choice([['', t('faults.every')], ...operations.map((one) => [one.operation, one.operation])]),
    times, how: howLong(times), switches: new Map(), table: h('div'), faults: [],
    refresh: async () => draw(view, (await control('GET', 'faults', undefined, { signal })).faults),
  };
  view.operation.addEventListener('change', () => draw(view, view.faults));
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.faults'))),
    h('p', { class: 'lead-in' }, t('faults.text')),
    h('section', { class: 'card', 'aria-labelledby': 'faults-switches' }, h('h2', { id: 'faults-switches' }, t('faults.switches')),
      h('div', { class: 'scope' }, field(t('requests.operation'), view.operation), view.how),
      h('div', { class: 'switches' }, [...presets.keys()].map((name) => switchFor(view, name)))),
    own(view),
    documented(view, operations),
    h('div', { class: 'head' }, h('h2', null, t('faults.active')),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => attempt(async () => { await control('DELETE', 'faults'); await view.refresh(); }, t('faults.all-off')) }, t('faults.off')))),
    view.table);
  await every(1000, signal, view.refresh);
}

/** @param {HTMLInputElement} times */
function howLong(times) {
  const one = (/** @type {string} */ value, /** @type {Child} */ label) => h('label', { class: 'radio' }, h('input', { type: 'radio', name: 'how-long', value, checked: value === 'once' }), label);
  const node = h('fieldset', { class: 'how-long' }, h('legend', null, t('faults.how-long')),
    one('once', t('faults.once')), h('span', { class: 'radio' }, one('some', t('faults.some')), times), one('always', t('faults.always')));
  times.addEventListener('focus', () => { /** @type {HTMLInputElement} */ (find('[value=some]', node)).checked = true; });
  return node;
}

/** timesOf is what the reader chose: nothing stands for "until it is switched off". @param {View} view */
function timesOf(view) {
  const how = /** @type {HTMLInputElement} */ (find(':checked', view.how)).value;
  if (how === 'always') return {};
  return { times: how === 'once' ? 1 : Math.max(1, Math.round(Number(view.times.value)) || 1) };
}

/** @param {View} view @param {Wire['Fault']} fault */
const add = (view, fault) => attempt(async () => {
  await control('POST', 'faults', { ...(view.operation.value && { operation: view.operation.value }), ...timesOf(view), ...fault });
  await view.refresh();
}, t('faults.added'));

/** @param {View} view @param {string} name */
function switchFor(view, name) {
  const button = h('button', {
    type: 'button', role: 'switch', 'aria-checked': 'false', class: 'switch', 'aria-describedby': `fault-${name}`,
    onclick: async () => {
      const on = matching(view, name);
      if (on.length === 0) return add(view, presets.get(name) ?? {});
      return attempt(async () => {
        for (const fault of on) await control('DELETE', `faults/${fault.id}`);
        await view.refresh();
      }, t('faults.removed'));
    },
  }, h('span', { class: 'knob', 'aria-hidden': 'true' }), h('span', null, t(`fault.${name}`)));
  view.switches.set(name, button);
  return h('div', { class: 'switch-row' }, button, h('p', { class: 'hint', id: `fault-${name}` }, t(`fault.${name}.text`)));
}

/** @param {Wire['Fault']} fault */
const active = (fault) => !(fault.times && (fault.used ?? 0) >= fault.times);
/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** matching are the faults of a switch at the operation that is chosen. @param {View} view @param {string} name */
function matching(view, name) {
  const scope = view.operation.value;
  const preset = presets.get(name) ?? {};
  return view.faults.filter((fault) => active(fault) && (fault.operation ?? '') === scope
    && partsOf(fault).length === partsOf(preset).length && partsOf(fault).every((part) => same(fault[part], preset[part])));
}

/** @param {View} view @param {Wire['Operation'][]} operations */
function documented(view, operations) {
  const options = operations.flatMap((one) => one.replies.filter((reply) => reply.status >= 400)
    .map((reply) => [`${one.operation} ${reply.status} ${reply.example}`, `${one.operation}: ${reply.status} ${reply.example}`]));
  if (options.length === 0) return null;
  const select = choice(options);
  return h('section', { class: 'card', 'aria-labelledby': 'faults-documented' }, h('h2', { id: 'faults-documented' }, t('faults.documented')),
    h('p', null, t('faults.documented.text')),
    h('div', { class: 'inline' }, field(t('faults.reply'), select),
      h('button', {
        type: 'button', onclick: () => {
          const [operation, , example] = select.value.split(' ');
          return add(view, { operation, example });
        },
      }, t('faults.add'))));
}

/** @param {View} view @param {Wire['Fault'][]} faults */
function draw(view, faults) {
  view.faults = faults;
  for (const [name, button] of view.switches) {
    const on = String(matching(view, name).length > 0);
    if (button.getAttribute('aria-checked') !== on) button.setAttribute('aria-checked', on);
  }
  const text = JSON.stringify(faults);
  if (view.drawn === text) return;
  view.drawn = text;
  if (faults.length === 0) {
    fill(view.table, empty(t('faults.none'), t('faults.none.text')));
    return;
  }
  fill(view.table, h('div', { class: 'scroll' }, h('table', null, h('caption', { class: 'hidden' }, t('faults.active')),
    h('thead', null, h('tr', null, ['faults.number', 'faults.what', 'faults.where', 'faults.used', 'actions'].map((name) => h('th', { scope: 'col', class: name === 'faults.number' && 'number wide-only' }, t(name))))),
    h('tbody', null, faults.map((fault) => row(view, fault))))));
}

/** @param {View} view @param {Wire['Fault']} fault */
function row(view, fault) {
  return h('tr', null,
    h('td', { class: 'number wide-only' }, fault.id),
    h('td', null, h('code', null, describe(fault))),
    h('td', null, fault.operation || t('faults.every')),
    h('td', null, fault.times ? t('faults.used-of', { used: fault.used ?? 0, times: fault.times }) : t('faults.used-times', { n: fault.used ?? 0 })),
    h('td', null, h('div', { class: 'actions' }, (fault.held ?? 0) > 0 && releaseButton(view, fault), h('button', {
      type: 'button', 'aria-label': t('faults.remove-number', { n: fault.id ?? 0 }),
      onclick: () => attempt(async () => {
        await control('DELETE', `faults/${fault.id}`);
        await view.refresh();
        announce(t('faults.removed'));
        find('main h1').focus();
      }),
    }, t('faults.remove')))));
}

/** @param {View} view @param {Wire['Fault']} fault */
const releaseButton = (view, fault) => h('button', {
  type: 'button', class: 'primary', 'aria-label': t('faults.release-number', { n: fault.id ?? 0 }),
  onclick: () => attempt(async () => { await control('POST', `faults/${fault.id}/release`); await view.refresh(); }, t('faults.released')),
}, t('faults.release', { n: fault.held ?? 0 }));

/** own is a status, a delay, or both, of the reader's choice. @param {View} view */
function own(view) {
  const status = h('input', { type: 'number', min: '200', max: '599', class: 'short', placeholder: '503' });
  const delay = h('input', { type: 'text', autocomplete: 'off', class: 'short', placeholder: '1.5s' });
  const hold = h('input', { type: 'checkbox', id: 'fault-hold' });
  return h('section', { class: 'card', 'aria-labelledby': 'faults-own' }, h('h2', { id: 'faults-own' }, t('faults.own')),
    h('p', null, t('faults.own.text')),
    h('form', {
      class: 'inline', novalidate: true, onsubmit: (event) => {
        event.preventDefault();
        return add(view, { ...(status.value && { status: Number(status.value) }), ...(delay.value.trim() && { delay: delay.value.trim() }), ...(hold.checked && { hold: '10m' }) });
      },
    }, field(t('faults.own.status'), status), field(t('faults.own.delay'), delay),
      h('label', { class: 'radio', for: 'fault-hold' }, hold, t('faults.own.hold')), h('button', null, t('faults.own.add'))));
}

/** describe is a fault in the words of the control API. @param {Wire['Fault']} fault */
function describe(fault) {
  return partsOf(fault).map((part) => `${part}: ${typeof fault[part] === 'object' ? JSON.stringify(fault[part]) : fault[part]}`).join(', ');
}
