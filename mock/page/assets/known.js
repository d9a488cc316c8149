// @ts-check
// What is assumed where the documentation is silent, and how its contradictions are read, as tables.

import { h } from './dom.js';
import { prose, resolve, said } from './document.js';
import { t } from './i18n.js';
import { operationsOf } from './reference.js';

/** @typedef {Answer<'GET', 'assumptions'>} All */

/** @param {All} all @param {Spec[]} specs */
export function assumptionTable({ assumptions }, specs) {
  const cited = citations(specs);
  return [
    h('h1', { tabindex: '-1' }, t('docs.assumptions')), h('p', { class: 'lead-in' }, t('docs.assumptions.text')),
    table(t('docs.assumptions'), ['id', 'claim', 'why', 'disproof', 'evidence', 'used'],
      assumptions.map((one) => [one.id, one.claim, one.why, one.disproof, evidence(one), cited.get(one.id)])),
  ];
}

/** @param {All} all */
export function contradictionTable({ contradictions }) {
  return [
    h('h1', { tabindex: '-1' }, t('docs.contradictions')), h('p', { class: 'lead-in' }, t('docs.contradictions.text')),
    table(t('docs.contradictions'), ['id', 'section', 'says', 'but', 'reading', 'evidence'],
      contradictions.map((one) => [one.id, one.section, one.says, one.but, one.reading, evidence(one)])),
  ];
}

/**
 * evidence is what the vendor has published elsewhere, with the side that it takes and its strength.
 * @param {{ evidence?: Wire['Evidence'][] }} one
 */
const evidence = (one) => one.evidence && h('ul', { class: 'evidence' }, one.evidence.map(({ says, where, side, strength }) =>
  h('li', null, h('strong', null, t(`evidence.${side}`), ', ', t(`evidence.${strength}`)), ': ', said(says), ' ',
    h('span', { class: 'muted' }, '(', said(where), ')'))));

/**
 * table has the name of the column in each cell as well, for a phone, where a row is a card.
 * @param {string} caption
 * @param {string[]} columns
 * @param {[id: string, ...cells: Child[]][]} rows
 */
function table(caption, columns, rows) {
  return h('table', { class: 'known' }, h('caption', { class: 'hidden' }, caption),
    h('thead', null, h('tr', null, columns.map((name) => h('th', { scope: 'col' }, t(`docs.${name}`))))),
    h('tbody', null, rows.map(([id, ...cells]) => h('tr', { id },
      h('th', { scope: 'row' }, id),
      cells.map((cell, i) => h('td', { 'data-column': t(`docs.${columns[i + 1]}`) }, typeof cell === 'string' ? said(cell, prose) : cell))))));
}

/** citations are the operations that rest on an assumption, by its number. @param {Spec[]} specs */
function citations(specs) {
  /** @type {Map<string, Child[]>} */
  const cited = new Map();
  for (const spec of specs) {
    for (const operation of operationsOf(spec.doc)) {
      /** @type {Set<string>} */
      const found = new Set();
      collect(spec.doc, operation.of, found, new Set());
      for (const id of found) {
        const links = cited.get(id) ?? [];
        cited.set(id, [...links, h('a', { href: `#/${spec.name}/${operation.operationId}`, class: 'cited' }, operation.operationId), ' ']);
      }
    }
  }
  return cited;
}

/**
 * collect adds the assumptions of a node and of all below it.
 * @param {Doc} doc
 * @param {unknown} node
 * @param {Set<string>} found
 * @param {Set<unknown>} seen
 */
function collect(doc, node, found, seen) {
  if (typeof node !== 'object' || node === null || seen.has(node)) return;
  seen.add(node);
  const fact = /** @type {Fact} */ (node);
  if (fact.$ref) collect(doc, resolve(doc, fact), found, seen);
  for (const id of fact['x-assumptions'] ?? []) found.add(id);
  for (const child of Object.values(node)) collect(doc, child, found, seen);
}
