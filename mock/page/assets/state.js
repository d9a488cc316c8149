// @ts-check
// State: reset, snapshots, sessions.

import { control, parsed, placeOf, session } from './api.js';
import { choice, coded, empty, field, fill, h, named } from './dom.js';
import { said } from './document.js';
import { number, t } from './i18n.js';
import { readings } from './readings.js';
import { attempt, confirmed } from './shell.js';
import { duration, timeOf } from './time.js';

const maxSessions = 100; // rows shown

/** @typedef {() => Promise<void>} Refresh */

/** @type {Open} */
export async function open(main, { signal }) {
  const snapshots = h('div');
  const sessions = h('div');
  const refresh = async () => {
    const [saved, all] = await Promise.all([control('GET', 'snapshots', undefined, { signal }), control('GET', 'sessions', undefined, { signal })]);
    fill(snapshots, snapshotTable(saved.snapshots, refresh));
    fill(sessions, sessionTable(all, refresh));
  };
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.state')), h('p', { class: 'count' }, t('state.of', { name: session || t('sessions.default') }))),
    h('section', { class: 'card', 'aria-labelledby': 'state-reset' }, h('h2', { id: 'state-reset' }, t('state.reset')),
      h('p', null, t('state.reset.text')),
      h('button', { type: 'button', class: 'danger', onclick: () => reset(refresh) }, t('state.reset'))),
    h('section', { class: 'card', 'aria-labelledby': 'state-snapshots' }, h('h2', { id: 'state-snapshots' }, t('snapshots.title')),
      h('p', null, t('snapshots.text')), nameForm('snapshots.name', 'snapshots.save', (name) => save(name, refresh)), snapshots),
    await scenarios(refresh, signal),
    await readings(signal),
    file(refresh),
    h('section', { class: 'card', 'aria-labelledby': 'state-sessions' }, h('h2', { id: 'state-sessions' }, t('sessions.title')),
      h('p', null, t('sessions.text')),
      nameForm('sessions.name', 'sessions.go', (name) => { location.href = `${placeOf(name)}/__mock/`; return true; }), sessions));
  await refresh();
}

/** file takes all records out as one JSON file, in the format of --seed, and back in. @param {Refresh} refresh */
function file(refresh) {
  /** @type {HTMLInputElement} */
  const input = h('input', {
    type: 'file', accept: '.json,application/json',
    onchange: async () => {
      const [chosen] = input.files ?? [];
      input.value = '';
      if (!chosen) return;
      await attempt(async () => {
        const state = parsed(await chosen.text());
        if (state === undefined) throw Object.assign(new Error(t('state.file.unreadable', { name: chosen.name })), { status: 'JSON' });
        await control('PUT', 'state', state);
        await refresh();
      }, t('state.file.loaded', { name: chosen.name }));
    },
  });
  const save = () => attempt(async () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(await control('GET', 'state'), null, 2)], { type: 'application/json' }));
    h('a', { href: url, download: 'leadmock-state.json' }).click();
    URL.revokeObjectURL(url);
  });
  return h('section', { class: 'card', 'aria-labelledby': 'state-file' }, h('h2', { id: 'state-file' }, t('state.file')),
    h('p', null, coded(t('state.file.text'))),
    h('div', { class: 'inline' }, h('button', { type: 'button', onclick: save }, t('state.file.save')), field(t('state.file.load'), input)));
}

/**
 * scenarios is a choice of seed, faults, clock and imports under one name.
 * @param {Refresh} refresh
 * @param {AbortSignal} signal
 */
async function scenarios(refresh, signal) {
  const all = (await control('GET', 'scenarios', undefined, { signal })).scenarios;
  const about = h('p', { class: 'hint' });
  const tell = () => fill(about, said(all.find((one) => one.name === select.value)?.description));
  /** @type {HTMLSelectElement} */
  const select = choice(all.map((one) => [one.name, one.name]), { onchange: tell });
  tell();
  const set = async () => {
    if (!await confirmed(t('scenarios.set.name', { name: select.value }), t('state.reset.sure'), t('scenarios.set'))) return;
    await attempt(async () => { await control('PUT', `scenario/${encodeURIComponent(select.value)}`); await refresh(); }, t('scenarios.done', { name: select.value }));
  };
  return h('section', { class: 'card', 'aria-labelledby': 'state-scenarios' }, h('h2', { id: 'state-scenarios' }, t('scenarios.title')),
    h('p', null, coded(t('scenarios.text'))),
    h('div', { class: 'inline' }, field(t('scenarios.name'), select), h('button', { type: 'button', onclick: set }, t('scenarios.set'))), about);
}

/** @param {Refresh} refresh */
async function reset(refresh) {
  if (!await confirmed(t('state.reset'), t('state.reset.sure'), t('state.reset'))) return;
  await attempt(async () => { await control('POST', 'reset'); await refresh(); }, t('state.reset.done'));
}

