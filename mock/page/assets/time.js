// @ts-check
// Times and durations: one zone and one form on all panels, wherever the browser is.

import { h } from './dom.js';
import { language, t } from './i18n.js';

const zone = { name: '+07:00', ahead: 7 * 60 * 60 * 1000 }; // the API's, in which it prints created_at

/** shifted is an RFC 3339 time in the zone, to the millisecond, and a text that is not a time as it is. @param {string} text */
function shifted(text) {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at + zone.ahead).toISOString().slice(0, 23).replace('T', ' ');
}

/** stamp is an RFC 3339 time to the second. @param {string} text */
const stamp = (text) => shifted(text).slice(0, 19);

/** timeOf shows a time, with its zone in the title. @param {string} text */
export const timeOf = (text) => h('time', { datetime: text, title: t('shell.zone', { time: `${shifted(text)} ${zone.name}` }) }, stamp(text));

/** never are the times that mean "none" (the samples of the documentation; A27). @param {string} text */
export const never = (text) => text === '' || text.startsWith('0001-01-01') || text.startsWith('1970-01-01');

/** @type {Record<string, string>} */
const units = { h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' };

/** duration is a duration of the control API, such as 30m0s, in words. @param {string} text */
export function duration(text) {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return text;
  const parts = [...text.matchAll(/([\d.]+)(h|ms|m|s)/g)].filter(([, n], i, all) => Number(n) !== 0 || all.length === 1);
  return parts.map(([, n, unit]) => new Intl.NumberFormat(language, { style: 'unit', unit: units[unit], unitDisplay: 'long' }).format(Number(n))).join(' ');
}
