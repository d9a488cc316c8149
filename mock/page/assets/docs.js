// @ts-check
// The reference at /docs/: the specs that the mock serves, what is assumed, and how contradictions are read.

import { control } from './api.js';
import { fill, find, h } from './dom.js';
import { guide, loadGuides, search } from './guides.js';
import { t } from './i18n.js';
import { assumptionTable, contradictionTable } from './known.js';
import { operationsOf, reference } from './reference.js';
import { announce, header, notices, problem } from './shell.js';

let leave = new AbortController();

/** Specs are named without their ending in links. @param {string} name */
const shortName = (name) => name.replace(/\.(ya?ml|json)$/, '');

/** @param {AbortSignal} signal */
async function load(signal) {
  const [{ documents }, known, guides] = await Promise.all([control('GET', 'documents', undefined, { signal }), control('GET', 'assumptions', undefined, { signal }), loadGuides(signal)]);
  /** @type {Spec[]} */
  const specs = await Promise.all(documents.map(async ({ name, title }) => {
    const doc = /** @type {Doc} */ (await control('GET', `documents/${encodeURIComponent(shortName(name))}.json`, undefined, { signal }));
    return { name: shortName(name), title, doc, control: Object.keys(doc.paths).every((path) => path.startsWith('/__mock/')) };
  }));
  return { specs, known, guides };
}

const parts = () => location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);

/** @typedef {Awaited<ReturnType<typeof load>>} Loaded */

/**
 * show draws the part that the hash names, and goes to the place in it, or with Back to where the reader was.
 * @param {Loaded} loaded
 * @param {boolean} focus
 */
function show({ specs, known, guides }, focus) {
  let [name, place, heading] = parts();
  if (name === 'guides') [name, place] = [`guides/${place}`, heading];
  const spec = specs.find((one) => one.name === name) ?? specs[0];
  const guided = guides.find((one) => `guides/${one.name}` === name);
  const missing = name.startsWith('guides/') && !guided;
  const special = name === 'assumptions' ? () => assumptionTable(known, specs) : name === 'contradictions' && (() => contradictionTable(known));
  const key = special || guided || missing ? name : spec.name;
  const main = find('main');
  for (const link of document.querySelectorAll('nav.contents a')) {
    const here = link.getAttribute('data-place') === (place ? `${key}/${place}` : key);
    if (here) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
    if (here && wide.matches) link.closest('details')?.setAttribute('open', '');
  }
  if (main.dataset.shown !== key) {
    main.dataset.shown = key;
    fill(main, special ? special() : guided ? guide(guided) : missing ? noGuide() : reference(spec));
  }
  document.title = `${find('h1', main).textContent} · leadmock`;
  const found = place ? document.getElementById(place) : null;
  const target = found ?? find('h1', main);
  const nowhere = place && !missing && !found ? place : key === name || name === '' ? '' : name;
  if (nowhere) announce(t('docs.nowhere', { place: nowhere }));
  if (!focus) return;
  const left = history.state?.y; // in the entry of a place that was left
  if (left === undefined) target.scrollIntoView({ block: 'start' });
  const head = target.matches('h1') ? target : target.querySelector('h2') ?? target;
  head.setAttribute('tabindex', '-1');
  if (head instanceof HTMLElement) head.focus({ preventScroll: true });
  if (left !== undefined) scrollTo(0, left);
}

const noGuide = () => [h('h1', { tabindex: '-1' }, t('docs.guides')), h('p', null, t('docs.guides.none'))];

const wide = matchMedia('(min-width: 761px)'); // on a phone the contents are above the text, and closed

/** @param {Loaded} loaded */
function contents({ specs, guides }) {
  const link = (/** @type {string} */ place, /** @type {Child} */ text) => h('a', { href: `#/${place}`, 'data-place': place }, text);
  return h('nav', { class: 'contents', 'aria-label': t('docs.contents') },
    specs.map((spec) => h('details', { open: wide.matches && !spec.control },
      h('summary', { lang: 'en' }, spec.title),
      h('ul', null, h('li', null, link(spec.name, t('docs.overview'))),
        operationsOf(spec.doc).map((one) => h('li', null, link(`${spec.name}/${one.operationId}`, [h('span', { class: 'method' }, one.method), ' ', one.operationId])))))),
    h('details', { open: wide.matches }, h('summary', null, t('docs.guides')), search(guides),
      h('ul', null, guides.map((one) => h('li', { lang: 'en' }, link(`guides/${one.name}`, one.title))))),
    h('ul', null, h('li', null, link('assumptions', t('docs.assumptions'))), h('li', null, link('contradictions', t('docs.contradictions')))));
}

/** @param {string} [after] the id of what has the focus again */
async function start(after) {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const main = h('main', { id: 'main' }, h('h1', { tabindex: '-1' }, t('docs.title')));
  fill(document.body, header('docs/', start), h('nav', { class: 'contents', 'aria-label': t('docs.contents') }), main, notices());
  document.body.className = 'docs';
  if (after) document.getElementById(after)?.focus();
  try {
    const loaded = await load(signal);
    find('nav.contents').replaceWith(contents(loaded));
    show(loaded, parts().length > 1 && !after);
    addEventListener('hashchange', () => show(loaded, true), { signal });
  } catch (error) {
    if (!signal.aborted) main.append(problem(error));
  }
}

history.scrollRestoration = 'manual'; // the browser would restore it before the text is there
addEventListener('scrollend', () => history.replaceState({ y: scrollY }, ''));
document.addEventListener('tokens-changed', () => start());
start();
