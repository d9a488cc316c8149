// @ts-check
// A form that sends an operation to this mock and shows what it answers.

import { api } from './api.js';
import { codeView } from './code.js';
import { pretty } from './curl.js';
import { resolve } from './document.js';
import { choice, field, fill, h } from './dom.js';
import { t } from './i18n.js';
import { problem } from './shell.js';

const shownHeaders = ['content-type', 'allow', 'preference-applied', 'x-mock-error', 'x-mock-note', 'retry-after'];

/** @param {Spec} spec @param {Placed} one */
export function tryIt(spec, one) {
  const { doc } = spec;
  /** @type {[string, Fact][]} */
  const replies = Object.entries(one.of.responses).map(([status, response]) => [status, resolve(doc, response)]);
  if (replies.some(([, response]) => response.content?.['text/event-stream'])) return null; // it has no end
  const parameters = one.parameters.filter((parameter) => parameter.in === 'path' || parameter.in === 'query').map((parameter) => {
    const known = parameter.in === 'path' ? parameter.example ?? exampleOf(replies, parameter.name) : undefined;
    const input = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: known ?? '', placeholder: parameter.example });
    return { ...parameter, input };
  });
  const body = bodyOf(doc, one);
  const forced = spec.control ? null : forcedReply(replies);
  const answer = h('div', { class: 'answer', role: 'status' });
  /** @returns {Asked} */
  const asked = () => ({ method: one.method, path: pathOf(one.path, parameters), ...body?.value() });
  const code = codeView(() => {
    const request = asked();
    return { ...request, body: typeof request.body === 'string' ? request.body : body?.text?.(), prefer: forced?.value, control: spec.control };
  });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const request = asked();
    try {
      const reply = await api(request.method, request.path, { body: request.body, headers: forced?.value ? { Prefer: forced.value } : undefined, which: spec.control ? 'control' : 'api', own: false });
      fill(answer, view(reply));
    } catch (error) {
      fill(answer, problem(error));
    }
  };
  return h('details', { class: 'try' }, h('summary', null, t('docs.try', { operation: one.operationId })),
    h('form', { onsubmit: send, oninput: code.draw, onchange: code.draw },
      h('div', { class: 'form-grid' }, parameters.map((parameter) => field(parameter.name, parameter.input)),
        forced && field(t('docs.force'), forced, { hint: t('docs.force.hint') })),
      body?.inputs, code.node, h('div', { class: 'actions' }, h('button', { class: 'primary' }, t('docs.send')))),
    answer);
}

/**
 * exampleOf finds the value of a parameter in the printed replies, where it names a record that the mock has.
 * @param {[string, Fact][]} replies
 * @param {string} name
 */
function exampleOf(replies, name) {
  for (const [status, response] of replies) {
    if (status[0] !== '2') continue;
    for (const example of Object.values(response.content?.['application/json']?.examples ?? {})) {
      if (example.value?.[name]) return example.value[name];
    }
  }
  return undefined;
}

/** @param {string} path @param {(Parameter & { input: HTMLInputElement })[]} parameters */
function pathOf(path, parameters) {
  const query = new URLSearchParams();
  for (const { name, in: where, input } of parameters) {
    if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (input.value !== '') query.set(name, input.value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/**
 * bodyOf are the inputs of a request's body, and what they hold. text has what the code needs of a form.
 * @param {Doc} doc
 * @param {Placed} one
 * @returns {{ inputs: Child, value: () => Pick<Asked, 'body' | 'content_type'>, text?: () => string } | null}
 */
function bodyOf(doc, one) {
  const content = resolve(doc, one.of.requestBody ?? {}).content;
  if (!content) return null;
  const [type, media] = Object.entries(content)[0];
  const example = Object.values(media.examples ?? {})[0]?.value ?? media.example ?? resolve(doc, media.schema).example ?? {};
  if (type !== 'multipart/form-data') {
    const area = h('textarea', { rows: 8, spellcheck: 'false', class: 'code', value: JSON.stringify(example, null, 2) });
    return { inputs: field(t('docs.body'), area), value: () => ({ body: area.value, content_type: type }) };
  }
  /** @type {[string, HTMLInputElement][]} */
  const inputs = Object.entries(resolve(doc, media.schema).properties ?? {}).map(([name, schema]) =>
    [name, h('input', resolve(doc, schema).format === 'binary' ? { type: 'file' } : { type: 'text', autocomplete: 'off', value: example[name] ?? '' })]);
  return {
    text: () => inputs.map(([, input]) => (input.type === 'file' ? '' : input.value)).join(' '), // has the list for the code
    inputs: h('div', { class: 'form-grid' }, inputs.map(([name, input]) => field(name, input))),
    value: () => {
      const form = new FormData();
      for (const [name, input] of inputs) {
        if (input.type !== 'file') form.append(name, input.value);
        else if (input.files?.[0]) form.append(name, input.files[0]);
      }
      return { body: form, content_type: type };
    },
  };
}

/** @param {[string, Fact][]} replies */
function forcedReply(replies) {
  const options = replies.flatMap(([status, response]) => {
    const names = Object.keys(response.content?.['application/json']?.examples ?? {});
    return names.length > 0 ? names.map((name) => [`example=${name}`, `${status} ${name}`]) : [[`code=${status}`, status]];
  });
  return choice([['', t('docs.force.none')], ...options], {});
}

/** @param {Reply} reply */
function view(reply) {
  return [
    h('p', null, h('span', { class: `status s${String(reply.status)[0]}` }, reply.status), ' ', h('span', { class: 'muted' }, `${reply.ms.toFixed(0)} ms`)),
    h('dl', { class: 'facts-list' }, shownHeaders.filter((name) => reply.headers.has(name)).map((name) => h('div', null, h('dt', null, name), h('dd', { lang: 'en' }, reply.headers.get(name))))),
    reply.text && h('pre', { class: 'code', tabindex: '0' }, pretty(reply.text)),
  ];
}
