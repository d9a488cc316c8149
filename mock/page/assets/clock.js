// @ts-check
// Clock: the time of the session, frozen, set or moved, and when imports become visible.

import { control } from './api.js';
import { choice, field, fill, h } from './dom.js';
import { t } from './i18n.js';
import { every } from './poll.js';
import { announce, attempt } from './shell.js';
import { duration, timeOf } from './time.js';

const jumps = ['1m', '1h', '24h', '168h'];

/** @type {Open} */
export async function open(main, { signal }) {
  const now = h('p', { class: 'now', 'aria-live': 'off' });
  const state = h('p', { class: 'muted' });
  const freeze = h('button', { type: 'button', class: 'primary' });
  const show = (/** @type {Wire['Clock']} */ clock) => {
    fill(now, timeOf(clock.now));
    state.textContent = t(clock.frozen ? (clock.step === '0s' ? 'clock.still' : 'clock.frozen') : clock.wall ? 'clock.wall' : 'clock.running', { step: duration(clock.step) });
    const label = t(clock.frozen ? 'clock.run' : 'clock.freeze');
    if (freeze.textContent !== label) freeze.textContent = label;
    freeze.onclick = () => change({ frozen: !clock.frozen });
  };
  const change = (/** @type {Wire['ClockChange']} */ body, said = t('clock.changed')) => attempt(async () => show(await control('PUT', 'clock', body)), said);
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.clock'))),
    h('p', { class: 'lead-in' }, t('clock.text')),
    h('section', { class: 'card', 'aria-labelledby': 'clock-now' }, h('h2', { id: 'clock-now' }, t('clock.now')), now, state,
      h('div', { class: 'actions' }, freeze,
        jumps.map((jump) => h('button', { type: 'button', onclick: () => change({ advance: jump }) }, t(`clock.advance.${jump}`))),
        h('button', { type: 'button', onclick: () => change({ wall: true }) }, t('clock.back')))),
    setForm(change), repeatForm(change), imports(signal));
  await every(1000, signal, async () => show(await control('GET', 'clock', undefined, { signal })));
}

/** @typedef {(body: Wire['ClockChange'], said?: string) => Promise<boolean>} Change */

/** setForm takes a time of the API's zone, +07:00. @param {Change} change */
function setForm(change) {
  const input = h('input', { type: 'datetime-local', step: '1', value: '2023-03-08T16:00:00', required: true });
  return h('section', { class: 'card', 'aria-labelledby': 'clock-set' }, h('h2', { id: 'clock-set' }, t('clock.set')),
    h('form', {
      class: 'inline', onsubmit: (event) => {
        event.preventDefault();
        const value = input.value.length === 16 ? `${input.value}:00` : input.value;
        change({ now: `${value}+07:00`, frozen: true });
      },
    }, field(t('clock.time'), input, { hint: t('clock.zone') }), h('button', null, t('clock.set.do'))));
}

/** @param {Change} change */
function repeatForm(change) {
  const input = h('input', { type: 'number', value: '7', required: true, class: 'short' });
  return h('section', { class: 'card', 'aria-labelledby': 'clock-ids' }, h('h2', { id: 'clock-ids' }, t('clock.ids')),
    h('p', null, t('clock.ids.text')),
    h('form', {
      class: 'inline', onsubmit: (event) => { event.preventDefault(); change({ id_seed: Math.round(Number(input.value)) }, t('clock.ids.done')); },
    }, field(t('clock.seed'), input), h('button', null, t('clock.ids.do'))));
}

const waits = ['after 0s', 'after 5s', 'after 30s', 'after_reads 1', 'after_reads 3'];

/** waitText is a wait, as the control API has it, in words. @param {string} wait */
function waitText(wait) {
  const [key, value] = wait.split(' ');
  if (wait === waits[0]) return t('imports.now');
  return key === 'after' ? t('imports.after', { time: duration(value) }) : t('imports.reads', { n: Number(value) });
}

/** @param {AbortSignal} signal */
function imports(signal) {
  const select = choice(waits.map((wait) => [wait, waitText(wait)]), {
    onchange: () => attempt(async () => {
      const [key, value] = select.value.split(' ');
      await control('PUT', 'jobs', { [key]: key === 'after' ? value : Number(value) });
      announce(t('imports.set'));
    }),
  });
  control('GET', 'jobs', undefined, { signal }).then(({ imports: now }) => {
    const value = `${Object.keys(now)[0]} ${Object.values(now)[0]}`;
    if (!waits.includes(value)) select.prepend(h('option', { value }, waitText(value)));
    select.value = value;
  }, () => {}); // the clock above says what is wrong
  return h('section', { class: 'card', 'aria-labelledby': 'clock-imports' }, h('h2', { id: 'clock-imports' }, t('imports.title')),
    field(t('imports.label'), select, { hint: t('imports.hint') }));
}
