/* Before the door opens: when it is, how long until then, and what can be done meanwhile. */

import { calendarFile, download } from '../calendar.js';
import { formatDay, formatSpan, formatTime, formatTimeWithZone, viewerZone, zonesDiffer } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';
import { checkPanel } from './check-panel.js';
import { moveNote } from './move-note.js';

function addToCalendar({ visit: { door } }) {
  const clinic = door.clinic?.name ?? '';
  const link = location.href;
  const summary = t('early.summary', { clinic });

  download(calendarFile(door, link, { summary, description: t('early.description', { link }) }), 'visit.ics');
}

function dateLines({ scheduled_start: start, time_zone: zone }) {
  const lines = [el('p.day', {}, formatDay(start, zone)), el('p.time', {}, formatTimeWithZone(start, zone))];

  if (zonesDiffer(start, zone, viewerZone())) {
    const yours = `${formatDay(start, viewerZone())}, ${formatTimeWithZone(start, viewerZone())}`;

    lines.push(el('p.yours', {}, t('early.yours', { time: yours })));
  }
  return lines;
}

/* The check starts only when asked for: nobody expects a camera days ahead. */
function tester(context) {
  const place = el('div.test');
  let lifetime = null;
  const end = () => {
    lifetime?.abort();
    lifetime = null;
    context.media.stop();
    place.replaceChildren();
    setText(button, t('early.test'));
  };
  const begin = () => {
    lifetime = new AbortController();
    place.replaceChildren(checkPanel({ ...context, signal: lifetime.signal }));
    setText(button, t('early.testEnd'));
    context.media.acquire({ audio: true, video: true });
  };
  const button = el('button.primary', { type: 'button', onclick: () => lifetime ? end() : begin() }, t('early.test'));

  context.signal.addEventListener('abort', () => lifetime?.abort());
  return { button, place };
}

export function early(context) {
  const { visit, clock, signal } = context;
  const doctor = el('p.with');
  const date = el('div.date');
  const opens = el('p');
  const countdown = el('p.countdown', { role: 'timer' });
  const note = moveNote(context);
  const { button, place } = tester(context);
  const calendar = el('button.secondary', { type: 'button', onclick: () => addToCalendar(context) },
    icon('calendar'), t('early.calendar'));
  const tick = () => {
    const rest = clock.until(visit.door.scheduled_start);

    setText(countdown, rest > 0 ? t('early.starts', { span: formatSpan(rest) }) : t('early.starting'));
  };
  const update = () => {
    const { door } = visit;

    if (door?.state !== 'early')
      return;
    setText(doctor, t('early.with', { doctor: door.doctor_name }));
    setHidden(doctor, !door.doctor_name);
    if (date.dataset.shown !== door.scheduled_start)
      date.replaceChildren(...dateLines(door));
    date.dataset.shown = door.scheduled_start;
    setText(opens, t('early.opens', { time: formatTime(door.opens_at, door.time_zone) }));
    note.update();
    tick();
  };
  const timer = setInterval(tick, 1000);

  signal.addEventListener('abort', () => clearInterval(timer));
  update();
  return {
    update,
    element: el('div.narrow', {},
      el('section.card.appointment', {},
        el('h1', { tabindex: -1 }, t('early.title')), doctor, date, note.element, countdown, opens,
        el('div.actions', {}, button, calendar),
        el('p.hint', {}, t('early.change'))),
      place),
  };
}
