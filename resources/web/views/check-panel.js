/* The camera and microphone check. It shows, explains and offers; nothing waits for it. */

import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { LevelMeter } from '../level.js';
import { t } from '../strings.js';
import { deviceMenu } from './device-menu.js';
import { networkCheck } from './network-check.js';
import { problemNotice } from './problem-notice.js';

const LOUD = 0.35;
const BARS = 12;

function levelBars() {
  const bars = Array.from({ length: BARS }, () => el('span'));
  const element = el('div.level', {
    role: 'meter', 'aria-label': t('check.level'), 'aria-valuemin': 0, 'aria-valuemax': 10, 'aria-valuenow': 0,
  }, bars);

  return {
    element,
    show(level) {
      const lit = Math.round(level * BARS);

      bars.forEach((bar, index) => bar.classList.toggle('lit', index < lit));
      element.setAttribute('aria-valuenow', Math.round(level * 10));
    },
  };
}

function finding() {
  const mark = el('span.mark');
  const text = el('span');
  const element = el('p.finding', {}, mark, text);

  return {
    element,
    show(words, symbol) {
      if (text.textContent === words)
        return;
      text.textContent = words;
      mark.replaceChildren(symbol ? icon(symbol) : '');
      element.classList.toggle('good', symbol === 'check');
    },
  };
}

/* Tone, question, answer. */
function speakerTest({ chime, hearing, presence }) {
  const result = el('p.hint', { role: 'note', hidden: true });
  const say = (key) => {
    presence.setTesting(false);
    setHidden(question, true);
    setHidden(result, false);
    setText(result, t(key));
    play.focus();
  };
  const play = el('button.secondary', {
    type: 'button',
    onclick: () => {
      presence.setTesting(true);
      setHidden(result, true);
      setHidden(question, false);
      chime.tone(hearing.speaker);
    },
  }, icon('speaker'), t('check.speaker'));
  const question = el('div.question', { hidden: true },
    el('span', {}, t('check.speakerAsk')),
    el('button.secondary', { type: 'button', onclick: () => say('check.speakerWorks') }, t('check.yes')),
    el('button.secondary', { type: 'button', onclick: () => say('check.speakerHint') }, t('check.no')));

  return el('div.speaker', {}, play, question, result);
}

/* Its stream comes with the first track: an empty one would hold up the page's load event for good. */
export function selfView({ media, signal }) {
  const video = el('video', { autoplay: true, playsinline: true, 'aria-label': t('check.self') });
  const attach = () => {
    if (media.videoTrack === null)
      return;
    video.srcObject ??= media.stream;
    if (video.paused)
      video.play().catch(() => {});
  };

  video.muted = true;
  media.addEventListener('change', attach, { signal });
  attach();
  return video;
}

function pictureWords(media) {
  if (media.state === 'asking')
    return [t('check.asking'), null];
  if (media.cameraOff)
    return [t('check.cameraIsOff'), null];
  return media.videoTrack ? [t('check.cameraWorks'), 'check'] : [t('check.cameraNone'), 'warning'];
}

function soundWords(media, heard) {
  if (!media.audioTrack)
    return [t('check.microphoneNone'), 'warning'];
  return heard ? [t('check.heard'), 'check'] : [t('check.speak'), null];
}

export function checkPanel(context) {
  const { media, signal } = context;
  const bars = levelBars();
  const [picture, sound] = [finding(), finding()];
  const notice = problemNotice(context);
  const meter = new LevelMeter();
  const privacy = el('p.hint', {}, t('check.private'));
  const body = el('div.check-body', {},
    el('div.mirror', {}, selfView(context), el('span.placeholder', {}, icon('camera', { off: true }))),
    el('div.findings', {}, picture.element, sound.element, bars.element));
  let heard = false;
  const showLevel = (level) => {
    bars.show(level);
    if (level > LOUD && !heard) {
      heard = true;
      sound.show(...soundWords(media, heard));
    }
  };
  const update = () => {
    body.classList.toggle('dark', media.videoTrack === null || media.cameraOff);
    setHidden(body, media.state === 'declined' || media.state === 'problem');
    setHidden(privacy, body.hidden);
    setHidden(sound.element, media.state === 'asking');
    setHidden(bars.element, media.audioTrack === null);
    picture.show(...pictureWords(media));
    sound.show(...soundWords(media, heard));
    notice.update();
    meter.watch(media.audioTrack, showLevel);
  };

  for (const gesture of ['pointerdown', 'keydown'])
    document.addEventListener(gesture, () => meter.wake(), { signal });
  media.addEventListener('change', update, { signal });
  signal.addEventListener('abort', () => {
    meter.close();
    context.presence.setTesting(false);
  });
  update();
  return el('section.card.check', { 'aria-labelledby': 'check-title' },
    el('h2', { id: 'check-title' }, t('check.title')), body, notice.element, privacy, speakerTest(context),
    deviceMenu(context), networkCheck(context));
}
