/* The question whether one may be recorded, the red bar while one is, and the way back out. */

import { announce, announceUrgently } from '../announce.js';
import { formatDuration } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';

const NOTICE = 10_000;

const button = (kind, word, act) => el(`button.${kind}`, { type: 'button', onclick: act }, word);

/* Asked in words that anybody understands, with a no that is as easy as the yes. */
function question({ recording, visit }) {
  const keeping = el('li');
  const element = el('section.ask', { 'aria-labelledby': 'ask-title', role: 'dialog', hidden: true },
    el('h2', { id: 'ask-title', tabindex: -1 }, t('recording.title')),
    el('p', {}, t('recording.asks', { doctor: visit.door.doctor_name })),
    el('ul', {}, keeping, el('li', {}, t('recording.free')), el('li', {}, t('recording.anytime'))),
    el('div.actions', {},
      button('primary', t('recording.yes'), () => recording.say(true)),
      button('secondary', t('recording.no'), () => recording.say(false))));

  return {
    element,
    update() {
      const shown = !element.hidden;

      setText(keeping, t('recording.kept', { clinic: visit.door.clinic?.name ?? '', days: recording.keepDays ?? '' }));
      setHidden(element, !recording.wantsAnswer || recording.keepDays === null);
      if (!shown && !element.hidden) {
        announce(t('recording.title'));
        element.querySelector('h2').focus({ preventScroll: true });
      }
    },
  };
}

function redBar({ recording, clock }) {
  const time = el('span.length', { role: 'timer' });
  const element = el('div.recording', { hidden: true },
    el('span.dot', { 'aria-hidden': 'true' }), el('strong', {}, t('recording.on')), time,
    button('link', t('recording.stop'), () => recording.say(false)));

  return {
    element,
    tick() {
      setText(time, formatDuration(Math.max(0, clock.now() - (recording.startedAt ?? clock.now()))));
    },
    update() {
      setHidden(element, recording.id === null);
      this.tick();
    },
  };
}

/* An answer that was not taken: all stays as it was, and can be said again. */
function refusal({ recording }) {
  const element = el('p.standing', { hidden: true });

  return {
    element,
    update() {
      const words = recording.refused === null ? '' : t('recording.refused', { reason: recording.refused });

      if (words !== '' && element.textContent !== words)
        announceUrgently(words);
      setText(element, words);
      setHidden(element, words === '');
    },
  };
}

/* Agreed, but nothing is recorded yet; or an answer that is on its way. */
function standing({ recording }) {
  const words = el('span');
  const back = button('link', t('recording.back'), () => recording.say(false));
  const element = el('p.standing', { hidden: true }, words, ' ', back);

  return {
    element,
    update() {
      const agreed = recording.answer === 'given' && recording.id === null;

      setHidden(element, recording.sending === null && !agreed);
      setHidden(back, recording.sending !== null);
      if (recording.sending === null)
        setText(words, t('recording.agreed'));
      else
        setText(words, t(recording.stuck ? 'recording.stuck' : 'chat.sending'));
    },
  };
}

function reasonOf({ reason, person }, { recording }) {
  if (reason === 'consent_withdrawn')
    return recording.answer === 'given' && recording.sending === null && person
      ? t('recording.withdrawn', { name: person }) : t('recording.stopped');
  return reason === 'participant_joined' && person ? t('recording.joined', { name: person }) : t('recording.stopped');
}

/* What has just ended, for a while. */
function ended(context) {
  const element = el('p.standing', { hidden: true });
  let timer = null;
  const show = (text) => {
    clearTimeout(timer);
    setText(element, text);
    setHidden(element, text === '');
    announce(text);
    timer = setTimeout(() => setHidden(element, true), NOTICE);
  };

  context.recording.addEventListener('stopped', ({ detail }) => {
    context.chime.recordingEnds();
    show(reasonOf(detail, context));
  }, { signal: context.signal });
  context.recording.addEventListener('started', () => {
    setHidden(element, true);
    context.chime.recordingBegins();
    announceUrgently(t('recording.started'));
  }, { signal: context.signal });
  return { element, update() {} };
}

export function recordingPanel(context) {
  const bar = redBar(context);
  const parts = [bar, refusal(context), standing(context), ended(context), question(context)];
  const update = () => {
    for (const part of parts)
      part.update();
  };
  const timer = setInterval(() => bar.tick(), 1000);

  context.signal.addEventListener('abort', () => clearInterval(timer));
  context.recording.addEventListener('change', update, { signal: context.signal });
  if (context.recording.id !== null)
    announceUrgently(t('recording.started'));
  update();
  return { element: el('div.recording-panel', {}, parts.map(({ element }) => element)), update };
}
