// @ts-check
// A schema as a table of its fields, with what each may hold and how that is known.

import { h } from './dom.js';
import { prose, provenance, resolve, said } from './document.js';
import { t } from './i18n.js';

const maxDepth = 5;

/** @param {Doc} doc @param {Fact} [schema] @param {number} [depth] @returns {HTMLElement | null} */
export function schemaView(doc, schema, depth = 0) {
  if (!schema || depth > maxDepth) return null;
  const name = schema.$ref?.split('/').at(-1);
  const of = resolve(doc, schema);
  const variants = of.oneOf ?? of.anyOf ?? of.allOf;
  if (variants) {
    return h('div', null, of.description && h('p', null, said(of.description, prose)),
      variants.map((one, i) => [i > 0 && h('p', { class: 'muted' }, t(of.allOf ? 'docs.and' : 'docs.or')), schemaView(doc, one, depth + 1)]));
  }
  if (of.type === 'array') return h('div', null, h('p', { class: 'muted' }, t('docs.array')), schemaView(doc, of.items, depth + 1));
  const fields = Object.entries(of.properties ?? {});
  if (fields.length === 0) return h('p', null, h('span', { class: 'muted' }, constraints(of)), ' ', said(of.description, prose), ' ', provenance(of));
  const table = h('div', { class: 'scroll' }, h('table', { class: 'schema' },
    name && h('caption', null, name, ': ', t('docs.fields', { n: fields.length })),
    h('thead', null, h('tr', null, ['field', 'type', 'meaning'].map((one) => h('th', { scope: 'col' }, t(`docs.${one}`))))),
    h('tbody', null, fields.map(([field, one]) => row(doc, field, one, Boolean(of.required?.includes(field)), depth)))));
  return fields.length > 20 && depth > 0 ? h('details', null, h('summary', null, name ?? t('docs.fields', { n: fields.length })), table) : table;
}

/** @param {Doc} doc @param {string} name @param {Fact} schema @param {boolean} required @param {number} depth */
function row(doc, name, schema, required, depth) {
  const of = resolve(doc, schema);
  const items = of.type === 'array' ? resolve(doc, of.items) : undefined;
  const inner = of.properties || of.oneOf || of.allOf || items && (items.properties || items.additionalProperties || items.oneOf);
  return h('tr', null,
    h('th', { scope: 'row' }, h('code', null, name), required && h('span', { class: 'required' }, t('form.required'))),
    h('td', { class: 'muted' }, constraints(of)),
    h('td', null, said(of.description, prose), ' ', provenance(of), inner && schemaView(doc, of.type === 'array' ? of.items : of, depth + 1)));
}

/** constraints are what a value may be, in a few words. @param {Fact} of @returns {Child[]} */
function constraints(of) {
  const parts = [[of.type, of.format].filter(Boolean).join(' ')];
  if (of.additionalProperties?.type) parts.push(`{"…": ${of.additionalProperties.type}}`);
  if (of.enum) parts.push(of.enum.map((one) => JSON.stringify(one)).join(' | '));
  if (of.minLength !== undefined) parts.push(t('docs.min-length', { n: of.minLength }));
  if (of.maxLength !== undefined) parts.push(t('docs.max-length', { n: of.maxLength }));
  if (of.minimum !== undefined) parts.push(`≥ ${of.minimum}`);
  if (of.maximum !== undefined) parts.push(`≤ ${of.maximum}`);
  if (of.default !== undefined) parts.push(t('docs.default', { value: JSON.stringify(of.default) }));
  return [parts.filter(Boolean).join(', '), of.pattern && [' ', h('code', { class: 'pattern' }, of.pattern)]];
}
