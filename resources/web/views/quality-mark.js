/* Four bars and a word: how well the call travels just now. */

import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';
import { grades } from '../verdict.js';

export function qualityMark({ quality }) {
  const word = el('span.unseen');
  const element = el('span.quality', { hidden: true }, grades.map(() => el('span.bar', { 'aria-hidden': 'true' })), word);

  return {
    element,
    update() {
      setHidden(element, quality.quality === null);
      if (element.hidden)
        return;
      element.dataset.quality = quality.quality;
      element.title = t(`quality.${quality.quality}`);
      setText(word, element.title);
    },
  };
}

/* What to tell while it is weak, or nothing. */
export function weakness({ quality, visit }) {
  const told = (quality.quality === 'fair' || quality.quality === 'poor') && quality.cause !== '';

  return told ? t(`quality.cause.${quality.cause}`, { doctor: visit.door.doctor_name }) : null;
}