/** @param {string} name @param {Refresh} refresh */
const save = (name, refresh) => attempt(async () => {
  await control('POST', `snapshots/${encodeURIComponent(name)}`);
  await refresh();
}, t('snapshots.saved', { name }));

/** @param {string} label @param {string} action @param {(name: string) => boolean | Promise<boolean>} done */
function nameForm(label, action, done) {
  const input = h('input', { type: 'text', autocomplete: 'off', maxlength: '200', required: true });
  return h('form', {
    class: 'inline', onsubmit: async (event) => {
      event.preventDefault();
      if (await done(input.value.trim())) input.value = '';
    },
  }, field(t(label), input), h('button', null, t(action)));
}

/** @param {Record<string, number>} records */
const counts = (records) => number(records.lead ?? 0);

/** @param {Wire['Snapshot'][]} snapshots @param {Refresh} refresh */
function snapshotTable(snapshots, refresh) {
  if (snapshots.length === 0) return empty(t('snapshots.none'), t('snapshots.none.text'));
  return table(t('snapshots.title'), ['snapshots.name', 'nav.leads', 'snapshots.at', 'actions'], snapshots.map((one) => h('tr', null,
    h('th', { scope: 'row' }, one.name), h('td', { class: 'number' }, counts(one.records)), h('td', { class: 'number wide-only' }, timeOf(one.saved_at)),
    h('td', null, h('div', { class: 'actions' },
      h('button', { type: 'button', 'aria-label': t('snapshots.restore.name', { name: one.name }), onclick: () => restore(one.name, refresh) }, t('snapshots.restore')),
      h('button', { type: 'button', 'aria-label': t('snapshots.delete.name', { name: one.name }), onclick: () => remove(one.name, refresh) }, t('action.delete')))))));
}

/** @param {string} name */
const pathOf = (name) => `snapshots/${encodeURIComponent(name)}`;

/** @param {string} name @param {Refresh} refresh */
const restore = (name, refresh) => attempt(async () => {
  await control('POST', `${pathOf(name)}/restore`);
  await refresh();
}, t('snapshots.restored', { name }));

/** @param {string} name @param {Refresh} refresh */
async function remove(name, refresh) {
  if (!await confirmed(t('snapshots.delete.name', { name }), t('snapshots.delete.sure'), t('action.delete'))) return;
  await attempt(async () => { await control('DELETE', pathOf(name)); await refresh(); }, t('snapshots.deleted', { name }));
}

/** @param {Answer<'GET', 'sessions'>} all @param {Refresh} refresh */
function sessionTable({ sessions, limit, idle }, refresh) {
  return [
    table(t('sessions.title'), ['sessions.name', 'nav.leads', 'nav.requests', 'nav.faults', 'snapshots.title', 'actions'],
      sessions.slice(0, maxSessions).map((one) => h('tr', { class: one.name === session && 'selected' },
        h('th', { scope: 'row' }, h('a', { href: `${placeOf(one.name)}/__mock/`, 'aria-current': one.name === session && 'true' }, one.name === '' ? t('sessions.default') : named(one.name, JSON.stringify(one.name)))),
        h('td', { class: 'number' }, counts(one.records)), h('td', { class: 'number' }, number(one.requests)),
        h('td', { class: 'number wide-only' }, number(one.faults)), h('td', { class: 'number wide-only' }, number(one.snapshots)),
        h('td', null, one.name !== '' && h('button', { type: 'button', 'aria-label': t('sessions.end.name', { name: one.name }), onclick: () => end(one.name, refresh) }, t('sessions.end')))))),
    h('p', { class: 'hint' }, t('sessions.limit', { n: sessions.length - 1, limit, idle: duration(idle) })),
  ];
}

/** @param {string} name @param {Refresh} refresh */
async function end(name, refresh) {
  if (!await confirmed(t('sessions.end.name', { name }), t('sessions.end.sure'), t('sessions.end'))) return;
  await attempt(async () => { await control('DELETE', `sessions/${encodeURIComponent(name)}`); await refresh(); }, t('sessions.ended', { name }));
}

/** @type {Record<string, string>} */
const narrow = { 'snapshots.at': 'number wide-only', 'nav.faults': 'number wide-only', 'snapshots.title': 'number wide-only', 'nav.leads': 'number', 'nav.requests': 'number' };

/** @param {string} caption @param {string[]} columns @param {Child} rows */
function table(caption, columns, rows) {
  return h('div', { class: 'scroll' }, h('table', null, h('caption', { class: 'hidden' }, caption),
    h('thead', null, h('tr', null, columns.map((name) => h('th', { scope: 'col', class: narrow[name] }, t(name))))), h('tbody', null, rows)));
}
