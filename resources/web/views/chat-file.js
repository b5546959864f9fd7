/* What came with a message: a picture to be seen, or a file to be saved. */

import { isPicture, saveFile } from '../attachments.js';
import { el } from '../element.js';
import { icon } from '../icons.js';
import { locale, t } from '../strings.js';

const KILOBYTE = 1024;

export function formatSize(bytes) {
  const [unit, scale] = bytes < KILOBYTE * KILOBYTE ? ['kilobyte', KILOBYTE] : ['megabyte', KILOBYTE * KILOBYTE];

  return new Intl.NumberFormat(locale(), { style: 'unit', unit, maximumFractionDigits: scale === KILOBYTE ? 0 : 1 })
    .format(Math.max(bytes / scale, 1 / 10));
}

function fail(note) {
  note.textContent = t('chat.file.failed');
  note.hidden = false;
}

function look(api, message, source) {
  const close = () => dialog.close();
  const dialog = el('dialog.picture', { 'aria-label': message.file_name, onclose: () => dialog.remove() },
    el('img', { src: source, alt: message.file_name }),
    el('div.row', {},
      el('button.quiet', { type: 'button', onclick: () => saveFile(api, message).catch(() => {}) }, t('chat.file.save')),
      el('button.primary', { type: 'button', onclick: close }, t('chat.file.close'))));

  document.body.append(dialog);
  dialog.showModal();
}

function picture(api, message, note) {
  const image = el('img', { alt: message.file_name });
  const button = el('button.thumbnail', {
    type: 'button',
    'aria-label': t('chat.file.open', { name: message.file_name }),
    onclick: () => image.src && look(api, message, image.src),
  }, image);

  image.addEventListener('error', () => fail(note));
  api.fileLink(message.file_id).then((link) => {
    image.src = link;
  }).catch(() => fail(note));
  return button;
}

function chip(api, message, note) {
  const save = () => saveFile(api, message).then(() => {
    note.hidden = true;
  }).catch(() => fail(note));

  return el('button.file', { type: 'button', 'aria-label': t('chat.file.save_name', { name: message.file_name }), onclick: save },
    icon('file'), el('bdi', {}, message.file_name), el('span.state', {}, formatSize(message.file_size)));
}

/* Nothing where the message brought nothing. */
export function fileOf(api, message) {
  const note = el('p.state', { role: 'status', hidden: true });

  if (!message.file_name)
    return null;
  if (!message.file_id)
    return el('p.state', {}, icon('file'), el('bdi', {}, message.file_name), ` · ${t('chat.file.deleted')}`);
  return [isPicture(message.file_type) ? picture(api, message, note) : chip(api, message, note), note];
}

/* What is on its way. */
export function pendingFile({ file, progress, failed }) {
  return [
    el('p.file', {}, icon('file'), el('bdi', {}, file.name), el('span.state', {}, formatSize(file.size))),
    failed ? null : el('progress', { max: 1, value: progress, 'aria-label': t('chat.sending') }),
  ];
}
