// @ts-check
// Readings: how the session answers where the vendor's documentation is silent. The sentences are those of the assumptions, in English.

import { control } from './api.js';
import { choice, field, fill, h } from './dom.js';
import { t } from './i18n.js';
import { attempt } from './shell.js';

/** @typedef {Wire['Readings']} Told */
/** @typedef {(wanted: Wire['ReadingsChange']) => Promise<boolean>} Play */

/** @param {AbortSignal} signal */
export async function readings(signal) {
  const body = h('div', { class: 'guesses' });
  const show = (/** @type {Told} */ told) => fill(body, played(told), seedForm(told, play), chooser(told, play));
  /** @type {Play} */
  const play = (wanted) => attempt(async () => show(await control('PUT', 'readings', wanted)), t('readings.done'));
  show(await control('GET', 'readings', undefined, { signal }));
  return h('section', { class: 'card', 'aria-labelledby': 'state-readings' }, h('h2', { id: 'state-readings' }, t('readings.title')),
    h('p', null, t('readings.text')), body);
}

/** @param {Wire['Choice']} one */
const sentence = (one) => one.readings.find(({ name }) => name === one.reading)?.says;

/** played lists what is not as assumed, and how to play it again. @param {Told} told */
function played({ choices, as, vary }) {
  const changed = choices.filter((one) => one.reading !== one.readings[0].name);
  return [
    h('p', { role: 'status' }, changed.length === 0 ? t('readings.assumed') : t('readings.changed', { n: changed.length }),
      vary !== undefined && ` ${t('readings.seed', { seed: String(vary) })}`),
    changed.length > 0 && h('dl', { lang: 'en' }, changed.map((one) => [h('dt', null, `${one.id}=${one.reading}`), h('dd', null, sentence(one))])),
    as !== '' && h('p', null, h('code', null, `leadmock --as ${as}`)),
  ];
}

/** @param {Told} told @param {Play} play */
function seedForm({ vary }, play) {
  const input = h('input', { type: 'number', min: '0', step: '1', value: String(vary ?? 7), required: true, class: 'short' });
  return h('form', {
    class: 'inline', onsubmit: (event) => { event.preventDefault(); play({ vary: Number(input.value) }); },
  }, field(t('readings.number'), input, { hint: t('readings.number.hint') }), h('button', null, t('readings.vary')),
  h('button', { type: 'button', onclick: () => play({}) }, t('readings.back')));
}

let chosen = false; // whether the chooser is open

/** chooser has a select for each assumption. A choice keeps what else is played. @param {Told} told @param {Play} play */
function chooser({ choices }, play) {
  const now = Object.fromEntries(choices.map((one) => [one.id, one.reading]));
  return h('details', { open: chosen, ontoggle: (event) => { chosen = event.target.open; } }, h('summary', null, t('readings.choose', { n: choices.length })),
    choices.map((one) => {
      /** @type {HTMLSelectElement} */
      const select = choice(one.readings.map(({ name }) => [name, name]), { lang: 'en', value: one.reading, onchange: () => play({ readings: { ...now, [one.id]: select.value } }) });
      const made = field(`${one.id} · ${one.claim}`, select, { hint: sentence(one) });
      made.lang = 'en';
      return made;
    }));
}
