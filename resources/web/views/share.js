/* Showing one's own screen, and the others' picture in a window of its own: both offered where the browser can. */

import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';

function choice(symbol, key, act) {
  const element = el('button.choice', { type: 'button', onclick: act }, icon(symbol), el('span', {}, t(key)));

  return element;
}

export function shareChoice({ share }, done) {
  const element = choice('screen', 'share.start', () => {
    done();
    share.start();
  });

  return {
    element,
    update: () => setHidden(element, !share.available || share.track !== null),
  };
}

/* Of whoever is large, or comes first. */
const largest = () => document.querySelector('.tile.pinned:not(.dark) video') ?? document.querySelector('.tile:not(.dark) video');

export function floatChoice(done) {
  const element = choice('float', 'share.float', async () => {
    done();
    try {
      await largest()?.requestPictureInPicture();
    } catch (error) {
      console.info('picture in picture:', error.name, error.message);
    }
  });

  return {
    element,
    update: () => setHidden(element, !document.pictureInPictureEnabled || largest() === null),
  };
}

/* Nobody forgets that they are being looked at. */
export function sharingBar({ share }) {
  const text = el('span', { role: 'status' });
  const element = el('p.sharing', { hidden: true }, icon('screen'), text,
    el('button.secondary', { type: 'button', onclick: () => share.stop() }, t('share.stop')));

  return {
    element,
    update() {
      setHidden(element, share.track === null);
      setText(text, share.track === null ? '' : t('share.on'));
    },
  };
}
