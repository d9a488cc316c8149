// @ts-check
// English and Vietnamese: what the browser asks for, unless the reader has chosen.

import en from './en.js';
import viReference from './vi-reference.js';
import vi from './vi.js';

/** @type {Record<string, Record<string, string | string[]>>} */
const texts = { en, vi };
const translations = new Map(Object.entries(viReference));
const key = 'leadmock-language';

export const languages = [['en', 'English'], ['vi', 'Tiếng Việt']];
export let language = chosen();
document.documentElement.lang = language;

function chosen() {
  const wanted = [localStorage.getItem(key) ?? '', ...navigator.languages].map((one) => one.slice(0, 2).toLowerCase());
  return wanted.find((one) => one in texts) ?? 'en';
}

/** @param {string} to */
export function setLanguage(to) {
  language = to;
  localStorage.setItem(key, to);
  document.documentElement.lang = to;
}

/**
 * t is a text of the web UI. {name} in it stands for a value; of a pair the first is for n = 1. A text that is missing is shown
 * in English, or as its name: a panel does not fail for it.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function t(name, values = {}) {
  const text = texts[language][name] ?? texts.en[name] ?? name;
  return (Array.isArray(text) ? text[values.n === 1 ? 0 : 1] : text)
    .replace(/\{(\w+)\}/g, (place, of) => (typeof values[of] === 'number' ? number(values[of]) : values[of] ?? place));
}

/** has reports whether there is a text, for names that come from a spec. @param {string} name */
export const has = (name) => name in texts[language];

/**
 * translated is a text of a spec in the reader's language if vi-reference.js has it, and otherwise as the spec has it.
 * @param {string} [text]
 */
export function translated(text = '') {
  const found = language === 'vi' ? translations.get(text.replace(/\s+/g, ' ').trim()) : undefined;
  return found === undefined ? { text, lang: 'en' } : { text: found, lang: 'vi' };
}

/** @param {number} n @param {number} [digits] after the point */
export const number = (n, digits = 0) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n);
