// @ts-check
// What the web UI and the reference have around them: the header with session, tokens, language and scheme, and notices.

import { control, placeOf, session, setToken, token } from './api.js';
import { choice, field, fill, find, h } from './dom.js';
import { language, languages, setLanguage, t } from './i18n.js';

const maxSessions = 100; // in the picker; the panel has them all

/**
 * header is the top of both. here is "__mock/" or "docs/", the path below the session.
 * @param {string} here
 * @param {(after?: string) => void} restart
 */
export function header(here, restart) {
  const other = here === 'docs/' ? ['__mock/', t('shell.page')] : ['docs/', t('shell.docs')];
  return h('header', { class: 'top' },
    h('a', { class: 'skip', href: '#main', onclick: toMain }, t('shell.skip')),
    h('a', { class: 'brand', href: `${placeOf(session)}/__mock/` }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'leadmock'),
    sessionPicker(here),
    h('div', { class: 'top-end' },
      h('a', { class: 'button plain', href: `${placeOf(session)}/${other[0]}` }, other[1]),
      h('button', { type: 'button', class: 'plain', onclick: openTokens }, t('shell.tokens')),
      h('label', { class: 'hidden', for: 'language' }, t('shell.language')),
      choice(languages, { id: 'language', value: language, onchange: (event) => { setLanguage(event.target.value); restart('language'); } }),
      h('label', { class: 'hidden', for: 'theme' }, t('shell.theme')),
      choice(['auto', 'light', 'dark'].map((one) => [one, t(`shell.theme.${one}`)]),
        { id: 'theme', value: document.documentElement.dataset.theme, onchange: (event) => setTheme(event.target.value) })));
}

/** @param {Event} event */
function toMain(event) {
  event.preventDefault(); // the part behind # is the panel's
  find('main h1').focus();
}

/** @param {string} to */
function setTheme(to) {
  document.documentElement.dataset.theme = to;
  localStorage.setItem('leadmock-theme', to);
}

/** @param {string} name */
const titleOf = (name) => name || t('sessions.default');

/** sessionPicker goes to the same panel in another session. @param {string} here */
function sessionPicker(here) {
  /** @type {HTMLSelectElement} */
  const select = choice([[session, titleOf(session)]], {
    id: 'session', value: session,
    onchange: () => {
      if (select.value === ' new') location.hash = '#/state';
      else location.href = `${placeOf(select.value)}/${here}${location.hash}`;
    },
  });
  control('GET', 'sessions').then(({ sessions }) => {
    const names = sessions.map((one) => one.name).slice(0, maxSessions);
    if (!names.includes(session)) names.unshift(session);
    const options = names.map((name) => [name, titleOf(name)]);
    if (here === '__mock/') options.push([' new', t('sessions.more')]);
    fill(select, [...choice(options).childNodes]);
    select.value = session;
  }, () => {}); // the panel says what is wrong
  return h('div', { class: 'session' }, h('label', { for: 'session' }, t('shell.session')), select);
}

/** @type {ReturnType<typeof setTimeout>} */
let clearing;

/** announce shows a short notice, which a screen reader reads out. @param {string} text */
export function announce(text) {
  const notice = find('.notice');
  notice.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { notice.textContent = ''; }, 5000);
}

export const notices = () => h('div', { class: 'notice', role: 'status' });

/**
 * problem says in words what went wrong.
 * @param {{ status?: number | string, message: string }} error an Error, or a reply that refused
 */
export function problem(error) {
  const lost = error.status === undefined;
  return h('div', { class: 'problem', role: 'alert' },
    h('strong', null, lost ? t('problem.lost') : t('problem.refused', { status: String(error.status) })),
    h('p', null, lost ? t('problem.lost.text') : error.message),
    error.status === 401 && h('div', { class: 'actions' }, h('button', { type: 'button', onclick: openTokens }, t('shell.tokens'))));
}

/**
 * attempt runs an action, and says what was wrong if it fails. It reports whether it did not.
 * @param {() => Promise<unknown>} work
 * @param {string} [done] the notice
 */
export async function attempt(work, done) {
  try {
    await work();
    if (done) announce(done);
    return true;
  } catch (error) {
    if (error.name === 'AbortError') return false;
    await tell(t('problem.title'), problem(error));
    return false;
  }
}

/**
 * dialog shows content until one of the buttons [value, text, class] is pressed, and returns its value; '' for Escape. A
 * button with the value '' is not the one that Enter presses.
 * @param {string} title
 * @param {Child} content
 * @param {[value: string, text: string, kind?: string][]} buttons
 * @returns {Promise<string>}
 */
export function dialog(title, content, buttons) {
  /** @type {HTMLDialogElement} */
  const box = h('dialog', { 'aria-labelledby': 'dialog-title' },
    h('form', { method: 'dialog', onsubmit: (event) => { event.preventDefault(); box.close(event.submitter?.value ?? ''); } },
      h('h2', { id: 'dialog-title' }, title), content,
      h('div', { class: 'actions' }, buttons.map(([value, text, kind]) =>
        h('button', value ? { value, class: kind } : { type: 'button', onclick: () => box.close('') }, text)))));
  document.body.append(box);
  const away = () => box.close(''); // what it asks for is no longer shown
  addEventListener('hashchange', away);
  return new Promise((resolve) => {
    box.addEventListener('close', () => { removeEventListener('hashchange', away); box.remove(); resolve(box.returnValue); });
    box.showModal();
  });
}

/** @param {string} title @param {Child} content */
const tell = (title, content) => dialog(title, content, [['ok', t('action.close'), 'primary']]);

/** @param {string} title @param {string} text @param {string} action */
export async function confirmed(title, text, action) {
  return await dialog(title, h('p', null, text), [['', t('action.cancel')], ['yes', action, 'danger']]) === 'yes';
}

// openTokens asks for the two tokens. They are kept until the tab is closed and are sent only to this mock.
async function openTokens() {
  const inputs = ['api', 'control'].map((which) =>
    h('input', { type: which === 'api' ? 'text' : 'password', autocomplete: 'off', spellcheck: 'false', value: token(which), id: `token-${which}` }));
  const content = [
    h('p', null, t('tokens.text')),
    field(t('tokens.api'), inputs[0], { hint: t('tokens.api.hint') }),
    field(t('tokens.control'), inputs[1], { hint: t('tokens.control.hint') }),
  ];
  if (await dialog(t('shell.tokens'), content, [['', t('action.cancel')], ['save', t('action.save'), 'primary']]) !== 'save') return;
  setToken('api', inputs[0].value.trim());
  setToken('control', inputs[1].value.trim());
  document.dispatchEvent(new CustomEvent('tokens-changed'));
}

/** searchKey lets / go to the search field, unless one is typing. @param {KeyboardEvent} event */
export function searchKey(event) {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest('input, textarea, select, dialog')) return;
  const field = document.querySelector('input[type=search]');
  if (!(field instanceof HTMLInputElement)) return;
  event.preventDefault();
  field.focus();
  field.select();
}

/** copyButton copies a text that is made when it is pressed. @param {() => string} make @param {string} [label] */
export function copyButton(make, label = t('action.copy')) {
  return h('button', {
    type: 'button',
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(make());
        announce(t('action.copied'));
      } catch {
        announce(t('action.copy.failed')); // over http, a browser allows copying only on localhost
      }
    },
  }, label);
}
