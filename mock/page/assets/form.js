// @ts-check
// A form for fields of the spec. The server checks, and its own words stand at the field that they are about.

import { errorText } from './api.js';
import { fill, h } from './dom.js';
import { labelOf, provenance, said } from './document.js';
import { t } from './i18n.js';
import { problem } from './shell.js';

/** @typedef {Map<string, Control>} Inputs */
/** @typedef {Map<string, HTMLElement>} Errors */

/**
 * form takes [group, fields] pairs and the values to begin with. send gets the values and returns the reply that refused
 * them, or null. controls are by field name, for those that are not a text input.
 * @param {[group: string, fields: Field[]][]} groups
 * @param {Record<string, unknown>} values
 * @param {{ send: (values: Record<string, string>) => Promise<Refusal | null>, save: string, cancel: () => void, controls?: Record<string, Control> }} more
 */
export function form(groups, values, { send, save, cancel, controls = {} }) {
  /** @type {Inputs} */
  const inputs = new Map();
  /** @type {Errors} */
  const errors = new Map();
  const top = h('div');
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    clear(top, inputs, errors);
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (button) button.disabled = true;
    try {
      const refused = await send(Object.fromEntries([...inputs].map(([name, input]) => [name, input.value])));
      if (refused) place(refused, top, inputs, errors);
    } catch (error) {
      fill(top, problem(error));
    } finally {
      if (button) button.disabled = false;
    }
  };
  return h('form', { class: 'form', novalidate: true, onsubmit: submit }, top,
    groups.map(([group, fields]) => h('fieldset', { class: 'card' }, h('legend', null, t(`group.${group}`)),
      fields.map((one) => row(one, values, inputs, errors, controls[one.name])))),
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, save), h('button', { type: 'button', onclick: cancel }, t('action.cancel'))));
}

/**
 * @param {Field} one
 * @param {Record<string, unknown>} values
 * @param {Inputs} inputs
 * @param {Errors} errors
 * @param {Control} [own]
 */
function row(one, values, inputs, errors, own) {
  const id = `input-${one.name}`;
  const input = own ?? (one.name === 'additional' ? h('textarea', { rows: 3, value: values[one.name] ?? '' })
    : h('input', { type: 'text', autocomplete: 'off', value: values[one.name] ?? '', inputmode: one.name === 'phone_number' && 'tel' }));
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-error ${id}-said`);
  if (one.required) input.setAttribute('aria-required', 'true');
  const error = h('p', { class: 'field-error', id: `${id}-error`, lang: 'en' });
  inputs.set(one.name, input);
  errors.set(one.name, error);
  return h('div', { class: 'field' },
    h('label', { for: id }, labelOf(one.name), one.required && h('span', { class: 'required' }, ` ${t('form.required')}`), h('code', null, one.name)),
    input, error,
    h('p', { class: 'hint', id: `${id}-said` }, said(one.description), ' ', provenance(one)));
}

/** @param {Element} top @param {Inputs} inputs @param {Errors} errors */
function clear(top, inputs, errors) {
  fill(top);
  for (const input of inputs.values()) input.removeAttribute('aria-invalid');
  for (const error of errors.values()) error.textContent = '';
}

/**
 * place puts the errors {field: message} where they belong; the others stand above the form.
 * @param {Refusal} reply
 * @param {Element} top
 * @param {Inputs} inputs
 * @param {Errors} errors
 */
function place(reply, top, inputs, errors) {
  /** @type {[string, string][]} */
  const list = Array.isArray(reply.value?.error) ? reply.value.error.flatMap(Object.entries) : [];
  const others = list.filter(([name]) => !errors.has(name));
  for (const [name, text] of list) {
    errors.get(name)?.append(h('span', null, text));
    inputs.get(name)?.setAttribute('aria-invalid', 'true');
  }
  const message = list.length === 0 ? errorText(reply) : others.map(([name, text]) => `${name}: ${text}`).join('; ');
  fill(top, problem({ status: reply.status, message: message || t('form.see-fields') }));
  const first = [...inputs.values()].find((input) => input.hasAttribute('aria-invalid'));
  if (first) first.focus();
}
