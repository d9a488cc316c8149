// @ts-check
// One lead: its fields with what the spec says of each, and its change and end.

import { api, control, must } from './api.js';
import { fill, find, h, named } from './dom.js';
import { fieldsOf, grouped, labelOf, leadDocument, provenance, said, schemaOf } from './document.js';
import { form } from './form.js';
import { t } from './i18n.js';
import { announce, attempt, confirmed, copyButton, problem } from './shell.js';
import { never, timeOf } from './time.js';

const maxShown = 1000; // characters of a value; a longer one scrolls

/** @type {Open} */
export async function open(main, { rest: [id], signal }) {
  const back = h('p', { class: 'back' }, h('a', { href: '#/leads' }, t('lead.back')));
  const doc = await leadDocument();
  const reply = await api('GET', `/v3/lead/${encodeURIComponent(id)}`, { signal });
  if (reply.status !== 200) {
    const error = { status: reply.status, message: reply.value?.error === 'Not Found' ? t('lead.gone') : String(reply.value?.error ?? reply.text) };
    fill(main, back, h('h1', { tabindex: '-1' }, t('lead.title')), problem(error));
    return;
  }
  show(main, back, doc, reply.value, signal);
}

/** @typedef {[main: HTMLElement, back: Node, doc: Doc, lead: Lead, signal: AbortSignal]} View */

/** @param {View} view */
function show(...view) {
  const [main, back, doc, lead, signal] = view;
  fill(main, back,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, named(lead.lead_name, t('leads.nameless'))),
      h('p', { class: 'count' }, lead.phone_number),
      h('div', { class: 'actions' },
        copyButton(() => JSON.stringify(lead, null, 2), t('lead.copy')),
        h('button', { type: 'button', class: 'danger', onclick: () => end(lead) }, t('action.delete')),
        h('button', { type: 'button', onclick: () => byHand(...view) }, t('lead.hand')),
        h('button', { type: 'button', class: 'primary', onclick: () => edit(...view) }, t('action.edit')))),
    grouped(fieldsOf(doc, schemaOf(doc, 'Lead'))).map(([group, fields]) => section(group, fields, lead)));
}

/** @param {string} group @param {Field[]} fields @param {Lead} lead */
function section(group, fields, lead) {
  return h('section', { class: 'card', 'aria-labelledby': `group-${group}` },
    h('h2', { id: `group-${group}` }, t(`group.${group}`)),
    h('table', { class: 'fields' },
      h('thead', { class: 'hidden' }, h('tr', null, ['field', 'value', 'said'].map((one) => h('th', { scope: 'col' }, t(`lead.${one}`))))),
      h('tbody', null, fields.map((one) => h('tr', null,
        h('th', { scope: 'row' }, labelOf(one.name), h('code', null, one.name)),
        h('td', { class: 'value' }, valueOf(one, lead[/** @type {keyof Lead} */ (one.name)])),
        h('td', { class: 'said' }, said(one.description), ' ', provenance(one)))))));
}

/** @param {Field} field @param {unknown} value */
function valueOf({ format }, value) {
  if (value === '' || value == null) return h('span', { class: 'muted' }, t('lead.empty'));
  const text = String(value);
  if (format !== 'date-time') return text.length > maxShown ? h('div', { class: 'long', tabindex: '0' }, text) : text;
  return never(text) ? h('span', { class: 'muted' }, text) : timeOf(text);
}

/** @param {Lead} lead */
async function end(lead) {
  if (!await confirmed(t('lead.delete.title'), t('lead.delete.text', { name: named(lead.lead_name, lead.phone_number) }), t('action.delete'))) return;
  const gone = await attempt(() => must('DELETE', `/v3/lead/${encodeURIComponent(lead.lead_uuid)}`), t('lead.deleted'));
  if (gone) location.hash = '#/leads';
}

/** edit sends what was changed, and the two fields that the spec requires. @param {View} view */
function edit(...view) {
  const [main, back, doc, lead, signal] = view;
  const fields = fieldsOf(doc, schemaOf(doc, 'LeadChange')).filter((one) => one.name !== 'lead_uuid');
  const id = encodeURIComponent(lead.lead_uuid);
  const cancel = () => { show(...view); find('.head .primary', main).focus(); };
  fill(main, back, h('h1', { tabindex: '-1' }, t('lead.edit.title', { name: named(lead.lead_name, lead.phone_number) })),
    h('p', { class: 'lead-in' }, t('lead.edit.text')),
    form(grouped(fields), lead, {
      save: t('action.save'), cancel,
      send: async (values) => {
        const changed = Object.entries(values).filter(([name, value]) => value !== lead[/** @type {keyof Lead} */ (name)] || name === 'phone_number');
        const reply = await api('PUT', `/v3/lead/${id}`, { body: JSON.stringify({ lead_uuid: lead.lead_uuid, ...Object.fromEntries(changed) }) });
        if (reply.status >= 400) return reply;
        announce(t('lead.saved'));
        show(main, back, doc, await must('GET', `/v3/lead/${id}`, { signal }), signal);
        find('h1', main).focus();
        return null;
      },
    }));
  find('input', main).focus();
}

/** byHand sets any field, also those that no request of the API sets, by the control API. @param {View} view */
function byHand(...view) {
  const [main, back, doc, lead, signal] = view;
  const copied = ['list_name', 'campaign_uuid', 'campaign_name']; // of the list
  const fields = fieldsOf(doc, schemaOf(doc, 'Lead')).filter((one) => one.name !== 'lead_uuid' && !copied.includes(one.name)).map((one) => ({ ...one, required: false }));
  const kinds = new Map(fields.map((one) => [one.name, one.type]));
  const id = encodeURIComponent(lead.lead_uuid);
  const cancel = () => { show(...view); find('.head .primary', main).focus(); };
  fill(main, back, h('h1', { tabindex: '-1' }, t('lead.hand.title', { name: named(lead.lead_name, lead.phone_number) })),
    h('p', { class: 'lead-in' }, t('lead.hand.text')),
    form(grouped(fields), lead, {
      save: t('action.save'), cancel,
      send: async (values) => {
        const changed = Object.entries(values).filter(([name, value]) => value !== String(lead[/** @type {keyof Lead} */ (name)] ?? ''));
        try {
          const made = /** @type {Lead} */ (await control('PATCH', `records/lead/${id}`, Object.fromEntries(changed.map(([name, value]) => [name, typed(kinds.get(name), value)]))));
          announce(t('lead.saved'));
          show(main, back, doc, made, signal);
          find('h1', main).focus();
          return null;
        } catch (error) {
          if (!('status' in error)) throw error;
          const [name, ...text] = error.message.split(': '); // it begins with the field, if it is about one
          return { status: error.status, value: { error: kinds.has(name) ? [{ [name]: text.join(': ') }] : error.message } };
        }
      },
    }));
  find('input', main).focus();
}

/**
 * typed is a text of a form as the type of its field; what cannot be read is left to the mock, which says so.
 * @param {string | undefined} type
 * @param {string} text
 */
function typed(type, text) {
  if (type !== 'integer' && type !== 'number') return text;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
