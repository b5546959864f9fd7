/* What is wanted less often in a call, behind one button: a list above the others, closed by Escape or by going elsewhere. */

import { el, setHidden } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';
import { floatChoice, shareChoice } from './share.js';

function loudness(hearing) {
  const slider = el('input', {
    type: 'range', id: 'volume', min: 0, max: 1, step: 0.05,
    oninput: ({ target }) => {
      hearing.volume = Number(target.value);
    },
  });
  const element = el('label.volume', { for: 'volume' }, icon('speaker'), el('span', {}, t('more.volume')), slider);

  return {
    element,
    update() {
      setHidden(element, !hearing.adjustable);
      if (slider.value !== String(hearing.volume))
        slider.value = hearing.volume;
    },
  };
}

/* For a weak connection. */
function soundOnly(media, done) {
  const act = () => {
    done();
    media.setSoundOnly(!media.soundOnly);
  };
  const element = el('button.choice.sound-only', { type: 'button', onclick: act }, icon('phone'), el('span', {}, t('more.soundOnly')));

  return {
    element,
    update: () => element.setAttribute('aria-pressed', media.soundOnly),
  };
}

/* button: what opens it. */
export function morePanel(context, button) {
  const { hearing, media, signal } = context;
  const close = () => show(false);
  const parts = [loudness(hearing), soundOnly(media, close), shareChoice(context, close), floatChoice(close)];
  const element = el('div.more', { id: 'more', hidden: true, role: 'group', 'aria-label': t('more.title') },
    ...parts.map((part) => part.element));
  const show = (open) => {
    setHidden(element, !open);
    button.setAttribute('aria-expanded', open);
  };

  button.setAttribute('aria-controls', 'more');
  show(false);
  element.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape')
      return;
    show(false);
    button.focus();
  }, { signal });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!element.contains(target) && !button.contains(target))
      show(false);
  }, { signal });
  return {
    element,
    toggle: () => show(element.hidden),
    update() {
      for (const part of parts)
        part.update();
      setHidden(button, parts.every((part) => part.element.hidden));
    },
  };
}
