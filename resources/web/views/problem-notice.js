/* What is wrong with camera or microphone, how to set it right here, and the ways on without. */

import { el, setHidden } from '../element.js';
import { icon } from '../icons.js';
import { platform } from '../media-problem.js';
import { t } from '../strings.js';

function remedy({ code }) {
  return code === 'denied' || code === 'blocked' ? t(`problem.${code}.${platform()}`) : t(`problem.${code}.text`);
}

function copyLink() {
  const button = el('button.secondary', {
    type: 'button',
    onclick: async () => {
      await navigator.clipboard.writeText(location.href);
      button.textContent = t('check.copied');
    },
  }, t('check.copy'));

  return button;
}

function waysOn({ code, device }, media) {
  const act = (key, then) => el('button.secondary', { type: 'button', onclick: then }, t(key));
  const alone = device === 'both' && code !== 'unsupported';

  return [
    code === 'unsupported' && navigator.clipboard ? copyLink() : null,
    code === 'unsupported' ? null : act('check.again', () => media.acquire({ audio: true, video: true })),
    alone ? act('check.soundOnly', () => media.acquire({ audio: true, video: false })) : null,
    media.audioTrack ? null : act('check.textOnly', () => media.decline()),
  ];
}

function problem(media) {
  const device = t(`device.${media.problem.device}`);

  return [
    el('h3', {}, icon('warning'), t(`problem.${media.problem.code}.title`, { device })),
    el('p', {}, remedy(media.problem)),
    el('div.actions', {}, waysOn(media.problem, media)),
    el('p.hint', {}, t('check.stay')),
  ];
}

function withText(media) {
  return [
    el('p', {}, t('check.textChosen')),
    el('div.actions', {},
      el('button.secondary', { type: 'button', onclick: () => media.acquire({ audio: true, video: true }) },
        t('check.start'))),
  ];
}

export function problemNotice({ media }) {
  const element = el('div.problem', { hidden: true });
  let shown = null;

  return {
    element,
    update() {
      const key = media.problem ? JSON.stringify(media.problem) : media.state === 'declined' ? 'declined' : null;

      setHidden(element, key === null);
      if (key === shown)
        return;
      shown = key;
      element.replaceChildren(...(key === null ? [] : key === 'declined' ? withText(media) : problem(media)));
    },
  };
}
