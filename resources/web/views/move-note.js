/* One line when the visit was moved or another doctor took it over since the page first saw it. */

import { formatDay, formatTime } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';

function words({ visit: { door, movedFrom, doctorBefore } }) {
  const when = (time) => `${formatDay(time, door.time_zone)}, ${formatTime(time, door.time_zone)}`;
  const moved = movedFrom ? t('moved.time', { now: when(door.scheduled_start), before: when(movedFrom) }) : '';
  const other = doctorBefore ? t('moved.doctor', { doctor: door.doctor_name }) : '';

  return [moved, other].filter(Boolean).join(' ');
}

export function moveNote(context) {
  const element = el('p.note', { hidden: true });

  return {
    element,
    update() {
      setText(element, words(context));
      setHidden(element, element.textContent === '');
    },
  };
}
