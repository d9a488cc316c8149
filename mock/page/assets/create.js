// @ts-check
// A new lead, and a new list where there is none for it.

import { api, control, listsOf } from './api.js';
import { choice, field, fill, h } from './dom.js';
import { fieldsOf, leadDocument, schemaOf } from './document.js';
import { form } from './form.js';
import { t } from './i18n.js';
import { announce, attempt, dialog } from './shell.js';

/** @type {Open} */
export async function open(main, { signal }) {
  const [doc, lists] = await Promise.all([leadDocument(), listsOf(signal)]);
  const list = listChoice(lists);
  fill(main, h('p', { class: 'back' }, h('a', { href: '#/leads' }, t('lead.back'))),
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('create.title')),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => newList(list) }, t('lists.new')))),
    form([['customer', fieldsOf(doc, schemaOf(doc, 'NewLead'))]], {}, {
      save: t('create.save'), cancel: () => { location.hash = '#/leads'; }, controls: { list_uuid: list },
      send: async (values) => {
        const body = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' || name === 'phone_number' || name === 'list_uuid'));
        const reply = await api('POST', '/v3/lead', { body: JSON.stringify(body) });
        if (reply.status >= 400) return reply;
        announce(t('create.done'));
        location.hash = `#/leads/${encodeURIComponent(reply.value.lead_uuid)}`;
        return null;
      },
    }));
}

/** @param {List} list */
const nameOf = (list) => (list.campaign_name ? `${list.list_name} · ${list.campaign_name}` : list.list_name);

/** listChoice is a select of the lists that leads can be created in. @param {List[]} lists */
export function listChoice(lists) {
  return choice(lists.length > 0 ? lists.map((one) => [one.list_uuid, nameOf(one)]) : [['', t('lists.none')]]);
}

/** newList asks for a list and selects it. @param {HTMLSelectElement} select */
export async function newList(select) {
  const name = h('input', { type: 'text', autocomplete: 'off', id: 'list-name' });
  const campaign = h('input', { type: 'text', autocomplete: 'off', id: 'list-campaign' });
  const content = [h('p', null, t('lists.text')), field(t('field.list_name'), name), field(t('field.campaign_name'), campaign)];
  if (await dialog(t('lists.new'), content, [['', t('action.cancel')], ['make', t('lists.make'), 'primary']]) !== 'make') return;
  const body = { list_name: name.value.trim() };
  if (campaign.value.trim()) Object.assign(body, { campaign_name: campaign.value.trim(), campaign_uuid: crypto.randomUUID?.() ?? '' });
  await attempt(async () => {
    const made = /** @type {List} */ (await control('POST', 'records/list', body));
    if (select.options.length === 1 && select.value === '') fill(select);
    select.prepend(h('option', { value: made.list_uuid }, nameOf(made)));
    select.value = made.list_uuid;
  }, t('lists.made'));
}
