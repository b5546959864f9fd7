/* One visit of the fake clinic: its door, its people, its messages, and the acts of the staff. */

import { randomBytes, randomUUID } from 'node:crypto';

import { patience } from './browser.mjs';
import { FakeRecording } from './fake-recording.mjs';

const MINUTE = 60_000;
const PATIENCE = 20_000;

const iso = (offset) => new Date(Math.round((Date.now() + offset) / 1000) * 1000).toISOString();
const person = (name, role) =>
  ({ id: randomUUID(), name, role, presence: null, present: false, token: randomBytes(16).toString('base64url') });

export class FakeVisit {
  id = randomUUID();
  doctor = person('Dr Kaya', 'doctor');
  patient = person('Anna', 'patient');
  guest = person('Ayşe', 'interpreter');
  meeting = { provider: 'builtin', ice_servers: [], meeting_url: null };
  queue = { queue_position: 2, estimated_wait_minutes: 10 };
  messages = [];
  files = new Map();
  requests = [];
  frames = [];
  /* What came from everybody else. */
  others = [];
  recording = new FakeRecording(this);
  tickets = 0;
  unreachable = false;
  silent = false;
  forgetful = false;
  #events = [];
  #seq = 0;
  #lines = new Map();
  /* Up to which event the greeting of a line went. */
  #greeted = new WeakMap();
  #failures = new Map();
  #answers = new Map();
  #watchers = new Set();

  constructor(change) {
    this.door = {
      state: 'open', consultation_id: this.id,
      clinic: { name: 'Praxis Kaya', phone: '030 123 456' }, doctor_name: 'Dr Kaya',
      scheduled_start: iso(10 * MINUTE), duration_planned: 20, time_zone: 'Europe/Berlin', opens_at: iso(-20 * MINUTE),
      expires_at: iso(24 * 60 * MINUTE), status: 'scheduled', video_provider: 'builtin', cancel_reason: null,
      actual_end: null, call_mode: 'video', room_opens_at: null, phone_hint: null, queue_position: null, estimated_wait_minutes: null, ...change,
    };
  }

  /* The next API calls whose path ends so fail with that status; 0 cuts the line. */
  fail(ending, status, times = 1) {
    this.#failures.set(ending, { status, times });
  }

