// English and Vietnamese: what the browser asks for, unless the reader has chosen.

import en from './en.js';
import vi from './vi.js';

const texts = { en, vi };
const key = 'leadmock-language';

export const languages = [['en', 'English'], ['vi', 'Tiếng Việt']];
export let language = chosen();
document.documentElement.lang = language;

function chosen() {
  const wanted = [localStorage.getItem(key) ?? '', ...navigator.languages].map((one) => one.slice(0, 2).toLowerCase());
  return wanted.find((one) => one in texts) ?? 'en';
}

export function setLanguage(to) {
  language = to;
  localStorage.setItem(key, to);
  document.documentElement.lang = to;
}

// t is a text of the page. {name} in it stands for a value; of a pair the first is for n = 1.
export function t(name, values = {}) {
  const text = texts[language][name];
  if (text === undefined) throw new Error(`no text ${name} in ${language}`);
  return (Array.isArray(text) ? text[values.n === 1 ? 0 : 1] : text)
    .replace(/\{(\w+)\}/g, (_, of) => (typeof values[of] === 'number' ? number(values[of]) : values[of]));
}

// has says whether there is a text, for names that come from a document.
export const has = (name) => name in texts[language];

export const number = (n) => new Intl.NumberFormat(language).format(n);

// clockTime is the time of day of an RFC 3339 time, where this browser is.
export const clockTime = (text) => new Date(text).toLocaleTimeString(language, { hour12: false });

// clockDate is the same with its day.
export const clockDate = (text) => new Date(text).toLocaleString('sv-SE');

// stamp is an RFC 3339 time in its own zone, to the second, as the API has it.
export const stamp = (text) => text.slice(0, 19).replace('T', ' ');

// never are the times that mean "none" (the page's samples; A27).
export const never = (text) => text === '' || text.startsWith('0001-01-01') || text.startsWith('1970-01-01');
