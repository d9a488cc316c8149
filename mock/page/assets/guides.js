// @ts-check
// The guides of docs/, which are in the binary: read, searched and shown offline. marked.js reads Markdown into tokens; this file
// makes nodes of them, so that no text becomes markup.

import { field, fill, h } from './dom.js';
import { t } from './i18n.js';
import { Lexer } from './marked.js';
import { copyButton } from './shell.js';

const folder = new URL('guides/', import.meta.url);

/** @param {string} name @param {AbortSignal} signal */
async function read(name, signal) {
  const response = await fetch(new URL(name, folder), { signal });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** @typedef {{ heading: string, anchor: string, text: string }} Section */
/** @typedef {{ name: string, title: string, tokens: Token[], sections: Section[] }} Guide */

/**
 * loadGuides reads all guides, in their order, each with its title and its sections.
 * @param {AbortSignal} signal
 * @returns {Promise<Guide[]>}
 */
export async function loadGuides(signal) {
  /** @type {string[]} */
  const order = await (await read('index.json', signal)).json();
  return Promise.all(order.map(async (name) => {
    const tokens = /** @type {Token[]} */ (Lexer.lex(await (await read(`${name}.md`, signal)).text()));
    const title = tokens.find((one) => one.type === 'heading')?.text ?? name;
    return { name, title, tokens, sections: sectionsOf(tokens) };
  }));
}

/** sectionsOf are the parts of a guide below its headings, with their text for the search. @param {Token[]} tokens */
function sectionsOf(tokens) {
  /** @type {Section[]} */
  const sections = [];
  for (const one of tokens) {
    if (one.type === 'heading') sections.push({ heading: one.text, anchor: anchorOf(one.text), text: '' });
    const last = sections.at(-1);
    if (last) last.text += folded(`${one.raw}\n`);
  }
  return sections;
}

/** anchorOf is the anchor that Markdown viewers give to a heading. @param {string} heading */
const anchorOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

/** folded is a text in lower case without accents, so that hue finds Huế. @param {string} text */
const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');

const maxHits = 12;

/** search is a field with the sections that have all its words below it. @param {Guide[]} guides */
export function search(guides) {
  const found = h('ul', { class: 'found', 'aria-live': 'polite' });
  /** @type {HTMLInputElement} */
  const input = h('input', { type: 'search', oninput: () => fill(found, results(guides, input.value)) });
  return h('div', { class: 'search' }, field(t('docs.search'), input), found);
}

/** @param {Guide[]} guides @param {string} text */
function results(guides, text) {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const hits = guides.flatMap((guide) => guide.sections
    .filter((section) => words.every((word) => section.text.includes(word)))
    .map((section) => ({ guide, section })));
  if (hits.length === 0) return h('li', { class: 'muted' }, t('docs.search.none'));
  const more = hits.length - maxHits;
  return [
    hits.slice(0, maxHits).map(({ guide, section }) => h('li', { lang: 'en' },
      h('a', { href: `#/guides/${guide.name}/${section.anchor}` }, section.heading, h('span', { class: 'muted' }, ' ', guide.title)))),
    more > 0 && h('li', { class: 'muted' }, t('docs.search.more', { n: more })),
  ];
}

/** guide shows one. @param {Guide} one */
export const guide = ({ tokens }) => h('article', { class: 'guide card', lang: 'en' }, tokens.map(block));

/** @typedef {Record<string, (one: Token) => Child>} Makers */

/** @type {Makers} */
const blocks = {
  heading: (one) => h(/** @type {'h1'} */ (`h${one.depth}`), { id: one.depth > 1 && anchorOf(one.text), tabindex: '-1' }, inline(one.tokens)),
  paragraph: (one) => h('p', null, inline(one.tokens)),
  text: (one) => (one.tokens ? inline(one.tokens) : one.text),
  code: (one) => codeBlock(one.text.replaceAll('http://127.0.0.1:4010', location.origin)), // can be pasted as it is
  list: (one) => h(one.ordered ? 'ol' : 'ul', null, one.items.map((item) => h('li', null, item.tokens.map(block)))),
  table: (one) => h('div', { class: 'scroll', tabindex: '0' }, h('table', null,
    h('thead', null, h('tr', null, one.header.map((cell) => h('th', { scope: 'col' }, inline(cell.tokens))))),
    h('tbody', null, one.rows.map((row) => h('tr', null, row.map((cell) => h('td', null, inline(cell.tokens)))))))),
  blockquote: (one) => h('blockquote', null, one.tokens.map(block)),
};

/** @param {string} text */
const codeBlock = (text) => h('div', { class: 'code-block' }, h('pre', { class: 'code', tabindex: '0' }, text), copyButton(() => commandsOf(text)));

/** commandsOf are the commands of a terminal's text, without prompts and output. Another text stays as it is. @param {string} text */
function commandsOf(text) {
  if (!text.startsWith('$ ')) return text;
  let inside = false;
  return text.split('\n').filter((line) => {
    const command = inside || line.startsWith('$ ');
    inside = command && line.endsWith('\\');
    return command;
  }).map((line) => line.replace(/^\$ /, '')).join('\n');
}

/** @param {Token} one @returns {Child} */
const block = (one) => blocks[one.type]?.(one) ?? null;

/** @type {Makers} */
const inlines = {
  strong: (one) => h('strong', null, inline(one.tokens)),
  em: (one) => h('em', null, inline(one.tokens)),
  codespan: (one) => h('code', null, one.text),
  link: (one) => link(one),
  text: (one) => (one.tokens ? inline(one.tokens) : one.text),
  escape: (one) => one.text,
  br: () => h('br'),
};

/** @param {Token[]} [tokens] @returns {Child[]} */
const inline = (tokens = []) => tokens.map((one) => inlines[one.type]?.(one) ?? null);

/**
 * link leads to another guide, to a heading, or out. A file of the repository is not here, so that only its name is shown.
 * @param {Token} one
 */
function link(one) {
  const [, name, anchor] = /^(?:(?:\.\.\/docs\/)?([a-z]+)\.md)?(?:#(.+))?$/.exec(one.href) ?? [];
  const text = one.text === one.href ? h('code', null, one.text) : inline(one.tokens); // an underline under a text hides its underscores
  if (/^https?:/.test(one.href)) return h('a', { href: one.href, target: '_blank', rel: 'noreferrer' }, text);
  if (!name && !anchor) return inline(one.tokens);
  const to = name ?? location.hash.split('/')[2];
  return h('a', { href: `#/guides/${to}${anchor ? `/${anchor}` : ''}` }, inline(one.tokens));
}
