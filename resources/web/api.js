/* The door's REST calls. Each carries the door token; what comes back is JSON or an ApiError. */

const BASE = '/telemedicine/api/';
const PATIENCE = 10_000;
/* A piece of a file on a slow line. */
const PIECE_PATIENCE = 120_000;
const NAME_LENGTH = 200;
/* Somebody waits in a call that is interrupted, and the line of before may be dead. */
const TICKET_PATIENCE = 4_000;

export class ApiError extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? null;
  }

  /* No answer, an overloaded server, a gateway without one: the same call may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export class DoorApi {
  #token;

  constructor(token) {
    this.#token = token;
  }

  door() {
    return this.#call('GET', `${BASE}doors/current/`);
  }

  async ticket() {
    return (await this.#call('POST', '/accounts/api/ws-ticket/', {}, undefined, TICKET_PATIENCE)).ticket;
  }

  join(id) {
    return this.#call('POST', this.#visit(id, 'join_waiting/'));
  }

  leave(id) {
    return this.#call('POST', this.#visit(id, 'leave/'));
  }

  meetingInfo(id) {
    return this.#call('GET', this.#visit(id, 'meeting_info/'));
  }

  recordingGate(id) {
    return this.#call('GET', this.#visit(id, 'recording/'));
  }

  consents(id) {
    return this.#call('GET', this.#visit(id, 'consents/?page_size=200'));
  }

  consent(id, answer) {
    return this.#call('POST', this.#visit(id, 'consents/'), answer);
  }

  sendMessage(id, message, key) {
    return this.#call('POST', this.#visit(id, 'send_message/'), { message }, key);
  }

  /* file: the id of one that was finished. */
  sendWithFile(id, message, file, key) {
    return this.#call('POST', this.#visit(id, 'send_message/'), { message, file_id: file }, key);
  }

  createFile(id, file, name) {
    return this.#call('POST', this.#visit(id, 'files/'), { id: file, name: name.slice(0, NAME_LENGTH) });
  }

  /* How much of it has arrived. */
  uploadState(file) {
    return this.#call('GET', this.#file(file, 'upload/'));
  }

  uploadPiece(file, piece, offset, isLast) {
    const headers = {
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': offset,
      'Upload-Complete': isLast ? '?1' : '?0',
    };

    return this.#read(this.#fetch('PATCH', this.#file(file, 'upload/'), { body: piece, headers }, PIECE_PATIENCE));
  }

  finishFile(file, sha256) {
    return this.#call('POST', this.#file(file, 'finish/'), { sha256 }, undefined, PIECE_PATIENCE);
  }

  /* Where the browser itself reads it, for a quarter of an hour; below the page's own address. */
  async fileLink(file) {
    const { url } = await this.#call('POST', this.#file(file, 'link/'));
    const { pathname, search } = new URL(url);

    return pathname + search;
  }

  /* All messages, oldest first, page by page. */
  async messages(id) {
    const messages = [];

    for (let page = 1, more = true; more; page += 1) {
      const answer = await this.#call('GET', this.#visit(id, `messages/?page=${page}&page_size=200`));

      messages.push(...answer.results);
      more = answer.next !== null && answer.next !== undefined && answer.results.length > 0;
    }
    return messages;
  }

  #visit(id, action) {
    return `${BASE}consultations/${encodeURIComponent(id)}/${action}`;
  }

  #file(file, action) {
    return `${BASE}files/${encodeURIComponent(file)}/${action}`;
  }

  #call(method, path, body = {}, key = undefined, patience = PATIENCE) {
    const content = method === 'POST'
      ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : { headers: {} };

    if (key)
      content.headers['Idempotency-Key'] = key;
    return this.#read(this.#fetch(method, path, content, patience));
  }

  async #read(request) {
    const response = await request;
    const answer = await response.json().catch(() => ({}));

    if (!response.ok)
      throw new ApiError(response.status, answer);
    return answer;
  }

  #fetch(method, path, { body, headers: more }, patience) {
    const headers = { Accept: 'application/json', Authorization: `Door ${this.#token}`, ...more };
    const signal = AbortSignal.timeout(patience);
    const options = { method, headers, body, cache: 'no-store', credentials: 'omit', signal };

    return fetch(path, options).catch((error) => {
      throw new ApiError(0, { detail: error.message });
    });
  }
}
