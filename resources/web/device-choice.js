/* Which camera, microphone and speaker somebody chose last, kept in this browser; it says nothing of the visit. */

const KEY = 'devices';

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function remember(kind, id) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...read(), [kind]: id }));
  } catch {
    /* Storage full or forbidden: the choice holds until the page is closed. */
  }
}

export const chosen = (kind) => read()[kind];

/* For getUserMedia, which fails with OverconstrainedError where the chosen one is not there. */
export function prefer(kind) {
  const id = chosen(kind);

  return id ? { deviceId: { exact: id } } : {};
}
