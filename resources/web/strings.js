/* Texts by key. The language is the reader's choice, else the browser's first that we have, else English. */

import en from './texts/en.js';
import de from './texts/de.js';
import ar from './texts/ar.js';

const tables = { en, de, ar };
const rightToLeft = new Set(['ar']);

export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' };

let language = 'en';

const base = (tag) => tag.toLowerCase().split('-')[0];

/* The names of the chosen one's days and digits follow the region the browser asks for: de-AT, ar-EG. */
export function locale() {
  return navigator.languages.find((tag) => base(tag) === language) ?? language;
}

export function currentLanguage() {
  return language;
}

export function useLanguage(wanted) {
  const known = [wanted, ...navigator.languages].filter(Boolean).map(base);

  language = known.find((tag) => tag in tables) ?? 'en';
  document.documentElement.lang = language;
  document.documentElement.dir = rightToLeft.has(language) ? 'rtl' : 'ltr';
}

function written(value) {
  return typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : value;
}

/* t('waiting.number', { number: 3 }): names stand in braces, numbers take the reader's digits. */
export function t(key, values = {}) {
  const text = tables[language][key] ?? en[key];

  if (text === undefined)
    throw new Error(`no text “${key}”`);
  return text.replace(/\{(\w+)\}/g, (_, name) => written(values[name] ?? ''));
}
