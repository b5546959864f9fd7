/* What the patient wrote and the server does not have yet. */

import { el, setHidden } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';
import { pendingFile } from './chat-file.js';

const button = (word, act) => el('button.link', { type: 'button', onclick: act }, word);

const stateOf = ({ key, failed, reason, progress }) => `${key} ${failed} ${reason} ${progress}`;

function failure(chat, { key, reason, file }, canEdit) {
  return el('div.failure', {},
    el('p.state', {}, icon('warning'), `${t('chat.failed')}${reason ? `: ${reason}` : ''}`),
    chat.canSend ? button(t('chat.retry'), () => chat.retry(key)) : null,
    file ? button(t('chat.file.discard'), () => chat.discard(key)) : null,
    canEdit && !file ? button(t('chat.edit'), () => chat.edit(key)) : null);
}

function unsentItem(chat, entry, canEdit) {
  return el(entry.failed ? 'li.mine.failed' : 'li.mine.pending', {},
    el('p.author', {}, t('chat.you')),
    entry.file ? pendingFile(entry) : el('p.words', { dir: 'auto' }, entry.text),
    entry.failed ? failure(chat, entry, canEdit) : el('p.state', {}, t('chat.sending')));
}

/* Typed, and the visit was over before it was sent off. */
function draftItem(chat) {
  return el('li.mine.failed', {},
    el('p.author', {}, t('chat.you')),
    el('p.words', { dir: 'auto' }, chat.draft),
    el('div.failure', {},
      el('p.state', {}, icon('warning'), t('chat.failed')), button(t('chat.send'), () => chat.send(chat.draft.trim()))));
}

/* For a list that goes by keys. */
export const unsentEntries = (chat) =>
  chat.outbox.map((entry) => ({ key: stateOf(entry), make: () => unsentItem(chat, entry, true) }));

/* For the views that have no conversation: what did not get through, until it has. */
export function unsentNote({ chat, visit }) {
  const list = el('ol.messages');
  const element = el('section.unsent', { hidden: true, role: 'status' }, el('p', {}, t('chat.unsent')), list);
  let shown = '';

  return {
    element,
    update() {
      const { outbox } = chat;
      const draft = visit.door?.state === 'over' ? chat.draft.trim() : '';
      const state = JSON.stringify([outbox.map(stateOf), draft]);

      if (state !== shown)
        list.replaceChildren(...outbox.map((entry) => unsentItem(chat, entry, false)), ...(draft ? [draftItem(chat)] : []));
      shown = state;
      setHidden(element, list.children.length === 0 || (visit.door === null && visit.trouble === null));
    },
  };
}
