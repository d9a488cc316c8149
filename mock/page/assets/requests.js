// @ts-check
// Requests, live: what the app asked for, what it got, and why.

import { control, session } from './api.js';
import { choice, empty, field, fill, find, h } from './dom.js';
import { linkOf, showExchange } from './exchange.js';
import { number, t } from './i18n.js';
import { announce, attempt, confirmed } from './shell.js';
import { follow } from './stream.js';
import { timeOf } from './time.js';

const maxKept = 1000; // as in the mock's request log
const maxBytes = 4e6; // of bodies
const step = 100; // rows shown, and how many more a press shows

/** @typedef {Wire['Request']} Request */

/**
 * @typedef {object} View
 * @property {boolean} everywhere
 * @property {Request[]} all
 * @property {number} shown
 * @property {number} bytes of the bodies
 * @property {boolean} paused
 * @property {boolean} drawing
 * @property {{ operation: string, status: string, text: string }} filter
 * @property {Request | null} selected
 * @property {AbortSignal} signal
 * @property {HTMLElement} body
 * @property {HTMLElement} count
 * @property {HTMLElement} more
 * @property {HTMLElement} live
 * @property {HTMLElement} nothing
 * @property {HTMLElement} detail
 * @property {HTMLElement} table
 * @property {Wire['Operation'][]} operations
 * @property {WeakMap<Element, Request>} rows the request of a row
 */

/** @type {Open} */
export async function open(main, { rest: [wanted], signal }) {
  const everywhere = wanted === 'all'; // the requests of all sessions
  const body = h('tbody');
  /** @type {View} */
  const view = {
    everywhere, body,
    all: [], shown: step, bytes: 0, paused: false, drawing: false, rows: new WeakMap(), filter: { operation: '', status: '', text: '' }, selected: null, signal,
    count: h('p', { class: 'count' }), more: h('div', { class: 'pager' }), live: h('span', { class: 'live', role: 'status' }),
    nothing: h('div'), detail: h('section', { class: 'card exchange', 'aria-label': t('exchange.title'), hidden: true }),
    table: h('div', { class: 'scroll' }, h('table', { class: 'requests' },
      h('caption', { class: 'hidden' }, t('nav.requests')),
      h('thead', null, h('tr', null, columns.map(([name, kind]) => h('th', { scope: 'col', class: kindOf(everywhere, name, kind) }, t(`requests.${name}`))))), body)),
    operations: (await control('GET', 'operations', undefined, { signal })).operations,
  };
  /** @type {Promise<number> | undefined} */
  let loaded = load(view, signal);
  await loaded;
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.requests')), view.live, view.count,
      h('div', { class: 'actions' }, feedButton(view), pauseButton(view), !everywhere && clearButton(view))),
    filters(view),
    h('div', { class: 'split' }, h('div', { class: 'list' }, view.nothing, view.table, view.more), view.detail));
  draw(view);
  if (wanted && !everywhere) goTo(view, wanted);
  follow(everywhere ? 'requests/stream?sessions=all' : 'requests/stream', {
    signal,
    resume: (connection) => {
      const after = loaded ?? load(view, connection);
      loaded = undefined;
      return after;
    },
    // Ids are per session, so nothing says where the requests of all sessions go on: what came meanwhile is loaded.
    still: (connection) => (everywhere ? load(view, connection).then(() => true) : still(view, connection)),
    onState: (state) => {
      view.live.className = `live ${state}`;
      view.live.textContent = t(`requests.${state}`);
    },
    onEvent: (data) => {
      /** @type {Request} */
      const one = JSON.parse(data);
      if (view.all.some((other) => other.id === one.id && keyOf(other) === keyOf(one))) return;
      keep(view, one);
      drawSoon(view);
    },
  });
}

/** @type {[name: string, kind?: string][]} */
const columns = [['time', 'number wide-only'], ['method'], ['path'], ['status', 'number'], ['ms', 'number wide-only'], ['operation', 'widest-only'], ['session', 'widest-only'], ['why', 'wide-only']];

