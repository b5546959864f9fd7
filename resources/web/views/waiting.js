/* The waiting room: the right place, a place in line, an honest estimate, and company. */

import { announce } from '../announce.js';
import { formatMinutes, formatTime } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';
import { chatPanel } from './chat-panel.js';
import { checkPanel } from './check-panel.js';
import { banner } from './frame.js';
import { moveNote } from './move-note.js';

function place(queue) {
  if (queue?.position === 1)
    return t('waiting.next');
  return queue?.position > 1 ? t('waiting.number', { number: queue.position }) : t('waiting.place');
}

function estimate(queue) {
  if (queue?.minutes === null || queue?.minutes === undefined)
    return t('waiting.unknown');
  return queue.minutes <= 0 ? t('waiting.soon') : t('waiting.estimate', { minutes: formatMinutes(queue.minutes) });
}

function queueCard({ visit }) {
  const number = el('p.place');
  const time = el('span');
  const asOf = el('span.as-of');
  const element = el('div.queue', {}, number, el('p.estimate', {}, time, ' ', asOf));

  return {
    element,
    update() {
      const { queue } = visit;
      const guessed = queue?.minutes > 0;
      const words = `${place(queue)} ${estimate(queue)}`;

      setText(number, place(queue));
      setText(time, estimate(queue));
      setText(asOf, guessed ? `(${t('waiting.asOf', { time: formatTime(queue.at) })})` : '');
      if (queue !== null && element.dataset.told !== words)
        announce(words);
      element.dataset.told = queue === null ? '' : words;
    },
  };
}

/* Guests wait with their patient, or, where they come late, to be let in. */
function plan({ isGuest, door }) {
  if (!isGuest)
    return 'waiting.planned';
  return door.state === 'admitted' ? 'waiting.knocked' : 'waiting.guest';
}

export function waiting(context) {
  const { visit, journey, chat, signal } = context;
  const title = el('h1', { tabindex: -1 });
  const planned = el('p');
  const queue = queueCard(context);
  const note = moveNote(context);
  const lost = banner();
  const messages = chatPanel(context);
  const update = () => {
    const { door, interrupted } = visit;

    if (door === null)
      return;
    setText(title, t('waiting.title', { name: door.name }));
    setText(planned, t(plan(visit), {
      doctor: door.doctor_name, time: formatTime(door.scheduled_start, door.time_zone),
    }));
    setHidden(planned, !door.doctor_name);
    setHidden(queue.element, visit.isGuest);
    if (!visit.isGuest)
      queue.update();
    note.update();
    lost.show(interrupted ? t('page.offline') : null);
    messages.update();
  };

  chat.setOpen(true);
  signal.addEventListener('abort', () => chat.setOpen(false));
  update();
  return {
    update,
    element: el('div', {}, lost.element,
      el('div.columns', {},
        el('section.card.welcome', {}, title, planned, note.element, queue.element,
          el('p.calm', {}, t('waiting.nothing'))),
        checkPanel(context),
        messages.element,
        el('button.quiet.leave', { type: 'button', onclick: () => journey.leave() }, t('waiting.leave')))),
  };
}
