// @ts-check
// What the spec of the API says: schemas, fields, and where each fact comes from.

import { control, placeOf, session } from './api.js';
import { h } from './dom.js';
import { has, t, translated } from './i18n.js';

/** @type {Promise<Doc> | undefined} */
let loaded;

/** leadDocument is the spec of leads, read once. @returns {Promise<Doc>} */
export function leadDocument() {
  loaded ??= /** @type {Promise<Doc>} */ (control('GET', 'documents/lead.json')).catch((error) => { loaded = undefined; throw error; });
  return loaded;
}

/**
 * resolve follows a $ref inside a spec.
 * @template {Fact} F
 * @param {Doc} doc
 * @param {F} [node]
 * @returns {F}
 */
export function resolve(doc, node) {
  for (let i = 0; node?.$ref && i < 20; i++) {
    node = node.$ref.slice(2).split('/').reduce((/** @type {any} */ at, part) => at?.[part.replace(/~1/g, '/').replace(/~0/g, '~')], doc);
  }
  return node ?? /** @type {F} */ ({});
}

/**
 * fieldsOf are the properties of a schema of the spec, with their names and whether they are required.
 * @param {Doc} doc
 * @param {Fact} schema
 * @returns {Field[]}
 */
export function fieldsOf(doc, schema) {
  const { properties = {}, required = [] } = resolve(doc, schema);
  return Object.entries(properties).map(([name, of]) => ({ ...resolve(doc, of), name, required: required.includes(name) }));
}

/** @param {Doc} doc @param {string} name */
export const schemaOf = (doc, name) => resolve(doc, { $ref: `#/components/schemas/${name}` });

/** @typedef {Pick<Fact, 'x-provenance' | 'x-except' | 'x-assumptions'>} Known */

/**
 * provenance is how a fact is known, which of its parts are known otherwise, and the assumptions that it rests on.
 * @param {Known} fact
 */
export function provenance(fact) {
  return fact['x-provenance'] ? h('span', { class: 'facts' }, badge(fact), exceptions(fact), assumptions(fact)) : null;
}

/** exceptions are the parts of a fact that are known otherwise, such as a meaning that is ours. @param {Known} fact */
export const exceptions = (fact) => Object.entries(fact['x-except'] ?? {}).map(([part, word]) =>
  h('span', { class: `except ${word}`, title: t(`provenance.${word}.title`) },
    has(`part.${part}`) ? t(`part.${part}`) : h('code', null, part), ' ', t(`provenance.${word}`)));

/** badge is only the word, for places that have no room for links. @param {Known} fact */
export function badge(fact) {
  const word = fact['x-provenance'];
  return word ? h('span', { class: `badge ${word}`, title: t(`provenance.${word}.title`) }, t(`provenance.${word}`)) : null;
}

/** @param {Known} fact */
export const assumptions = (fact) => (fact['x-assumptions'] ?? []).map((id) =>
  h('a', { class: 'assumption', href: `${placeOf(session)}/docs/#/assumptions/${id}`, title: t('provenance.assumption') }, id));

/** labelOf is what a call centre calls a field. @param {string} name */
export const labelOf = (name) => (has(`field.${name}`) ? t(`field.${name}`) : name);

/**
 * said is a text of the spec, in the reader's language if there is a translation. format makes nodes of it.
 * @param {string} [english]
 * @param {(text: string) => Child} [format]
 */
export function said(english, format = (text) => text) {
  const { text, lang } = translated(english);
  return h('span', { lang }, format(text));
}

/**
 * groups are the fields in the order in which one looks for them; what a spec has besides comes last.
 * @type {Record<string, string[]>}
 */
export const groups = {
  customer: ['lead_name', 'lead_code', 'phone_number', 'gender', 'date_of_birth', 'contract_number', 'network', 'comment', 'additional'],
  calls: ['status', 'alt_status', 'called_count', 'last_call_time', 'after_day', 'hopper_id', 'assign_username', 'assign_user_uuid'],
  list: ['list_name', 'list_uuid', 'campaign_name', 'campaign_uuid'],
  address: ['address', 'ward', 'district', 'province'],
  identity: ['identity_number', 'identity_issued_at', 'identity_issued_on',
    'other_identity_number', 'other_identity_issued_at', 'other_identity_issued_on'],
  record: ['lead_uuid', 'domain_uuid', 'ref_id', 'ref_code', 'created_at', 'updated_at'],
};

/** @param {Field[]} fields @returns {[group: string, fields: Field[]][]} */
export function grouped(fields) {
  const left = new Map(fields.map((one) => [one.name, one]));
  /** @type {[string, Field[]][]} */
  const out = [];
  for (const [group, names] of Object.entries(groups)) {
    const found = names.flatMap((name) => left.get(name) ?? []);
    for (const one of found) left.delete(one.name);
    if (found.length > 0) out.push([group, found]);
  }
  if (left.size > 0) out.push(['other', [...left.values()]]);
  return out;
}

/**
 * prose is a text of a spec: `code` becomes code, and A13 and C02 become links to their tables.
 * @param {string} text
 * @returns {Child[]}
 */
export function prose(text) {
  return text.split(/(`[^`]+`|\b[AC]\d\d\b)/).map((part) => {
    if (part.startsWith('`')) return h('code', null, part.slice(1, -1));
    if (/^A\d\d$/.test(part)) return h('a', { href: `#/assumptions/${part}` }, part);
    if (/^C\d\d$/.test(part)) return h('a', { href: `#/contradictions/${part}` }, part);
    return part;
  });
}
