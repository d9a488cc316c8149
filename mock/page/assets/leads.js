// @ts-check
// Leads: the table that a call centre looks at.

import { control, listsOf, must, placeOf, session } from './api.js';
import { choice, empty, field, fill, h, named } from './dom.js';
import { number, t } from './i18n.js';
import { attempt, problem } from './shell.js';
import { never, timeOf } from './time.js';
import { drop } from './upload.js';

const maxLists = 500; // in the select

// The search outlives the panel, so that one comes back from a lead to the same page of leads.
const search = { phone_number: '', list_uuid: '', campaign_uuid: '', limit: 25, offset: 0 };

/** @type {[field: string, cell: (lead: Lead) => Child, kind?: string][]} */
const columns = [
  ['lead_name', (lead) => h('a', { href: `#/leads/${encodeURIComponent(lead.lead_uuid)}` }, named(lead.lead_name, t('leads.nameless')))],
  ['phone_number', (lead) => lead.phone_number, 'number'],
  ['status', (lead) => h('span', { class: 'badge' }, lead.status)],
  ['called_count', (lead) => number(lead.called_count), 'number wide-only'],
  ['last_call_time', (lead) => (never(lead.last_call_time) ? h('span', { class: 'muted' }, t('leads.never')) : timeOf(lead.last_call_time)), 'number wide-only'],
  ['lead_code', (lead) => lead.lead_code, 'wide-only'],
  ['list_name', (lead) => lead.list_name, 'list wide-only'],
  ['campaign_name', (lead) => lead.campaign_name, 'widest-only'],
  ['assign_username', (lead) => lead.assign_username, 'widest-only'],
  ['created_at', (lead) => timeOf(lead.created_at), 'number wide-only'],
];

/**
 * @typedef {object} View
 * @property {HTMLElement} body
 * @property {HTMLElement} found
 * @property {HTMLElement} pager
 * @property {HTMLElement} messages
 * @property {HTMLElement} table
 * @property {HTMLElement} hidden
 * @property {number} turn
 * @property {(focus?: string) => Promise<void>} load
 */

/** @type {Open} */
export async function open(main, { signal }) {
  const lists = await listsOf(signal);
  const found = h('p', { class: 'count', role: 'status' });
  const body = h('tbody');
  const messages = h('div');
  const table = h('div', { class: 'scroll' }, h('table', { class: 'leads' },
    h('caption', { class: 'hidden' }, t('nav.leads')),
    h('thead', null, h('tr', null, columns.map(([name, , kind]) => h('th', { scope: 'col', class: kind }, t(`field.${name}`))))),
    body));
  const pager = h('nav', { class: 'pager', 'aria-label': t('leads.pages') });
  /** @type {View['load']} */
  const load = (focus) => loadPage(view, signal, focus);
  /** @type {View} */
  const view = { body, found, pager, messages, table, hidden: h('p', { class: 'hint' }), turn: 0, load };
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.leads')), found,
      h('div', { class: 'actions' },
        h('button', { type: 'button', onclick: () => make(load) }, t('leads.make', { n: made })),
        h('a', { class: 'button', href: '#/leads/upload' }, t('upload.title')),
        h('a', { class: 'button primary', href: '#/leads/new' }, t('create.title')))),
    filters(lists, load), messages, table, pager, view.hidden);
  main.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (file) drop(file, search.list_uuid);
  }, { signal });
  await load();
}

/** @param {List[]} lists @param {View['load']} load */
function filters(lists, load) {
  const change = (/** @type {string} */ name) => (/** @type {{ target: HTMLInputElement }} */ event) => { Object.assign(search, { [name]: event.target.value.trim(), offset: 0 }); load(); };
  /** @type {Map<string, string>} */
  const campaigns = new Map();
  for (const { campaign_uuid: id, campaign_name: name } of lists) if (id) campaigns.set(id, name || id);
  /** @type {HTMLInputElement} */
  const phone = h('input', { type: 'search', inputmode: 'tel', autocomplete: 'off', value: search.phone_number, placeholder: '0349719999', onchange: change('phone_number') });
  return h('form', { class: 'filters', role: 'search', onsubmit: (event) => { event.preventDefault(); change('phone_number')({ target: phone }); } },
    field(t('field.phone_number'), phone),
    field(t('field.list_name'), choice([['', t('leads.all-lists')], ...lists.slice(0, maxLists).map((one) => [one.list_uuid, one.list_name])],
      { value: search.list_uuid, onchange: change('list_uuid') })),
    field(t('field.campaign_name'), choice([['', t('leads.all-campaigns')], ...campaigns],
      { value: search.campaign_uuid, onchange: change('campaign_uuid') })),
    h('button', null, t('leads.search')));
}

