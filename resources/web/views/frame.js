/* What stands around a view: the practice's name, the language, and how to ask a person. */

import { el } from '../element.js';
import { icon } from '../icons.js';
import { currentLanguage, languages, t } from '../strings.js';

function languageMenu(choose) {
  const options = Object.entries(languages).map(([code, name]) =>
    el('option', { value: code, lang: code, selected: code === currentLanguage() }, name));

  return el('label.language', {},
    el('span.unseen', {}, t('page.language')),
    el('select', { onchange: ({ target }) => choose(target.value) }, options));
}

export function header({ visit, chooseLanguage }) {
  return el('header.page-header', {},
    el('span.clinic', {},
      el('img', { src: '/web/icon.svg', alt: '', width: 28, height: 28 }),
      el('bdi', {}, visit.door?.clinic?.name ?? '')),
    languageMenu(chooseLanguage));
}

export function phoneLink(phone) {
  return el('a.phone', { href: `tel:${phone.replace(/[^+\d]/g, '')}`, 'aria-label': t('page.call', { phone }) },
    icon('phone'), el('bdi', { dir: 'ltr' }, phone));
}

export function footer({ visit }) {
  const clinic = visit.door?.clinic;

  return el('footer.page-footer', {},
    clinic?.phone ? [el('span', {}, t('page.questions', { clinic: clinic.name })), ' ', phoneLink(clinic.phone)] : '');
}

/* Tells of a lost line without moving anything away. */
export function banner() {
  const text = el('span');
  const element = el('p.banner', { hidden: true }, icon('warning'), text);

  return {
    element,
    show(message) {
      element.hidden = message === null;
      text.textContent = message ?? '';
    },
  };
}
