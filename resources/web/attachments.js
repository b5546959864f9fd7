/* Sending a file: in pieces, going on where the last attempt ended. */

import { t } from './strings.js';

/* Every browser shows these, and the server sends them to be shown. */
const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

const MEGABYTE = 1024 * 1024;

export const accepted = 'image/*,application/pdf,text/plain,audio/*,video/*,.dcm';

export const isPicture = (type) => pictures.has(type);

/* It will not become better by trying again. */
export class Unfit extends Error {
  passing = false;
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function explain(error) {
  if (error.status === 415)
    return new Unfit(t('chat.file.kind'));
  return error;
}

async function sendPieces(api, id, file, { offset, max_piece: piece }, onProgress) {
  for (let from = offset, last = false; !last; from += piece) {
    last = from + piece >= file.size;
    await api.uploadPiece(id, file.slice(from, from + piece), from, last);
    onProgress(Math.min(from + piece, file.size) / file.size);
  }
}

/* id: of the file, the same at each attempt. onProgress is told from 0 to 1. */
export async function sendFile(api, visit, id, file, onProgress) {
  await api.createFile(visit, id, file.name || 'file');

  const upload = await api.uploadState(id);

  if (upload.state !== 'uploading')
    return;
  if (file.size > upload.max_size)
    throw new Unfit(t('chat.file.large', { size: Math.floor(upload.max_size / MEGABYTE) }));
  if (file.size === 0)
    throw new Unfit(t('chat.file.empty'));
  try {
    if (!upload.is_whole)
      await sendPieces(api, id, file, upload, onProgress);
    await api.finishFile(id, hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer())));
  } catch (error) {
    throw explain(error);
  }
}

/* Saves it where the browser saves things; the page stays where it is. */
export async function saveFile(api, { file_id: id, file_name: name }) {
  const anchor = document.createElement('a');

  anchor.href = await api.fileLink(id);
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
