// The reference at /docs/: the documents that the mock serves, what is assumed, and how contradictions are read.

import { control } from './api.js';
import { fill, h } from './dom.js';
import { guide, loadGuides, search } from './guides.js';
import { t } from './i18n.js';
import { assumptionTable, contradictionTable } from './known.js';
import { operationsOf, reference } from './reference.js';
import { header, notices, problem } from './shell.js';

let leave = new AbortController();

// Documents are named without their ending in links.
const shortName = (name) => name.replace(/\.(ya?ml|json)$/, '');

async function load(signal) {
  const [{ documents }, known, guides] = await Promise.all([control('GET', 'documents', undefined, { signal }), control('GET', 'assumptions', undefined, { signal }), loadGuides(signal)]);
  const pages = await Promise.all(documents.map(async ({ name, title }) =>
    ({ name: shortName(name), title, doc: await control('GET', `documents/${encodeURIComponent(shortName(name))}.json`, undefined, { signal }) })));
  for (const page of pages) page.control = Object.keys(page.doc.paths).every((path) => path.startsWith('/__mock/'));
  return { pages, known, guides };
}

const parts = () => location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);

// show draws the part that the hash names, and goes to the place in it.
function show({ pages, known, guides }, focus) {
  let [name, place, heading] = parts();
  if (name === 'guides') [name, place] = [`guides/${place}`, heading];
  const page = pages.find((one) => one.name === name) ?? pages[0];
  const guided = guides.find((one) => `guides/${one.name}` === name);
  const special = { assumptions: assumptionTable, contradictions: contradictionTable }[name];
  const key = special || guided ? name : page.name;
  const main = document.querySelector('main');
  for (const link of document.querySelectorAll('nav.contents a')) {
    const here = link.dataset.place === (place ? `${key}/${place}` : key);
    if (here) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
    if (here) link.closest('details')?.setAttribute('open', '');
  }
  if (main.dataset.shown !== key) {
    main.dataset.shown = key;
    fill(main, special ? special(known, pages) : guided ? guide(guided) : reference(page));
  }
  document.title = `${main.querySelector('h1').textContent} · leadmock`;
  const target = (place && document.getElementById(place)) || main.querySelector('h1');
  if (!focus) return;
  target.scrollIntoView({ block: 'start' });
  const head = target.matches('h1') ? target : target.querySelector('h2') ?? target;
  head.setAttribute('tabindex', '-1');
  head.focus({ preventScroll: true });
}

function contents({ pages, guides }) {
  const link = (place, text, kind) => h('a', { href: `#/${place}`, 'data-place': place, class: kind }, text);
  return h('nav', { class: 'contents', 'aria-label': t('docs.contents') },
    pages.map((page) => h('details', { open: !page.control },
      h('summary', null, page.title),
      h('ul', null, h('li', null, link(page.name, t('docs.overview'))),
        operationsOf(page.doc).map((one) => h('li', null, link(`${page.name}/${one.operationId}`, [h('span', { class: 'method' }, one.method), ' ', one.operationId])))))),
    h('details', { open: true }, h('summary', null, t('docs.guides')), search(guides),
      h('ul', null, guides.map((one) => h('li', { lang: 'en' }, link(`guides/${one.name}`, one.title))))),
    h('ul', null, h('li', null, link('assumptions', t('docs.assumptions'))), h('li', null, link('contradictions', t('docs.contradictions')))));
}

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
    document.querySelector('nav.contents').replaceWith(contents(loaded));
    show(loaded, parts().length > 1 && !after);
    addEventListener('hashchange', () => show(loaded, true), { signal });
  } catch (error) {
    if (!signal.aborted) main.append(problem(error));
  }
}

document.addEventListener('tokens-changed', () => start());
start();
