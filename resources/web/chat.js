/* The conversation with the practice. What the patient wrote is kept until the server has it. */

import { sendFile } from './attachments.js';
import { Backoff } from './backoff.js';
import { insist } from './insist.js';

const TYPING_AGAIN = 3_000;
const TYPING_FORGOTTEN = 6_000;
const SENT_AGAIN = { first: 10_000, longest: 60_000 };

/* Events: "change"; "arrived" (detail: a message somebody else wrote just now). */
export class Chat extends EventTarget {
  #visit;
  #api;
  #seat;
  #messages = new Map();
  #loaded = false;
  #loads = 0;
  #typing = new Map();
  #toldTyping = 0;
  #pausing = null;
  #sending = new Set();
  /* Files on their way. They outlive no reload, for the browser keeps them for nobody. */
  #files = [];
  #backoff = new Backoff(SENT_AGAIN);
  #resending = null;
  #known = false;

  unread = 0;
  open = false;

  constructor(visit, api, seat) {
    super();
    this.#visit = visit;
    this.#api = api;
    this.#seat = seat;
    visit.addEventListener('new_message', ({ detail }) => this.#arrived(detail));
    visit.addEventListener('admission', ({ detail }) => this.#admitted(detail));
    visit.addEventListener('file_changed', ({ detail }) => this.#fileChanged(detail));
    visit.addEventListener('typing_indicator', ({ detail }) => this.#typed(detail));
    visit.addEventListener('reload', () => this.load());
    visit.addEventListener('up', () => this.#cameUp());
    visit.addEventListener('change', () => this.#found());
  }

  /* Whoever is let in may read what was said before. */
  #admitted({ participant_id: id, state }) {
    if (id === this.#visit.you && state === 'in')
      this.load();
  }

  /* What was kept over a reload leaves as soon as it is known for whom it is: no line comes up once the visit is over. */
  #found() {
    if (this.#known || !this.canSend)
      return;
    this.#known = true;
    this.#resend();
  }

  get canSend() {
    return this.#visit.id !== undefined;
  }

  get draft() {
    return this.#seat.get('draft', '');
  }

  set draft(text) {
    this.#seat.set('draft', text);
    this.#tellTyping(text !== '');
  }

  get api() {
    return this.#api;
  }

  /* Written here and not yet with the server: { key, text, failed, reason, at }, with a file also { file, progress }. */
  get outbox() {
    return [...this.#texts, ...this.#files].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  }

  get #texts() {
    return this.#seat.get('outbox', []);
  }

  get messages() {
    return [...this.#messages.values()].sort((one, other) => one.position - other.position);
  }

  get typists() {
    return [...this.#typing.values()].map(({ name }) => name);
  }

  isMine(message) {
    return Boolean(message.sender_id) && [this.#visit.door?.participant_id, this.#visit.you].includes(message.sender_id);
  }

  async load() {
    const load = ++this.#loads;
    const messages = await insist(() => this.#api.messages(this.#visit.id), () => this.canSend && load === this.#loads);

    if (load !== this.#loads)
      return;
    /* Where they were refused, they are asked for when the line is next up. */
    this.#loaded = messages !== null;
    for (const message of messages ?? [])
      this.#keep({ ...message, message_id: message.id });
    this.#changed();
  }

  send(text) {
    const entry = { key: crypto.randomUUID(), text, failed: false, reason: '', at: new Date().toISOString() };

    this.draft = '';
    this.#setTexts([...this.#texts, entry]);
    return this.retry(entry.key);
  }

  sendFiles(files) {
    for (const file of files) {
      const entry = {
        key: crypto.randomUUID(), id: crypto.randomUUID(), text: '', file, progress: 0, failed: false, reason: '',
        at: new Date().toISOString(),
      };

      this.#files.push(entry);
      this.retry(entry.key);
    }
  }

  /* With the key of the first attempt, so that an answer lost on the way does not send it twice. */
  async retry(key) {
    const entry = this.outbox.find((one) => one.key === key);

    if (entry === undefined || this.#sending.has(key) || !this.canSend)
      return;
    this.#sending.add(key);
    this.#mark(key, { failed: false });
    try {
      const message = await (entry.file ? this.#sendFile(entry) : this.#api.sendMessage(this.#visit.id, entry.text, key));

      this.#keep({ ...message, message_id: message.id });
      this.#drop(key);
    } catch (error) {
      this.#mark(key, { failed: true, reason: error.passing ? '' : error.message });
    } finally {
      this.#sending.delete(key);
      this.#resendLater();
      this.#changed();
    }
  }

  /* By itself, whatever the page shows meanwhile; what was refused for good waits for the patient. */
  #resend() {
    for (const { key } of this.#unrefused)
      this.retry(key);
  }

  #resendLater() {
    if (this.#sending.size > 0)
      return;
    clearTimeout(this.#resending);
    if (this.#unrefused.length > 0)
      this.#resending = setTimeout(() => this.#resend(), this.#backoff.next());
    else
      this.#backoff.reset();
  }

  get #unrefused() {
    return this.outbox.filter(({ reason }) => !reason);
  }

  async #sendFile({ key, id, file, text }) {
    await sendFile(this.#api, this.#visit.id, id, file, (progress) => this.#mark(key, { progress }));
    return this.#api.sendWithFile(this.#visit.id, text, id, key);
  }

  /* Takes a file that was not sent away. */
  discard(key) {
    if (!this.#sending.has(key))
      this.#drop(key);
  }

  /* Takes an unsent message back into the draft. */
  edit(key) {
    const entry = this.outbox.find((one) => one.key === key);

    if (entry === undefined || this.#sending.has(key))
      return;
    this.draft = [entry.text, this.draft].filter(Boolean).join('\n');
    this.#drop(key);
  }

  setOpen(open) {
    this.open = open;
    if (open)
      this.unread = 0;
    this.#changed();
  }

  #cameUp() {
    if (!this.#loaded)
      this.load();
    this.#resend();
  }

  #arrived(frame) {
    const isNew = !this.#messages.has(frame.message_id);

    this.#keep(frame);
    this.#forgetTyping(frame.sender_id);
    if (this.isMine(frame))
      this.#confirm(frame.message);
    if (isNew && !this.isMine(frame)) {
      if (!this.open)
        this.unread += 1;
      this.dispatchEvent(new CustomEvent('arrived', { detail: frame }));
    }
    this.#changed();
  }

  /* The socket may be faster than the answer. */
  #confirm(text) {
    const entry = this.#texts.find((one) => one.text === text && this.#sending.has(one.key));

    if (entry !== undefined)
      this.#drop(entry.key);
  }

  /* Somebody took a file back. */
  #fileChanged({ message_id: id, state }) {
    const message = this.#messages.get(id);

    if (message === undefined || state !== 'deleted')
      return;
    this.#keep({ ...message, file_id: null });
    this.#changed();
  }

  #keep(message) {
    this.#messages.set(message.message_id, message);
  }

  #setTexts(entries) {
    this.#seat.set('outbox', entries);
    this.#changed();
  }

  #drop(key) {
    this.#files = this.#files.filter((one) => one.key !== key);
    this.#setTexts(this.#texts.filter((one) => one.key !== key));
  }

  #mark(key, change) {
    const changed = (entry) => entry.key === key ? { ...entry, ...change } : entry;

    this.#files = this.#files.map(changed);
    this.#setTexts(this.#texts.map(changed));
  }

  #tellTyping(isTyping) {
    const now = Date.now();

    clearTimeout(this.#pausing);
    if (isTyping)
      this.#pausing = setTimeout(() => this.#tellTyping(false), TYPING_FORGOTTEN);
    if (isTyping && now - this.#toldTyping < TYPING_AGAIN)
      return;
    if (!isTyping && this.#toldTyping === 0)
      return;
    this.#toldTyping = isTyping ? now : 0;
    this.#visit.socket?.send({ type: 'typing_indicator', is_typing: isTyping });
  }

  #typed({ participant_id: id, user_name: name, is_typing: isTyping }) {
    if (id === this.#visit.you)
      return;
    this.#forgetTyping(id);
    if (isTyping)
      this.#typing.set(id, { name, timer: setTimeout(() => this.#forgetTyping(id), TYPING_FORGOTTEN) });
    this.#changed();
  }

  #forgetTyping(id) {
    clearTimeout(this.#typing.get(id)?.timer);
    if (this.#typing.delete(id))
      this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
