// The few functions that the views are made with.

// h makes an element. A prop "onclick" is a listener, true an empty attribute, false and null none. Children that are no
// nodes become text nodes: nothing here turns a text into markup.
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  const { value, ...rest } = props ?? {};
  for (const [name, of] of Object.entries(rest)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), of);
    else if (name === 'checked') node.checked = of;
    else if (of !== false && of != null) node.setAttribute(name, of === true ? '' : of);
  }
  node.append(...flat(children));
  if (value != null) node.value = value; // after the options of a select
  return node;
}

// fill replaces what a node holds.
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child != null && child !== false);
}

// field is a labelled control with a hint below it; control is an input, a select or a textarea.
let fields = 0;
export function field(label, control, { hint } = {}) {
  const id = (control.id ||= `field-${++fields}`);
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    control,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint));
}

// choice is a select of [value, text] pairs.
export function choice(options, props) {
  return h('select', props, options.map(([value, text]) => h('option', { value }, text)));
}

// empty says why there is nothing, and what to do about it.
export function empty(title, text, ...actions) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), text && h('p', null, text),
    actions.length > 0 && h('div', { class: 'actions' }, actions));
}
