// What the OpenAPI document of the API says: schemas, fields, and where each fact comes from.

import { control, placeOf, session } from './api.js';
import { h } from './dom.js';
import { has, t } from './i18n.js';

let loaded;

// document is the lead page's, read once.
export function leadDocument() {
  loaded ??= control('GET', 'documents/lead.json').catch((error) => { loaded = undefined; throw error; });
  return loaded;
}

// resolve follows a $ref inside a document.
export function resolve(doc, node) {
  for (let i = 0; node?.$ref && i < 20; i++) {
    node = node.$ref.slice(2).split('/').reduce((at, part) => at?.[part.replace(/~1/g, '/').replace(/~0/g, '~')], doc);
  }
  return node ?? {};
}

// fieldsOf are the properties of a schema of the document, with their names and whether they are required.
export function fieldsOf(doc, schema) {
  const { properties = {}, required = [] } = resolve(doc, schema);
  return Object.entries(properties).map(([name, of]) => ({ name, required: required.includes(name), ...resolve(doc, of) }));
}

export const schemaOf = (doc, name) => resolve(doc, { $ref: `#/components/schemas/${name}` });

// provenance is how a fact is known, which of its parts are known otherwise, and the assumptions that it rests on.
export function provenance(fact) {
  return fact['x-provenance'] ? h('span', { class: 'facts' }, badge(fact), exceptions(fact), assumptions(fact)) : null;
}

// exceptions are the parts of a fact that are known otherwise, such as a meaning that is ours.
export const exceptions = (fact) => Object.entries(fact['x-except'] ?? {}).map(([part, word]) =>
  h('span', { class: `except ${word}`, title: t(`provenance.${word}.title`) },
    has(`part.${part}`) ? t(`part.${part}`) : h('code', null, part), ' ', t(`provenance.${word}`)));

// badge is the word alone, for places where a link has none.
export function badge(fact) {
  const word = fact['x-provenance'];
  return word ? h('span', { class: `badge ${word}`, title: t(`provenance.${word}.title`) }, t(`provenance.${word}`)) : null;
}

export const assumptions = (fact) => (fact['x-assumptions'] ?? []).map((id) =>
  h('a', { class: 'assumption', href: `${placeOf(session)}/docs/#/assumptions/${id}`, title: t('provenance.assumption') }, id));

// labelOf is what a call centre calls a field.
export const labelOf = (name) => (has(`field.${name}`) ? t(`field.${name}`) : name);

// said is a text of the document, which is English in both languages.
export const said = (text, kind) => h('span', { lang: 'en', class: kind }, text ?? '');

// groups are the fields in the order in which one looks for them; what a document has besides comes last.
export const groups = {
  customer: ['lead_name', 'lead_code', 'phone_number', 'gender', 'date_of_birth', 'contract_number', 'network', 'comment', 'additional'],
  calls: ['status', 'alt_status', 'called_count', 'last_call_time', 'after_day', 'hopper_id', 'assign_username', 'assign_user_uuid'],
  list: ['list_name', 'list_uuid', 'campaign_name', 'campaign_uuid'],
  address: ['address', 'ward', 'district', 'province'],
  identity: ['identity_number', 'identity_issued_at', 'identity_issued_on',
    'other_identity_number', 'other_identity_issued_at', 'other_identity_issued_on'],
  record: ['lead_uuid', 'domain_uuid', 'ref_id', 'ref_code', 'created_at', 'updated_at'],
};

export function grouped(fields) {
  const left = new Map(fields.map((one) => [one.name, one]));
  const out = [];
  for (const [group, names] of Object.entries(groups)) {
    const found = names.filter((name) => left.has(name)).map((name) => left.get(name));
    found.forEach((one) => left.delete(one.name));
    if (found.length > 0) out.push([group, found]);
  }
  if (left.size > 0) out.push(['other', [...left.values()]]);
  return out;
}