/**
 * kindOf is the class of a cell: among all sessions, the session is shown at any width.
 * @param {boolean} everywhere
 * @param {string} name
 * @param {string} [kind]
 */
const kindOf = (everywhere, name, kind) => (everywhere && name === 'session' ? null : kind);
/** @param {Request} one */
const sizeOf = (one) => (one.body?.length ?? 0) + (one.reply?.length ?? 0);

/**
 * keep adds a request as the newest, and drops the oldest if there are too many or they are too large.
 * @param {View} view
 * @param {Request} one
 */
function keep(view, one) {
  view.all.unshift(one);
  view.bytes += sizeOf(one);
  while (view.all.length > maxKept || (view.bytes > maxBytes && view.all.length > 1)) {
    const oldest = view.all.pop();
    if (oldest) view.bytes -= sizeOf(oldest);
  }
}

/**
 * load takes what the request log has. Requests that are here already stay the same, and with them their rows.
 * @param {View} view
 * @param {AbortSignal} signal
 */
async function load(view, signal) {
  const { requests } = await control('GET', `requests?limit=${maxKept}${view.everywhere ? '&sessions=all' : ''}`, undefined, { signal });
  const here = new Map(view.all.map((one) => [keyOf(one), one]));
  Object.assign(view, { all: [], bytes: 0 });
  for (const one of requests.reverse()) keep(view, here.get(keyOf(one)) ?? one);
  drawSoon(view);
  return view.all[0]?.id ?? 0;
}

/**
 * still reports whether the newest request here is in the request log, and so whether that counts on from it.
 * @param {View} view
 * @param {AbortSignal} signal
 */
async function still(view, signal) {
  const newest = view.all[0];
  if (!newest) return true;
  const { requests } = await control('GET', `requests?after=${newest.id - 1}&limit=${maxKept}`, undefined, { signal });
  const last = requests.at(-1);
  return last?.id === newest.id && last.time === newest.time;
}

/** @param {Request} one */
const keyOf = (one) => `${one.id} ${one.time} ${one.session ?? ''}`;

/** goTo opens the request that a link leads to. @param {View} view @param {string} id */
function goTo(view, id) {
  const one = view.all.find((other) => String(other.id) === id);
  if (one) select(view, one);
  else announce(t('requests.gone', { n: id }));
}

/** feedButton goes from the requests of this session to those of all sessions, and back. @param {View} view */
function feedButton(view) {
  return h('button', {
    type: 'button', 'aria-pressed': String(view.everywhere),
    onclick: () => { location.hash = view.everywhere ? '#/requests' : '#/requests/all'; },
  }, t('requests.everywhere'));
}

/** @param {View} view */
function pauseButton(view) {
  /** @type {HTMLButtonElement} */
  const button = h('button', {
    type: 'button', 'aria-pressed': 'false',
    onclick: () => {
      view.paused = !view.paused;
      button.setAttribute('aria-pressed', String(view.paused));
      if (!view.paused) draw(view);
    },
  }, t('requests.pause'));
  return button;
}

/** @param {View} view */
function clearButton(view) {
  return h('button', {
    type: 'button', onclick: async () => {
      if (!await confirmed(t('requests.clear'), t('requests.clear.text'), t('requests.clear'))) return;
      if (!await attempt(() => control('DELETE', 'requests'), t('requests.cleared'))) return;
      Object.assign(view, { all: [], bytes: 0, selected: null });
      view.detail.hidden = true;
      draw(view);
    },
  }, t('requests.clear'));
}

/** @param {View} view */
function filters(view) {
  const change = (/** @type {keyof View['filter']} */ name) => (/** @type {{ target: HTMLInputElement }} */ event) => { view.filter[name] = event.target.value.trim(); view.shown = step; draw(view); };
  const names = view.operations.map((one) => [one.operation, one.operation]);
  const states = ['2', '4', '5', '0'].map((one) => [one, t(`requests.status.${one}`)]);
  return h('form', { class: 'filters', role: 'search', onsubmit: (event) => event.preventDefault() },
    field(t('requests.operation'), choice([['', t('requests.all')], ...names], { onchange: change('operation') })),
    field(t('requests.status'), choice([['', t('requests.all')], ...states], { onchange: change('status') })),
    field(t('requests.text'), h('input', { type: 'search', autocomplete: 'off', placeholder: '0349719999', oninput: change('text') })));
}

