// @ts-check
// Leads from a CSV file: dropped or chosen, then the import as it goes on.

import { api, control, errorText, listsOf } from './api.js';
import { empty, field, fill, h } from './dom.js';
import { listChoice, newList } from './create.js';
import { t } from './i18n.js';
import { every } from './poll.js';
import { problem } from './shell.js';
import { timeOf } from './time.js';

const maxSkips = 100; // rows shown; the count says how many there are

// What was dropped on the table of leads waits here for the panel.
/** @type {{ file: File, list: string } | undefined} */
let dropped;

/** @param {File} file @param {string} list */
export function drop(file, list) {
  dropped = { file, list };
  location.hash = '#/leads/upload';
}

/** @type {Open} */
export async function open(main, { signal }) {
  const lists = await listsOf(signal);
  const list = listChoice(lists);
  const messages = h('div', { role: 'status' });
  const jobs = h('div', { class: 'jobs' });
  const refresh = async () => showJobs(jobs, (await control('GET', 'jobs', undefined, { signal })).jobs);
  const send = async (/** @type {File | undefined} */ file) => {
    if (!file) return;
    fill(messages, h('p', { class: 'muted' }, t('upload.sending', { name: file.name })));
    try {
      const form = new FormData();
      form.append('list_uuid', list.value);
      form.append('file', file, file.name);
      const reply = await api('POST', '/v3/lead/file', { body: form, signal });
      fill(messages, reply.status >= 400 ? problem({ status: reply.status, message: errorText(reply) })
        : h('p', { class: 'ok' }, t('upload.sent', { name: file.name }), ' ', h('code', { lang: 'en' }, reply.text.trim())));
      await refresh();
    } catch (error) {
      if (!signal.aborted) fill(messages, problem(error));
    }
  };
  fill(main, h('p', { class: 'back' }, h('a', { href: '#/leads' }, t('lead.back'))),
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('upload.title')),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => newList(list) }, t('lists.new')))),
    h('section', { class: 'card' }, field(t('upload.list'), list), dropZone(send), messages),
    h('h2', null, t('upload.jobs')), jobs);
  if (dropped) {
    if (dropped.list) list.value = dropped.list;
    send(dropped.file);
    dropped = undefined;
  }
  await every(400, signal, refresh);
}

/** dropZone takes a file by mouse, and by keyboard through the input in it. @param {(file?: File) => void} send */
function dropZone(send) {
  /** @type {HTMLInputElement} */
  const input = h('input', { type: 'file', id: 'file', accept: '.csv,text/csv,text/plain', 'aria-describedby': 'file-hint', onchange: () => { send(input.files?.[0]); input.value = ''; } });
  const over = (/** @type {boolean} */ on) => (/** @type {DragEvent} */ event) => { event.preventDefault(); zone.classList.toggle('over', on); };
  /** @type {HTMLElement} */
  const zone = h('div', {
    class: 'drop', ondragover: over(true), ondragenter: over(true), ondragleave: over(false),
    ondrop: (event) => { over(false)(event); send(event.dataTransfer.files[0]); },
  }, h('label', { for: 'file' }, t('upload.drop')), input, h('p', { class: 'hint', id: 'file-hint' }, t('upload.columns')));
  return zone;
}

/**
 * showJobs changes the cards that are there, so that what is open stays open and nothing moves.
 * @param {HTMLElement} node
 * @param {Wire['Job'][]} jobs
 */
function showJobs(node, jobs) {
  if (jobs.length === 0) {
    fill(node, empty(t('upload.none'), t('upload.none.text')));
    return;
  }
  if (node.querySelector('.empty')) fill(node);
  const have = new Map([...node.children].map((card) => [card.getAttribute('data-job'), card]));
  const keep = jobs.map((job) => {
    const text = JSON.stringify(job);
    const old = have.get(String(job.id));
    if (old?.getAttribute('data-text') === text) return old;
    const card = h('article', { class: 'card job', 'data-job': job.id, 'data-text': text, 'aria-labelledby': `job-${job.id}` }, content(job));
    for (const [i, one] of [...(old?.querySelectorAll('details') ?? [])].entries()) if (one.open) card.querySelectorAll('details')[i]?.setAttribute('open', '');
    old?.replaceWith(card);
    return card;
  });
  if (keep.some((card, i) => node.children[i] !== card) || node.children.length !== keep.length) fill(node, keep);
}

/** @param {Wire['Job']} job */
function content(job) {
  const running = job.state === 'waiting' || job.state === 'storing';
  return [
    h('div', { class: 'head' }, h('h3', { id: `job-${job.id}` }, job.file),
      h('span', { class: `badge job-${job.state}`, role: 'status' }, t(`job.${job.state}`)),
      h('span', { class: 'count' }, timeOf(job.uploaded_at))),
    running ? h('progress', { 'aria-label': t('upload.progress'), max: Math.max(job.read, 1), ...(job.state === 'storing' && { value: job.stored + job.skipped }) }) : null,
    h('p', null, t('job.rows', { read: job.read, stored: job.stored, skipped: job.skipped }),
      job.reads_left ? ` ${t('job.reads-left', { n: job.reads_left })}` : ''),
    job.error && h('p', { class: 'field-error', lang: 'en' }, job.error),
    job.skips.length > 0 && lines(job.skips, 'job.skipped', job.skipped),
    job.warnings.length > 0 && lines(job.warnings, 'job.warned', job.warned),
  ];
}

/**
 * lines are those of a file of which something is to be said.
 * @param {Wire['Job']['skips']} all
 * @param {string} title
 * @param {number} n
 */
function lines(all, title, n) {
  return h('details', { open: true }, h('summary', null, t(title, { n })),
    h('div', { class: 'scroll' }, h('table', null,
      h('caption', { class: 'hidden' }, t(title, { n })),
      h('thead', null, h('tr', null, h('th', { scope: 'col', class: 'number' }, t('job.line')), h('th', { scope: 'col' }, t('job.reason')))),
      h('tbody', null, all.slice(0, maxSkips).map((one) =>
        h('tr', null, h('td', { class: 'number' }, one.line), h('td', { lang: 'en' }, one.reason)))))),
    n > maxSkips && h('p', { class: 'muted' }, t('job.first', { n: maxSkips })));
}
