/* The door's REST calls. Each carries the door token; what comes back is JSON or an ApiError. */

const BASE = '/telemedicine/api/';
const PATIENCE = 10_000;
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

  async #call(method, path, body = {}, key = undefined, patience = PATIENCE) {
    const response = await this.#fetch(method, path, body, key, patience);
    const answer = await response.json().catch(() => ({}));

    if (!response.ok)
      throw new ApiError(response.status, answer);
    return answer;
  }

  #fetch(method, path, body, key, patience) {
    const headers = { Accept: 'application/json', Authorization: `Door ${this.#token}` };
    const options = { method, headers, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(patience) };

    if (method === 'POST') {
      headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
    }
    if (key)
      headers['Idempotency-Key'] = key;
    return fetch(path, options).catch((error) => {
      throw new ApiError(0, { detail: error.message });
    });
  }
}