/** @param {View['filter']} filter */
function matches({ operation, status, text }) {
  const wanted = text.toLowerCase();
  return (/** @type {Request} */ one) => (!operation || one.operation === operation)
    && (!status || String(one.status)[0] === status)
    && (!wanted || [one.path, one.why, one.notes?.join('\n'), one.body, one.reply].some((part) => part?.toLowerCase().includes(wanted)));
}

/** drawSoon draws once a frame, however many requests come. @param {View} view */
function drawSoon(view) {
  if (view.drawing) return;
  view.drawing = true;
  requestAnimationFrame(() => {
    view.drawing = false;
    if (!view.signal.aborted && !view.paused) draw(view);
  });
}

/** draw shows the newest that match. Rows that are there stay, so that the focus does. @param {View} view */
function draw(view) {
  const found = view.all.filter(matches(view.filter));
  const rows = new Map([...view.body.children].map((row) => [view.rows.get(row), row]));
  const wanted = found.slice(0, view.shown).map((one) => rows.get(one) ?? newRow(view, one));
  const keepSet = new Set(wanted);
  for (const row of [...view.body.children]) if (!keepSet.has(row)) row.remove();
  wanted.forEach((row, i) => { if (view.body.children[i] !== row) view.body.insertBefore(row, view.body.children[i] ?? null); });
  view.table.hidden = found.length === 0;
  view.count.textContent = t('requests.found', { n: found.length });
  fill(view.nothing, found.length === 0 && nothing(view));
  fill(view.more, found.length > view.shown && h('button', { type: 'button', onclick: () => { view.shown += step; draw(view); } },
    t('requests.more', { n: found.length - view.shown })));
}

/** @param {View} view */
function nothing(view) {
  if (view.all.length > 0) return empty(t('requests.none-found'), t('requests.none-found.text'));
  return empty(t('requests.none'), t('requests.none.text'), h('code', null, `curl -H "Authorization: Bearer dev" ${location.origin}/v3/lead`));
}

/** @param {View} view @param {Request} one */
function newRow(view, one) {
  const show = () => select(view, one);
  const why = [one.why, ...(one.notes ?? [])].filter(Boolean).join('; ');
  /** @type {Record<string, Child>} */
  const cells = {
    time: timeOf(one.time),
    method: h('span', { class: 'method' }, one.method),
    path: h('button', { type: 'button', class: 'link', 'aria-label': t('requests.open', { method: one.method, path: one.path }) }, one.path),
    status: h('span', { class: `status s${String(one.status)[0]}` }, one.status || t('requests.reset')),
    ms: number(one.duration_ms, one.duration_ms < 10 ? 2 : 0),
    operation: one.operation, session: (one.session ?? session) || t('sessions.default'), why: h('span', { class: 'why', lang: 'en', title: why }, why),
  };
  const row = h('tr', { 'data-id': one.id, onclick: show, class: view.selected === one && 'selected' },
    columns.map(([name, kind]) => h('td', { class: kindOf(view.everywhere, name, kind) }, cells[name])));
  view.rows.set(row, one);
  return row;
}

/** @param {View} view @param {Request} one */
function select(view, one) {
  view.selected = one;
  if (!view.everywhere) history.replaceState(null, '', linkOf(one)); // the address is the link to it
  for (const row of view.body.children) row.classList.toggle('selected', view.rows.get(row) === one);
  showExchange(view.detail, one, view.operations, () => {
    view.selected = null;
    view.detail.hidden = true;
    if (!view.everywhere) history.replaceState(null, '', '#/requests');
    const row = [...view.body.children].find((other) => view.rows.get(other) === one);
    row?.classList.remove('selected');
    (row?.querySelector('button') ?? find('main h1')).focus();
  });
}
