/* The conversation: messages, who is writing, and the field that never loses what was typed. */

import { announce } from '../announce.js';
import { accepted } from '../attachments.js';
import { formatTime } from '../clock.js';
import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';
import { fileOf } from './chat-file.js';
import { unsentEntries } from './unsent.js';

const HEIGHT = 160;

function sentItem(chat, message) {
  if (message.message_type === 'system')
    return el('li.system', {}, el('bdi', {}, message.message));

  const mine = chat.isMine(message);

  return el(mine ? 'li.mine' : 'li.theirs', {},
    el('p.author', {}, mine ? t('chat.you') : el('bdi', {}, message.sender_name)),
    fileOf(chat.api, message),
    message.message === message.file_name ? null : el('p.words', { dir: 'auto' }, message.message),
    el('p.state', {}, formatTime(message.timestamp), mine ? ` · ${t('chat.sent')}` : ''));
}

/* Items by key, so that a message that stays is not made and read out again. */
class Log {
  #items = new Map();

  constructor(list) {
    this.list = list;
  }

  show(entries) {
    const wanted = new Set(entries.map(({ key }) => key));

    for (const [key, item] of this.#items) {
      if (!wanted.has(key)) {
        item.remove();
        this.#items.delete(key);
      }
    }
    entries.forEach(({ key, make }, index) => {
      const item = this.#items.get(key) ?? make();

      this.#items.set(key, item);
      if (this.list.children[index] !== item)
        this.list.insertBefore(item, this.list.children[index] ?? null);
    });
  }
}

function entriesOf(chat) {
  const sent = chat.messages.map((message) => ({ key: `${message.message_id} ${message.file_id ?? ''}`, make: () => sentItem(chat, message) }));

  return [...sent, ...unsentEntries(chat)];
}

function grow(field) {
  field.style.blockSize = 'auto';
  field.style.blockSize = `${Math.min(field.scrollHeight + 2, HEIGHT)}px`;
}

/* On a phone the camera is among the choices. */
function attachButton(chat) {
  const picker = el('input', {
    type: 'file', multiple: true, accept: accepted, hidden: true, id: 'chat-file', tabindex: -1,
    onchange: ({ target }) => {
      chat.sendFiles(target.files);
      target.value = '';
    },
  });

  return [picker, el('button.round', {
    type: 'button', 'aria-label': t('chat.file.add'), title: t('chat.file.add'), onclick: () => picker.click(),
  }, icon('clip'))];
}

/* Files that are dragged here, or pasted. */
function takesFiles(element, chat) {
  const isFile = ({ dataTransfer }) => [...dataTransfer.types].includes('Files');

  element.addEventListener('dragover', (event) => {
    if (isFile(event)) {
      event.preventDefault();
      element.classList.add('dropping');
    }
  });
  element.addEventListener('dragleave', () => element.classList.remove('dropping'));
  element.addEventListener('drop', (event) => {
    element.classList.remove('dropping');
    if (isFile(event)) {
      event.preventDefault();
      chat.sendFiles(event.dataTransfer.files);
    }
  });
  element.addEventListener('paste', (event) => {
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      chat.sendFiles(event.clipboardData.files);
    }
  });
  return element;
}

function form(chat) {
  const field = el('textarea.chat-entry', {
    rows: 1,
    id: 'chat-entry',
    dir: 'auto',
    enterkeyhint: 'send',
    autocomplete: 'off',
    oninput: ({ target }) => {
      chat.draft = target.value;
      grow(target);
    },
    onkeydown: (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        event.target.form.requestSubmit();
      }
    },
  });
  const send = (event) => {
    event.preventDefault();
    if (field.value.trim() === '')
      return;
    chat.send(field.value.trim());
    field.value = '';
    grow(field);
    field.focus();
  };

  field.value = chat.draft;
  return {
    field,
    element: el('form.chat-form', { onsubmit: send },
      el('label', { for: 'chat-entry' }, t('chat.label')),
      el('div.chat-line', {}, attachButton(chat), field, el('button.primary', { type: 'submit' }, t('chat.send')))),
  };
}

/* onClose: given where the panel can be put away. */
export function chatPanel({ chat, signal }, { onClose = null } = {}) {
  const list = el('ol.messages', { 'aria-label': t('chat.with'), tabindex: 0 });
  const log = new Log(list);
  const empty = el('p.hint', {}, t('chat.empty'));
  const typing = el('p.typing');
  const { element: entry, field } = form(chat);
  /* Hidden lists do not scroll, so one that opens catches up. */
  const showEnd = () => {
    list.scrollTop = list.scrollHeight;
  };
  const update = () => {
    const entries = entriesOf(chat);
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;

    log.show(entries);
    setHidden(empty, entries.length > 0);
    setHidden(list, entries.length === 0);
    setText(typing, chat.typists.map((name) => t('chat.typing', { name })).join(' '));
    if (field.value !== chat.draft)
      field.value = chat.draft;
    setHidden(typing, typing.textContent === '');
    if (atEnd)
      showEnd();
  };

  chat.addEventListener('arrived', ({ detail: { sender_name: name, message: text } }) =>
    announce(t('chat.arrived', { name, text })), { signal });
  update();
  return {
    field,
    showEnd,
    update,
    element: takesFiles(el('section.card.chat', { 'aria-labelledby': 'chat-title' },
      el('div.chat-head', {},
        el('h2', { id: 'chat-title' }, t('chat.with')),
        onClose && el('button.round', { type: 'button', 'aria-label': t('chat.close'), onclick: onClose }, icon('close'))),
      empty, list, typing, entry), chat),
  };
}