/** @param {View} view @param {AbortSignal} signal @param {string} [focus] @returns {Promise<void>} */
async function loadPage(view, signal, focus) {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)]));
  const turn = ++view.turn;
  view.table.setAttribute('aria-busy', 'true');
  try {
    /** @type {LeadPage} */
    const page = await must('GET', `/v3/lead?${query}`, { signal });
    if (turn !== view.turn) return; // a later search is under way
    const last = Math.max(0, Math.ceil(page.total / search.limit) - 1) * search.limit;
    if (search.offset > last) { // leads were deleted meanwhile
      search.offset = last;
      return loadPage(view, signal, focus);
    }
    fill(view.messages, page.total === 0 && nothing());
    view.table.hidden = page.total === 0;
    fill(view.body, page.data.map((lead) => h('tr', null, columns.map(([, cell, kind], i) =>
      h(i === 0 ? 'th' : 'td', { class: kind, ...(i === 0 && { scope: 'row' }) }, cell(lead))))));
    view.found.textContent = t('leads.found', { n: page.total });
    fill(view.pager, page.total > 0 && turns(page.total, last, view.load));
    await tellHidden(view, page.total, signal);
    const press = focus && view.pager.querySelector(`[data-turn="${focus}"]:not([aria-disabled])`);
    if (press instanceof HTMLElement) press.focus();
  } catch (error) {
    if (signal.aborted || turn !== view.turn) return;
    view.table.hidden = true;
    view.found.textContent = '';
    fill(view.pager);
    fill(view.messages, problem(error), h('button', { type: 'button', onclick: () => view.load() }, t('action.retry')));
  } finally {
    view.table.removeAttribute('aria-busy');
  }
}

const made = 25; // leads that a press makes up

/** @param {View['load']} load */
const make = (load) => attempt(async () => {
  await control('POST', `leads?count=${made}&statuses=mixed`);
  await load();
}, t('leads.made', { n: made }));

/**
 * tellHidden says why there are more leads than the list shows.
 * @param {View} view
 * @param {number} listed
 * @param {AbortSignal} signal
 */
async function tellHidden(view, listed, signal) {
  fill(view.hidden);
  if (search.phone_number || search.list_uuid || search.campaign_uuid) return;
  const { total } = /** @type {{ total: number }} */ (await control('GET', 'records/lead?limit=0', undefined, { signal }));
  if (total > listed) fill(view.hidden, t('leads.hidden', { n: total - listed }), ' ', h('a', { class: 'assumption', href: `${placeOf(session)}/docs/#/contradictions/C05` }, 'C05'));
}

function nothing() {
  if (search.phone_number || search.list_uuid || search.campaign_uuid) return empty(t('leads.none-found'), t('leads.none-found.text'));
  return empty(t('leads.none'), t('leads.none.text'), h('a', { class: 'button primary', href: '#/leads/new' }, t('create.title')));
}

/**
 * turns keep their place when one of them leads nowhere: aria-disabled leaves the focus where it is.
 * @param {number} total
 * @param {number} last
 * @param {View['load']} load
 */
function turns(total, last, load) {
  const { offset, limit } = search;
  const turn = (/** @type {string} */ name, /** @type {number} */ to, /** @type {boolean} */ dead) => h('button', {
    type: 'button', 'data-turn': name, 'aria-disabled': dead && 'true',
    onclick: () => { if (!dead) { search.offset = to; load(name); } },
  }, t(`leads.${name}`));
  return [
    h('div', { class: 'actions' },
      turn('first', 0, offset === 0), turn('previous', Math.max(0, offset - limit), offset === 0),
      turn('next', offset + limit, offset >= last), turn('last', last, offset >= last)),
    h('span', { class: 'count' }, t('leads.range', { from: offset + 1, to: Math.min(offset + limit, total), of: total })),
    h('label', null, `${t('leads.per-page')} `,
      choice([10, 25, 50, 100].map((n) => [n, n]), { value: limit, onchange: (event) => { Object.assign(search, { limit: Number(event.target.value), offset: 0 }); load(); } })),
  ];
}
