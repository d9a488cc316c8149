// @ts-check
// Contract: how to hold a deployment against the spec, with the command filled in. It is run in a terminal.

import { listsOf, placeOf, session } from './api.js';
import { choice, field, fill, h } from './dom.js';
import { t } from './i18n.js';
import { copyButton } from './shell.js';

const plain = /^[A-Za-z0-9_.,:/@%+-]+$/;
/** @param {string} text */
const quoted = (text) => (plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** @type {Open} */
export async function open(main, { signal }) {
  const lists = await listsOf(signal);
  const url = h('input', { type: 'url', autocomplete: 'off', spellcheck: 'false', value: location.origin + placeOf(session) });
  const list = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: lists[0]?.list_uuid ?? '' });
  const campaign = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: lists[0]?.campaign_uuid ?? '' });
  const gate = choice(['stated', 'implied', 'assumed'].map((one) => [one, t(`contract.gate.${one}`)]), { value: 'stated' });
  const tool = choice(['go run ./cmd/leadcontract', 'npx leadcontract'].map((one) => [one, one]));
  const html = h('input', { type: 'checkbox', id: 'contract-html' });
  const code = h('pre', { class: 'code', tabindex: '0', 'aria-label': t('contract.command') });
  const consent = h('p', { class: 'hint', role: 'status' });
  const command = () => {
    const words = [tool.value, `--url ${quoted(url.value.trim())}`];
    if (list.value.trim()) words.push(`--list-uuid ${quoted(list.value.trim())}`);
    if (list.value.trim() && campaign.value.trim()) words.push(`--campaign-uuid ${quoted(campaign.value.trim())}`);
    if (gate.value !== 'stated') words.push(`--gate ${gate.value}`);
    if (html.checked) words.push('--html report.html');
    return `export LEADCONTRACT_TOKEN=dev\n${words.join(' \\\n  ')}`;
  };
  const show = () => {
    code.textContent = command();
    consent.textContent = t(list.value.trim() ? 'contract.writes' : 'contract.reads');
  };
  for (const input of [url, list, campaign, gate, tool, html]) input.addEventListener('input', show);
  fill(main,
    h('div', { class: 'head' }, h('h1', { tabindex: '-1' }, t('nav.contract'))),
    h('p', { class: 'lead-in' }, t('contract.text')),
    h('section', { class: 'card', 'aria-labelledby': 'contract-run' }, h('h2', { id: 'contract-run' }, t('contract.run')),
      h('div', { class: 'form-grid' },
        field(t('contract.url'), url, { hint: t('contract.url.hint') }),
        field(t('contract.gate'), gate, { hint: t('contract.gate.hint') }),
        field(t('contract.list'), list, { hint: t('contract.list.hint') }),
        field(t('contract.campaign'), campaign),
        field(t('contract.with'), tool)),
      h('label', { class: 'radio', for: 'contract-html' }, html, t('contract.html')),
      consent,
      h('div', { class: 'head' }, h('h3', null, t('contract.command')), copyButton(command)), code,
      h('p', { class: 'hint' }, t('contract.token'))),
    h('section', { class: 'card', 'aria-labelledby': 'contract-more' }, h('h2', { id: 'contract-more' }, t('contract.codes')),
      h('dl', { class: 'codes' }, ['0', '1', '2', '3', '4', '5', '130'].map((n) => h('div', null, h('dt', null, n), h('dd', null, t(`contract.code.${n}`)))))));
  show();
}
