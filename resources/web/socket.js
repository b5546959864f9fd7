/* One live line to the server. It comes back by itself: a fresh ticket each time, growing pauses, then `resume`. */

import { Backoff } from './backoff.js';
import { Pacer } from './pacer.js';

const HEARTBEAT = 20_000;
const ANSWER_WITHIN = 8_000;
const OWN_CODES = 4_000;
const ELSEWHERE = 4_409;
/* Where there is a reason to doubt: a line that was cut for a while would say nothing for long after it was mended. */
const DOUBTED_WITHIN = 3_000;

/*
 * Events: "up", "down", "frame" and "ack" (detail: the frame), "gap" (events were missed for good), "refused" (detail: an
 * ApiError), "elsewhere" (the same link was opened in another place, which has the line now; open() takes it back).
 * heartbeat() makes the frame that asks whether the other end still answers.
 */
export class DoorSocket extends EventTarget {
  #ticket;
  #path;
  #socket = null;
  #wanted = false;
  #backoff = new Backoff();
  #pacer = new Pacer((frame) => this.send(frame));
  #timers = {};
  /* Up to where everything was heard, and the newest of what was: they differ until all that was missed is there. */
  #lastSeq = null;
  #heardSeq = null;
  #resuming = false;
  #ref = 0;
  #attempt = 0;

  heartbeat = () => ({ type: 'presence', state: 'here' });

  /* ticket: asks the server for a new one; path: of the socket itself. */
  constructor(ticket, path) {
    super();
    this.#ticket = ticket;
    this.#path = path;
    window.addEventListener('online', () => this.#hurry());
    window.addEventListener('offline', () => this.#lost(this.#socket));
    document.addEventListener('visibilitychange', () => document.hidden || this.#probe());
  }

  get up() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  open() {
    if (this.#wanted)
      return;
    this.#wanted = true;
    this.#connect();
  }

  close() {
    this.#wanted = false;
    this.#attempt += 1;
    clearTimeout(this.#timers.retry);
    this.#socket?.close(1000);
    this.#lost(this.#socket);
  }

  /* Says whether the frame could leave. What must not be lost goes by REST. */
  send(frame) {
    if (!this.up)
      return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /* The same for what comes in heaps, as when several are called at once. */
  sendPaced(frame) {
    if (!this.up)
      return false;
    this.#pacer.push(frame);
    return true;
  }

  /* The call is interrupted: this line may be dead as well. */
  doubt() {
    this.#probe(DOUBTED_WITHIN);
  }

  async #connect() {
    const attempt = ++this.#attempt;

    clearTimeout(this.#timers.retry);
    try {
      const ticket = await this.#ticket();

      if (this.#wanted && attempt === this.#attempt)
        this.#attach(ticket);
    } catch (error) {
      if (!this.#wanted || attempt !== this.#attempt)
        return;
      if (!error.passing)
        this.#emit('refused', error);
      this.#retry();
    }
  }

  #attach(ticket) {
    const url = new URL(this.#path, location.href);

    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('ticket', ticket);
    /* What was missed comes before all that happens from then on. */
    if (this.#lastSeq !== null)
      url.searchParams.set('resume', '1');

    const socket = new WebSocket(url);

    this.#socket = socket;
    this.#timers.opening = setTimeout(() => this.#lost(socket), ANSWER_WITHIN);
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => socket === this.#socket && this.#received(JSON.parse(data));
    socket.onclose = ({ code }) => this.#closed(socket, code);
  }

  #opened() {
    clearTimeout(this.#timers.opening);
    this.#backoff.reset();
    this.#heardSeq = this.#lastSeq;
    this.#resuming = this.#lastSeq !== null;
    if (this.#resuming)
      this.send({ type: 'resume', after: this.#lastSeq });
    clearInterval(this.#timers.heartbeat);
    this.#timers.heartbeat = setInterval(() => this.#probe(), HEARTBEAT);
    this.#emit('up');
  }

  /* The server's own codes say that nobody is let in any more by what let us in: the page asks at once, and says so. */
  #closed(socket, code) {
    const taken = code === ELSEWHERE && socket === this.#socket;

    if (taken)
      this.#wanted = false;
    this.#lost(socket);
    if (taken)
      this.#emit('elsewhere');
    else if (code >= OWN_CODES)
      this.#hurry();
  }

  /* Also called early, by the heartbeat: a browser notices a dead line only after minutes. */
  #lost(socket) {
    if (socket === null || socket !== this.#socket)
      return;
    this.#socket = null;
    this.#pacer.clear();
    clearTimeout(this.#timers.opening);
    clearTimeout(this.#timers.answer);
    clearInterval(this.#timers.heartbeat);
    socket.onmessage = null;
    socket.close();
    this.#emit('down');
    if (this.#wanted)
      this.#retry();
  }

  #retry() {
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(() => this.#connect(), this.#backoff.next());
  }

  #hurry() {
    if (!this.#wanted || this.#socket !== null)
      return;
    this.#backoff.reset();
    this.#connect();
  }

  #probe(patience = ANSWER_WITHIN) {
    if (!this.up) {
      this.#hurry();
      return;
    }
    const socket = this.#socket;

    this.#ref += 1;
    this.send({ ...this.heartbeat(), ref: `heartbeat-${this.#ref}` });
    clearTimeout(this.#timers.answer);
    this.#timers.answer = setTimeout(() => this.#lost(socket), patience);
  }

  #received(frame) {
    clearTimeout(this.#timers.answer);
    this.#heardSeq = Math.max(this.#heardSeq ?? -1, frame.seq ?? -1, frame.last_seq ?? -1);
    if (frame.type === 'resumed')
      this.#resuming = false;
    if (!this.#resuming && this.#heardSeq >= 0)
      this.#lastSeq = this.#heardSeq;
    if (frame.type === 'resumed' && !frame.complete)
      this.#emit('gap');
    this.#emit(frame.type === 'ack' ? 'ack' : 'frame', frame);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