  /* Resolves with the first request or frame, past or to come, that matches. */
  seen(list, matches) {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`none of the ${list} was the one awaited`)), patience(PATIENCE));
      const watcher = () => {
        const found = this[list].find(matches);

        if (found === undefined)
          return;
        clearTimeout(limit);
        this.#watchers.delete(watcher);
        resolve(found);
      };

      this.#watchers.add(watcher);
      watcher();
    });
  }

  frame(type, matches = () => true) {
    return this.seen('frames', (frame) => frame.type === type && matches(frame));
  }

  request(ending, matches = () => true) {
    return this.seen('requests', (request) => request.path.endsWith(ending) && matches(request));
  }

  /* Acts of the staff and the course of things. */

  /* seconds: how long it may be taken back. */
  admit(seconds = 0) {
    Object.assign(this.door, {
      state: 'admitted', status: 'in_progress', room_opens_at: seconds > 0 ? new Date(Date.now() + seconds * 1000).toISOString() : null,
    });
    this.#tellStatus();
    this.emit('admitted', { by: 'Dr Kaya' });
    this.emit('consultation_started', { started_by: 'Dr Kaya', actual_start: iso(0) });
  }

  recall() {
    Object.assign(this.door, { state: 'open', status: 'waiting', room_opens_at: null });
    this.#tellStatus();
    this.emit('recalled', { by: 'Dr Kaya', status: 'waiting' });
  }

  open() {
    this.door.room_opens_at = null;
    this.emit('room_opened', {}, false);
  }

  talk(mode, hint = null) {
    Object.assign(this.door, { call_mode: mode, phone_hint: hint });
    this.#tellStatus();
  }

  /* The doctor is in the call. picture: whether they show one, and if not, why */
  tellPicture(picture) {
    this.doctor.presence = 'in_call';
    this.emit('presence', { ...this.#doctor, state: 'in_call', picture }, false);
  }

  get #doctor() {
    const { id, name, role } = this.doctor;

    return { participant_id: id, user_name: name, user_role: role };
  }

  #tellStatus() {
    const { status, call_mode, room_opens_at } = this.door;

    this.emit('consultation_status', { status, call_mode, room_opens_at, actual_start: iso(0) });
  }

  end() {
    Object.assign(this.door, { state: 'over', status: 'completed', actual_end: '2026-11-03T13:52:00Z' });
    this.emit('consultation_ended', { ended_by: 'Dr Kaya', duration_minutes: 12, status: 'completed' });
  }

  become(state, change = {}) {
    Object.assign(this.door, { state, ...change });
    this.emit('consultation_updated', { revision: 2, status: this.door.status });
  }

  setQueue(position, minutes) {
    this.queue = { queue_position: position, estimated_wait_minutes: minutes };
    this.emit('queue_updated', this.queue);
  }

  hangUp() {
    this.doctor.presence = 'here';
    this.emit('user_left', { ...this.#doctor, reason: 'hung_up' });
  }

  switchProvider(provider) {
    this.door.video_provider = provider;
    this.meeting = { provider, meeting_url: `https://meet.example/visit#jwt=abc`, domain: 'meet.example' };
    this.emit('provider_switched', { video_provider: provider });
  }

  /* heard: false leaves the message to those who read them all. */
  say(message, { type = 'text', heard = true } = {}) {
    return this.#write(message, this.doctor, type, heard);
  }

  typing(isTyping) {
    this.emit('typing_indicator', { participant_id: this.doctor.id, user_name: 'Dr Kaya', is_typing: isTyping }, false);
  }

  cut(code = null) {
    for (const line of this.#lines.keys())
      code === null ? line.terminate() : line.close(code);
  }

  linesOf(role) {
    return [...this.#lines].filter(([, person]) => person.role === role);
  }

  emit(type, content, durable = true) {
    if (durable)
      this.#seq += 1;

    const frame = { type, consultation_id: this.id, seq: this.#seq, timestamp: iso(0), ...content };

    if (durable)
      this.#events.push(frame);
    for (const line of this.#lines.keys())
      line.send(JSON.stringify(frame));
  }

  /* REST. */

  handle(who, { method, headers }, path, body) {
    const key = headers['idempotency-key'];

    this.requests.push({ method, path, body, key });
    queueMicrotask(() => this.#notify());
    for (const [ending, failure] of this.#failures) {
      if (path.endsWith(ending) && failure.times > 0) {
        failure.times -= 1;
        return { status: failure.status, answer: { status: failure.status, detail: 'The server says no.' } };
      }
    }
    if (key && this.#answers.has(key))
      return this.#answers.get(key);

    const answer = this.#handle(who, method, path, body, headers);

    if (key)
      this.#answers.set(key, answer);
    return answer;
  }

  #handle(who, method, path, body, headers) {
    const own = `/telemedicine/api/consultations/${this.id}/`;

    switch (`${method} ${path.replace(own, '')}`) {
    case 'GET /telemedicine/api/doors/current/':
      return { status: 200, answer: this.#doorOf(who) };
    case 'POST join_waiting/':
      who.present = true;
      if (this.door.state === 'no_show')
        Object.assign(this.door, { state: 'open', status: 'waiting' });
      return { status: 200, answer: { status: 'joined_waiting_room', ...this.queue } };
    case 'POST leave/':
      who.present = false;
      return { status: 200, answer: { status: 'left' } };
    case 'GET meeting_info/':
      return { status: 200, answer: this.meeting };
    case 'GET recording/':
      return { status: 200, answer: this.recording.gate };
    case 'GET consents/':
      return { status: 200, answer: this.recording.consents };
    case 'POST consents/':
      return { status: 201, answer: this.recording.answer(who, body) };
    case 'GET messages/':
      return { status: 200, answer: { count: this.messages.length, next: null, previous: null, results: this.messages } };
    case 'POST send_message/':
      return { status: 201, answer: this.#write(body.message, who, body.file_id ? 'file' : 'text', true, body.file_id) };
    case 'POST files/':
      if (!this.files.has(body.id))
        this.files.set(body.id, { name: body.name, type: 'image/png', content: Buffer.alloc(0), state: 'uploading' });
      return { status: 201, answer: { id: body.id, state: 'uploading' } };
    default:
      if (path.startsWith('/telemedicine/api/files/'))
        return this.#handleFile(method, headers, path.split('/'), body);
      return { status: 404, answer: { status: 404, detail: `no ${method} ${path}` } };
    }
  }

  #handleFile(method, headers, [, , , , id, action], body) {
    const file = this.files.get(id);

    if (method === 'PATCH') {
      file.content = Buffer.concat([file.content.subarray(0, Number(headers['upload-offset'])), body]);
      file.isWhole = headers['upload-complete'] === '?1';
    } else if (action === 'finish') {
      file.state = 'ready';
      file.sha256 = body.sha256;
    } else if (action === 'link') {
      return { status: 201, answer: { url: `http://elsewhere.example/telemedicine/api/files/${id}/media/?link=x` } };
    }
    return { status: 200, answer: { id, state: file.state, offset: file.content.length, is_whole: Boolean(file.isWhole),
      max_piece: 1024 * 1024, max_size: 3 * 1024 * 1024 } };
  }

  #doorOf({ id, name, role, present }) {
    return { ...this.door, participant_id: id, name, role, present, server_time: new Date().toISOString() };
  }

  /* Sends what a browser shows as a picture, or saves. */
  sayWithFile(name, type, content) {
    const id = randomUUID();

    this.files.set(id, { name, type, content, state: 'ready' });
    return this.#write(name, this.doctor, 'file', true, id);
  }

  takeBack(message) {
    message.file_id = null;
    this.emit('file_changed', { file_id: null, message_id: message.id, state: 'deleted' });
  }

  #write(text, from, type, heard = true, fileId = null) {
    const message = {
      ...this.#fileOf(fileId), position: this.messages.length + 1,
      id: randomUUID(), message: text || this.files.get(fileId)?.name, message_type: type, timestamp: new Date().toISOString(), is_private: false,
      sender_name: from.name, sender_role: from.role, sender_id: from.id, consultation_id: this.id,
    };
    const { id, ...rest } = message;

    this.messages.push(message);
    if (heard)
      this.emit('new_message', { message_id: id, ...rest });
    return message;
  }

  #fileOf(id) {
    const file = this.files.get(id);

    return file ? { file_id: id, file_name: file.name, file_type: file.type, file_size: file.content.length } : {};
  }

  /* The socket. */

  connect(line, person) {
    this.#lines.set(line, person);
    this.#greeted.set(line, this.#seq);
    person.presence = 'here';
    line.on('close', () => this.#gone(line, person));
    line.on('message', (data) => this.#received(line, person, JSON.parse(data)));
    line.send(JSON.stringify({ type: 'consultation_status', consultation_id: this.id, seq: this.#seq, ...this.#status(person) }));
    this.emit('user_joined', { participant_id: person.id, user_name: person.name, user_role: person.role });
    this.#notify();
  }

  #gone(line, person) {
    this.#lines.delete(line);
    if ([...this.#lines.values()].includes(person))
      return;
    person.presence = 'lost';
    this.emit('user_left', { participant_id: person.id, user_name: person.name, user_role: person.role, reason: 'lost' });
  }

  #status(person) {
    const connected = (id) => [...this.#lines.values()].some((one) => one.id === id);
    const participants = [this.doctor, this.patient, this.guest].map(({ id, name, role, presence }) =>
      ({ id, name, role, presence, connected: connected(id) }));

    const { status, call_mode, room_opens_at, video_provider } = this.door;

    return { status, call_mode, room_opens_at, video_provider, actual_start: status === 'in_progress' ? iso(0) : null,
      meeting_state: 'none', revision: 1,
      timestamp: iso(0), you: person.id, recording_id: this.recording.id, participants, last_seq: this.#seq };
  }

  #received(line, person, frame) {
    if (this.silent)
      return;
    (person === this.patient ? this.frames : this.others).push(frame);
    if (frame.ref)
      line.send(JSON.stringify({ type: 'ack', ref: frame.ref }));
    if (frame.type === 'resume')
      this.#resume(line, frame.after);
    else if (frame.type === 'signal')
      this.#relay(person, frame);
    else if (frame.type === 'consultation_action' && frame.action === 'hang_up')
      this.hangUp();
    this.#notify();
  }

  /* What happened since the greeting was told as it happened. */
  #resume(line, after) {
    for (const event of this.#events.filter(({ seq }) => seq > after && seq <= this.#greeted.get(line) && !this.forgetful))
      line.send(JSON.stringify(event));
    line.send(JSON.stringify({ type: 'resumed', after, complete: !this.forgetful, seq: this.#seq }));
  }

  #relay(person, { to, ...content }) {
    for (const [line, other] of this.#lines) {
      if (other.id === to)
        line.send(JSON.stringify({ ...content, from: person.id, consultation_id: this.id, seq: this.#seq }));
    }
  }

  #notify() {
    for (const watcher of [...this.#watchers])
      watcher();
  }
}
