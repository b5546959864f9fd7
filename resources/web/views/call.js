/* In the call: the others large, oneself small, four buttons with words, and the conversation at hand. */

import { announce } from '../announce.js';
import { formatDuration } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';
import { chatPanel } from './chat-panel.js';
import { selfView } from './check-panel.js';
import { replacedWords } from './device-menu.js';
import { banner } from './frame.js';
import { morePanel } from './more.js';
import { problemNotice } from './problem-notice.js';
import { qualityMark, weakness } from './quality-mark.js';
import { recordingPanel } from './recording.js';
import { sharingBar } from './share.js';
import { Tiles } from './tiles.js';

function control(symbol, act) {
  const word = el('span.word');
  const badge = el('span.badge', { hidden: true });
  const picture = el('span.picture');
  const element = el('button.control', { type: 'button', onclick: act }, picture, word, badge);

  return {
    element,
    badge,
    show(text, off = false) {
      setText(word, text);
      if (element.dataset.off !== String(off))
        picture.replaceChildren(icon(symbol, { off }));
      element.dataset.off = off;
    },
  };
}

function controlsOf({ media, journey }, toggleText, toggleMore) {
  const mute = control('microphone', () => media.audioTrack || media.muted
    ? media.setMuted(!media.muted) : media.acquire({ ...media.wanted, audio: true }));
  const camera = control('camera', () => {
    const off = media.videoTrack !== null && !media.cameraOff;

    if (media.soundOnly)
      media.setSoundOnly(false);
    media.setCameraOff(off);
  });
  const text = control('text', toggleText);
  const more = control('more', toggleMore);
  const leave = control('leave', () => journey.leave());

  leave.element.classList.add('danger');
  text.element.setAttribute('aria-controls', 'sheet');
  return { mute, camera, text, more, leave };
}

function showControls({ mute, camera, text, more, leave }, media, chat) {
  const silent = media.muted || media.audioTrack === null;
  const dark = media.cameraOff || media.videoTrack === null;

  mute.show(t(silent ? 'call.unmute' : 'call.mute'), silent);
  camera.show(t(dark ? 'call.cameraOn' : 'call.cameraOff'), dark);
  text.show(t('call.text'));
  more.show(t('call.more'));
  leave.show(t('call.leave'));
  text.element.setAttribute('aria-expanded', chat.open);
  setHidden(text.badge, chat.unread === 0);
  setText(text.badge, t('call.unread', { count: chat.unread }));
}

/* The most urgent thing to know, or nothing. */
function trouble(context) {
  const { visit, call, absence } = context;
  const doctor = visit.door.doctor_name;

  if (absence.noticed && !visit.interrupted)
    return t('call.doctorLost', { doctor });
  if (call.state !== 'connected')
    return t('call.lost', { doctor });
  if (visit.interrupted)
    return t('call.server');
  return weakness(context);
}

function ownState(media) {
  if (media.replaced !== null)
    return replacedWords(media);
  if (media.state === 'asking')
    return '';
  if (media.audioTrack === null)
    return media.videoTrack === null ? t('call.textOnly') : t('check.microphoneNone');
  if (media.muted)
    return t('call.muted');
  if (media.soundOnly)
    return t('call.soundOnlyOn');
  return media.videoTrack === null && !media.cameraOff ? t('call.soundOnly') : '';
}

/* A notice with steps, folded away: the call is more important. */
function help(context) {
  const notice = problemNotice(context);
  const element = el('details.help', { hidden: true }, el('summary', {}, t('call.fix')), notice.element);

  return {
    element,
    update() {
      notice.update();
      setHidden(element, context.media.problem === null);
    },
  };
}

function sheetOf(context, shown) {
  const { chat, signal } = context;
  const panel = chatPanel(context, { onClose: () => shown(false) });
  const element = el('div.sheet', { id: 'sheet', hidden: true }, panel.element);

  element.addEventListener('keydown', (event) => event.key === 'Escape' && shown(false), { signal });
  chat.setOpen(false);
  signal.addEventListener('abort', () => chat.setOpen(false));
  return { ...panel, element };
}

export function inCall(context) {
  const { visit, call, media, chat, signal } = context;
  const title = el('h1', { tabindex: -1 }, t('call.title', { doctor: visit.door.doctor_name }));
  const length = el('span.length', { role: 'timer' });
  const tiles = new Tiles(call, media);
  const self = el('div.self', {}, selfView(context));
  const own = el('p.own');
  const mark = qualityMark(context);
  const lost = banner();
  const steps = help(context);
  const sharing = sharingBar(context);
  const recording = recordingPanel(context);
  const show = (open) => {
    chat.setOpen(open);
    setHidden(sheet.element, !open);
    stage.classList.toggle('with-sheet', open);
    if (open)
      sheet.showEnd();
    (open ? sheet.field : controls.text.element).focus();
  };
  const sheet = sheetOf(context, show);
  const controls = controlsOf(context, () => show(sheet.element.hidden), () => more.toggle());
  const more = morePanel(context, controls.more.element);
  const stage = el('div.stage', {},
    el('div.remote', {}, tiles.element, self,
      el('div.caption', {}, title, length, mark.element, own, recording.element,
        el('div.notices', {}, sharing.element, lost.element, steps.element)), more.element),
    sheet.element,
    el('div.controls', { role: 'group', 'aria-label': t('call.controls') },
      controls.mute.element, controls.camera.element, controls.text.element, controls.more.element,
      controls.leave.element));
  const update = () => {
    const problem = trouble(context);

    tiles.update();
    mark.update();
    showControls(controls, media, chat);
    setHidden(self, media.videoTrack === null || media.cameraOff);
    setText(own, ownState(media));
    setHidden(own, own.textContent === '');
    if (problem !== lost.shown)
      announce(problem ?? '');
    lost.shown = problem;
    lost.show(problem);
    steps.update();
    sharing.update();
    more.update();
    recording.update();
    context.hearing.apply(tiles.element.querySelectorAll('video'));
    sheet.update();
  };
  const tick = setInterval(() => setText(length, formatDuration(Date.now() - (call.startedAt ?? Date.now()))), 1000);

  signal.addEventListener('abort', () => clearInterval(tick));
  update();
  if (chat.draft !== '' || media.state === 'declined')
    queueMicrotask(() => show(true));
  return { update, element: stage, bare: true };
}
