/* The doctor is ready: joins by itself, or asks for the one tap a browser wants before it makes sound. */

import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';
import { selfView } from './check-panel.js';

export function ready(context) {
  const { visit, journey, media, seat, absence } = context;
  const { doctor_name: doctor } = visit.door;
  const again = seat.get('inCall') && !journey.needsTap;
  const line = el('p.calm');
  const spinner = el('span.spinner', { 'aria-hidden': 'true' });
  const join = el('button.primary.large', { type: 'button', onclick: () => journey.join() }, t('ready.join'));
  const mirror = el('div.mirror.small', {}, selfView(context));
  const update = () => {
    setHidden(join, !journey.needsTap);
    setHidden(spinner, journey.needsTap);
    setHidden(mirror, media.videoTrack === null);
    if (journey.needsTap)
      setText(line, t('ready.tap'));
    else
      setText(line, absence.noticed ? t('call.doctorLost', { doctor }) : t('ready.connecting'));
  };

  update();
  return {
    update,
    element: el('section.status.ready', {},
      el('h1', { tabindex: -1 }, t(again ? 'ready.back' : 'ready.title', { doctor })),
      mirror, spinner, line, join,
      el('button.quiet', { type: 'button', onclick: () => journey.leave() }, t('call.leave'))),
  };
}
