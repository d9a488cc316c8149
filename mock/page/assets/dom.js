// @ts-check
// The few functions that the views are made with.

/**
 * h makes an element. A prop "onclick" is a listener, true an empty attribute, false and null none. Children that are not
 * nodes become text nodes: nothing here turns a text into markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props | null} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  const { value, ...rest } = props ?? {};
  for (const [name, of] of Object.entries(rest)) {
    if (typeof of === 'function') node.addEventListener(name.slice(2), /** @type {EventListener} */ (of));
    else if (name === 'checked') Object.assign(node, { checked: of });
    else if (of !== false && of != null) node.setAttribute(name, of === true ? '' : String(of));
  }
  node.append(...flat(children));
  if (value != null) Object.assign(node, { value }); // after the options of a select
  return node;
}

/**
 * fill replaces what a node holds.
 * @template {Element} N
 * @param {N} node
 * @param {Child[]} children
 */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

/** @param {Child[]} children @returns {(Node | string)[]} */
function flat(children) {
  return children.flatMap((child) => (Array.isArray(child) ? flat(child) : child == null || child === false ? [] : [child instanceof Node ? child : String(child)]));
}

let fields = 0;

/**
 * field is a labelled control with a hint below it.
 * @param {Child} label
 * @param {Control} control
 * @param {{ hint?: Child }} [more]
 */
export function field(label, control, { hint } = {}) {
  const id = (control.id ||= `field-${++fields}`);
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    control,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint));
}

/**
 * choice is a select of [value, text] pairs.
 * @param {Pair[]} options
 * @param {Props} [props]
 */
export function choice(options, props) {
  return h('select', props, options.map(([value, text]) => h('option', { value }, text)));
}

/**
 * empty says why there is nothing, and what to do about it.
 * @param {string} title
 * @param {string} [text]
 * @param {Child[]} actions
 */
export function empty(title, text, ...actions) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), text && h('p', null, text),
    actions.length > 0 && h('div', { class: 'actions' }, actions));
}

/**
 * find is querySelector for what must be there.
 * @param {string} selector
 * @param {ParentNode} [under]
 * @returns {HTMLElement}
 */
export function find(selector, under = document) {
  const found = under.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return found;
}

/** coded is a text whose `parts` in backticks are code. @param {string} text */
export const coded = (text) => text.split('`').map((part, i) => (i % 2 === 1 ? h('code', { class: 'command' }, part) : part));

/** named is a name, or other if nothing of it can be seen: spaces, control and format characters. @param {string} name @param {string} other */
export const named = (name, other) => (/[^\s\p{Cc}\p{Cf}]/u.test(name) ? name : other);
