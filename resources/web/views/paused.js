/* The visit goes on without the call: on hold, or by phone. Camera and microphone are off, messages still arrive. */

import { formatDuration } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';
import { chatPanel } from './chat-panel.js';
import { phoneLink } from './frame.js';
import { statusPage } from './status-page.js';

/* How long the visit goes on already, call or not. */
function elapsed({ visit, clock, signal }) {
  const element = el('p.length', { role: 'timer' });
  const tick = () => {
    setHidden(element, visit.latch.startedAt === null);
    if (visit.latch.startedAt !== null)
      setText(element, formatDuration(-clock.until(visit.latch.startedAt)));
  };
  const timer = setInterval(tick, 1000);

  signal.addEventListener('abort', () => clearInterval(timer));
  tick();
  return element;
}

/* Made anew where the words change: which number is called is known a moment later. */
function paused(describe) {
  return (context) => {
    const chat = chatPanel(context);
    const words = el('div');
    let shown = null;
    const update = () => {
      const description = describe(context);
      const leave = el('button.quiet', { type: 'button', onclick: () => context.journey.leave() }, t('call.leave'));
      const news = JSON.stringify(description.lines);

      if (news !== shown)
        words.replaceChildren(statusPage({ ...description, actions: [...description.actions ?? [], leave] }));
      shown = news;
      chat.update();
    };

    update();
    return {
      element: el('div.columns', {}, el('div.card', {}, words, elapsed(context)), chat.element), update,
    };
  };
}

export const onHold = paused(({ visit: { door: { doctor_name: doctor } } }) => ({
  symbol: 'pause',
  title: t('paused.title', { doctor }),
  lines: [t('paused.text'), t('hold.private')],
}));

export const byPhone = paused(({ visit: { door: { doctor_name: doctor, phone_hint: hint, clinic } } }) => ({
  symbol: 'phone',
  title: t('phone.title'),
  lines: [
    hint ? t('phone.hint', { doctor, hint }) : t('phone.text', { doctor }), t('phone.wrong'), t('hold.private'),
  ],
  actions: clinic?.phone ? [phoneLink(clinic.phone)] : [],
}));
