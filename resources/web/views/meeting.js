/* Visits held elsewhere: the way there, the way back, and our own conversation. */

import { el, setHidden } from '../element.js';
import { t } from '../strings.js';
import { chatPanel } from './chat-panel.js';

/* Only ever a web page over TLS: the link comes from a setting somebody typed. */
function safeLink(url) {
  return typeof url === 'string' && url.startsWith('https://') ? url : null;
}

export function meeting(context) {
  const { visit, journey, api, chat, chime, signal } = context;
  const chats = chatPanel(context);
  const title = el('h1', { tabindex: -1 }, t('meeting.title', { provider: t(`provider.${visit.door.video_provider}`) }));
  const join = el('a.primary.large.button', {
    hidden: true, referrerpolicy: 'no-referrer', rel: 'noreferrer', onclick: () => chime.stop(),
  }, t('meeting.join'));
  const wait = el('p', {}, t('meeting.wait'));
  const load = async () => {
    const info = await api.meetingInfo(visit.id).catch(() => null);
    const link = safeLink(info?.meeting_url);

    if (signal.aborted)
      return;
    if (link !== null)
      join.href = link;
    setHidden(join, link === null);
    setHidden(wait, link !== null);
  };

  for (const event of ['meeting_ready', 'up'])
    visit.addEventListener(event, load, { signal });
  chat.setOpen(true);
  signal.addEventListener('abort', () => chat.setOpen(false));
  load();
  return {
    update: chats.update,
    element: el('div.columns', {},
      el('section.card.status', {}, title,
        el('p.calm', {}, t('ready.title', { doctor: visit.door.doctor_name })), wait, join,
        el('p.hint', {}, t('meeting.back')),
        el('button.quiet', { type: 'button', onclick: () => journey.leave() }, t('call.leave'))),
      chats.element),
  };
}
