/* The views without a call and without waiting. */

import { formatDay, formatTime } from '../clock.js';
import { el } from '../element.js';
import { t } from '../strings.js';
import { chatPanel } from './chat-panel.js';
import { phoneLink } from './frame.js';
import { statusPage } from './status-page.js';
import { unsentNote } from './unsent.js';

const when = ({ scheduled_start: start, time_zone: zone }) => `${formatDay(start, zone)}, ${formatTime(start, zone)}`;

const callClinic = (door) => door?.clinic?.phone ? [phoneLink(door.clinic.phone)] : [];

/* A page made anew whenever what it says has changed. */
function page(describe) {
  return (context) => {
    const place = el('div');
    const unsent = unsentNote(context);
    let shown = null;
    const update = () => {
      const description = describe(context);
      const words = JSON.stringify([description.title, description.lines]);

      if (words !== shown)
        place.replaceChildren(statusPage(description));
      shown = words;
      unsent.update();
    };

    update();
    return { element: el('div', {}, place, unsent.element), update };
  };
}

export const loading = page(() => ({ title: t('loading.title'), lines: [t('loading.text')] }));

export const over = page(({ visit: { door }, chat }) => ({
  symbol: 'check',
  title: t('over.title'),
  lines: [
    door.actual_end && t('over.finished', { time: formatTime(door.actual_end) }),
    t('over.help'),
    chat.outbox.length === 0 && t('over.close'),
  ],
}));

export const cancelled = page(({ visit: { door } }) => ({
  symbol: 'calendar',
  title: t('cancelled.title'),
  lines: [
    t('cancelled.was', { time: when(door) }),
    door.cancel_reason && t('cancelled.reason', { reason: door.cancel_reason }),
    t('cancelled.next'),
  ],
  actions: callClinic(door),
}));

export const missed = page(({ visit }) => ({
  symbol: 'calendar',
  title: t('missed.title'),
  lines: [t('missed.was', { time: when(visit.door) }), t('missed.next')],
  actions: [
    el('button.primary', { type: 'button', onclick: () => visit.arriveLate() }, t('missed.here')),
    ...callClinic(visit.door),
  ],
}));

export const unknown = page(() => ({
  symbol: 'warning',
  title: t('unknown.title'),
  lines: [t('unknown.text'), t('unknown.help')],
}));

export const shut = page(() => ({
  symbol: 'leave',
  title: t('shut.title'),
  lines: [t('shut.text'), t('shut.help')],
}));

export const left = page(({ visit: { door }, journey }) => ({
  symbol: 'leave',
  title: t('left.title'),
  lines: [door.state === 'admitted' ? t('left.call') : t('left.waiting')],
  actions: [el('button.primary', { type: 'button', onclick: () => journey.comeBack() }, t('left.back'))],
}));

/* The practice is known from before, if this tab ever reached it. */
export const offline = page(({ visit, seat }) => {
  const known = seat.get('known');

  return {
    title: t('offline.title'),
    lines: [t('offline.text'), known && `${known.clinic?.name ?? ''} · ${t('offline.visit', { time: when(known) })}`],
    actions: [
      el('button.secondary', { type: 'button', onclick: () => visit.refresh() }, t('offline.again')),
      ...callClinic(known),
    ],
  };
});

/* One seat, one tab: else both would answer whoever calls. */
export const elsewhere = page(({ visit }) => ({
  symbol: 'leave',
  title: t('elsewhere.title'),
  lines: [t('elsewhere.text')],
  actions: [el('button.primary', { type: 'button', onclick: () => visit.useHere() }, t('elsewhere.here'))],
}));

/* Out of the call for now, with the conversation at hand. */
function pause(describe) {
  return (context) => {
    const chat = chatPanel(context);
    const leave = el('button.quiet', { type: 'button', onclick: () => context.journey.leave() }, t('waiting.leave'));
    const status = statusPage({ symbol: 'phone', ...describe(context.visit.door), actions: [leave] });

    return { element: el('div.columns', {}, el('div.card', {}, status), chat.element), update: chat.update };
  };
}

export const hold = pause(({ doctor_name: doctor }) => ({
  title: t('hold.title'),
  lines: [t('hold.text', { doctor }), t('hold.private')],
}));

export const aside = pause(({ doctor_name: doctor }) => ({
  title: t('aside.title'),
  lines: [t('aside.text', { doctor }), t('hold.private'), t('aside.chat')],
}));
