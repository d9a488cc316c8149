// @ts-check
// One spec as one reads it: its operations, their fields and replies, and how each of these is known.

import { h } from './dom.js';
import { assumptions, badge, exceptions, prose, provenance, resolve, said } from './document.js';
import { t, translated } from './i18n.js';
import { schemaView } from './schema.js';
import { tryIt } from './tryit.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * operationsOf are the operations of a spec in its order, each with its method, path and parameters.
 * @param {Doc} doc
 * @returns {Placed[]}
 */
export function operationsOf(doc) {
  return Object.entries(doc.paths).flatMap(([path, item]) => Object.entries(item)
    .filter(([method]) => methods.includes(method))
    .map(([method, of]) => ({
      of, path, method: method.toUpperCase(), operationId: of.operationId,
      parameters: [...parametersOf(item), ...parametersOf(of)].map((one) => resolve(doc, one)),
    })));
}

/** parametersOf are those of an operation, or of all operations of a path. @param {{ parameters?: unknown }} one */
const parametersOf = ({ parameters = [] }) => /** @type {Parameter[]} */ (parameters);

/** @param {string} [english] */
function paragraphs(english) {
  const { text, lang } = translated(english);
  return text.trim().split(/\n\n+/).map((one) => h('p', { lang }, prose(one)));
}

/** @param {Spec} spec */
export function reference(spec) {
  const { doc } = spec;
  return [
    h('div', { class: 'head' }, h('h1', { tabindex: '-1', lang: 'en' }, doc.info.title), h('p', { class: 'count' }, doc.info.version)),
    paragraphs(doc.info.description),
    spec.control ? null : legend(),
    h('p', null, ['yaml', 'json'].map((kind) => [h('a', { href: `../__mock/documents/${encodeURIComponent(spec.name)}.${kind}` }, `${spec.name}.${kind}`), ' '])),
    operationsOf(doc).map((one) => operation(spec, one)),
  ];
}

function legend() {
  return h('dl', { class: 'legend' }, ['stated', 'implied', 'assumed'].map((word) =>
    h('div', null, h('dt', null, h('span', { class: `badge ${word}` }, t(`provenance.${word}`))), h('dd', null, t(`provenance.${word}.title`)))));
}

/** @param {Spec} spec @param {Placed} one */
function operation(spec, one) {
  const { doc } = spec;
  const { of } = one;
  return h('section', { class: 'card operation', id: one.operationId, 'aria-labelledby': `${one.operationId}-title` },
    h('h2', { id: `${one.operationId}-title` }, said(of.summary ?? one.operationId)),
    h('p', { class: 'endpoint' }, h('span', { class: 'method' }, one.method), ' ', h('code', null, one.path), ' ', h('span', { class: 'muted' }, one.operationId)),
    known(of), paragraphs(of.description),
    parameters(doc, one.parameters),
    of.requestBody && requestBody(doc, resolve(doc, of.requestBody)),
    h('h3', null, t('docs.replies')),
    Object.entries(of.responses).map(([status, response]) => reply(doc, status, resolve(doc, response))),
    tryIt(spec, one));
}

/** known is how a fact is known, and where in the documentation. @param {Fact} fact */
function known(fact) {
  if (!fact['x-provenance']) return null;
  return h('p', { class: 'known-by' }, provenance(fact), ' ', section(fact));
}

/** @param {Fact} fact */
const section = (fact) => fact['x-section'] && h('span', { class: 'muted' }, t('docs.in-section'), ' ', said(fact['x-section']));

/** @param {Doc} doc @param {Parameter[]} all */
function parameters(doc, all) {
  if (all.length === 0) return null;
  return [h('h3', null, t('docs.parameters')), h('div', { class: 'scroll' }, h('table', { class: 'schema' },
    h('thead', null, h('tr', null, ['field', 'type', 'meaning'].map((name) => h('th', { scope: 'col' }, t(`docs.${name}`))))),
    h('tbody', null, all.map((one) => h('tr', null,
      h('th', { scope: 'row' }, h('code', null, one.name), one.required && h('span', { class: 'required' }, t('form.required'))),
      h('td', null, one.in, ' ', typeOf(resolve(doc, one.schema))),
      h('td', null, said(one.description, prose), ' ', provenance(one)))))))];
}

/** @param {Fact} schema */
const typeOf = (schema) => h('span', { class: 'muted' }, [schema.type, schema.format, schema.default !== undefined && t('docs.default', { value: String(schema.default) })].filter(Boolean).join(', '));

/** @param {Doc} doc @param {Fact} body */
function requestBody(doc, body) {
  return [h('h3', null, t('docs.request')), Object.entries(body.content ?? {}).map(([type, media]) => [
    h('p', { class: 'muted' }, type), schemaView(doc, media.schema), examples(media)])];
}

/** @param {Doc} doc @param {string} status @param {Fact} response */
function reply(doc, status, response) {
  return h('details', { class: 'reply' },
    h('summary', null, h('span', { class: `status s${status[0]}` }, status), ' ', said(response.description), ' ', badge(response)),
    response['x-section'] && h('p', { class: 'known-by' }, exceptions(response), assumptions(response), ' ', section(response)),
    Object.entries(response.content ?? {}).map(([type, media]) => [h('p', { class: 'muted' }, type), examples(media), schemaView(doc, media.schema)]));
}

/** @param {Media} media */
function examples(media) {
  /** @type {[string, Fact][]} */
  const all = Object.entries(media.examples ?? {});
  if (media.example !== undefined) all.push([t('docs.example'), { value: media.example }]);
  return all.map(([name, one]) => h('figure', null,
    h('figcaption', null, h('code', null, name), ' ', said(one.summary), ' ', provenance(one)),
    h('pre', { class: 'code', tabindex: '0' }, typeof one.value === 'string' ? one.value : JSON.stringify(one.value, null, 2))));
}
