// @ts-check
// The web UI: header, navigation, and the panel that the part of the URL behind # names.

import { fill, find, h } from './dom.js';
import { t } from './i18n.js';
import { header, notices, problem, searchKey } from './shell.js';
import { open as leads } from './leads.js';
import { open as lead } from './lead.js';
import { open as create } from './create.js';
import { open as upload } from './upload.js';
import { open as requests } from './requests.js';
import { open as usage } from './usage.js';
import { open as faults } from './faults.js';
import { open as state } from './state.js';
import { open as clock } from './clock.js';
import { open as contract } from './contract.js';

/** @type {Record<string, Open>} */
const panels = { leads, requests, usage, faults, state, clock, contract };
/** @type {Record<string, Open>} */
const below = { new: create, upload };

let leave = new AbortController();

function route() {
  const [name, ...rest] = location.hash.replace(/^#\//, '').split('/').map(decode);
  if (!(name in panels)) return { name: 'leads', open: leads, rest: [] };
  if (name !== 'leads' || !rest[0]) return { name, open: panels[name], rest };
  return { name, open: below[rest[0]] ?? lead, rest };
}

/** @param {string} part */
function decode(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

/** @param {boolean} focus */
async function show(focus) {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const { name, open, rest } = route();
  for (const link of document.querySelectorAll('nav.panels a')) {
    if (link.getAttribute('data-panel') === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const main = h('main', { id: 'main' });
  find('main').replaceWith(main);
  try {
    await open(main, { rest, signal });
  } catch (error) {
    if (signal.aborted) return;
    fill(main, h('h1', { tabindex: '-1' }, t(`nav.${name}`)), problem(error));
  }
  if (signal.aborted) return;
  const heading = find('h1', main);
  document.title = `${heading.textContent} · leadmock`;
  if (focus) heading.focus();
}

/** @param {string} [after] the id of what has the focus again */
function start(after) {
  leave.abort();
  fill(document.body,
    header('__mock/', start),
    h('nav', { class: 'panels', 'aria-label': t('nav.label') },
      Object.keys(panels).map((name) => h('a', { href: `#/${name}`, 'data-panel': name }, t(`nav.${name}`)))),
    h('main', { id: 'main' }),
    notices());
  show(false);
  if (after) document.getElementById(after)?.focus(); // the header was replaced
}

for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault()); // a browser would leave the web UI for the file
addEventListener('keydown', searchKey);
addEventListener('hashchange', () => show(true));
document.addEventListener('tokens-changed', () => start());
start();
