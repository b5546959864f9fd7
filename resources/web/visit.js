/* The visit as the server tells it: the door's answer, kept current by the frames of the socket. */

import { ApiError } from './api.js';
import { Backoff } from './backoff.js';
import { Course } from './course.js';
import { insist } from './insist.js';
import { Latch } from './latch.js';
import { People } from './people.js';
import { DoorSocket } from './socket.js';

/* What changes more than the frame itself says. */
const RELOADING = new Set(['consultation_updated', 'consultation_started', 'consultation_ended', 'admitted',
  'provider_switched', 'meeting_ready', 'recalled', 'room_opened']);
const DOOR_EARLY_CHECK = 60_000;

/* Events: "change"; "up"; "reload" (read messages afresh); every frame under its type, with the frame as detail. */
export class Visit extends EventTarget {
  #api;
  #clock;
  #seat;
  #backoff = new Backoff();
  #timer = null;
  latch;
  #loading = null;
  #again = false;
  #joining = false;
  #found = false;
  #leaving = false;
  #people = new People();
  #course = new Course();

  door = null;
  trouble = null;
  queue = null;
  socket = null;
  movedFrom = null;
  doctorBefore = null;
  /* Another tab has taken the seat. */
  elsewhere = false;
  interrupted = false;

  constructor(api, clock, seat) {
    super();
    this.#api = api;
    this.#clock = clock;
    this.#seat = seat;
    this.latch = new Latch(clock, () => this.#changed());
    window.addEventListener('online', () => this.refresh());
    document.addEventListener('visibilitychange', () => document.hidden || this.refresh());
  }

  get id() {
    return this.door?.consultation_id;
  }

  get you() {
    return this.#people.you;
  }

  /* By their ids. */
  get participants() {
    return this.#people.all;
  }

  /* Whoever has left stays so over a reload, for phones load a page again by themselves. */
  get left() {
    return this.#seat.get('left', false);
  }

  get isGuest() {
    return this.door?.role === 'guest' || this.door?.role === 'interpreter';
  }

  /* "in", "waiting" to be let in, or "held" */
  get admission() {
    return this.participants.get(this.you)?.admission ?? this.door?.admission ?? 'in';
  }

  get doctors() {
    return [...this.participants.values()].filter(({ role }) => role === 'doctor');
  }

  /* Whether it was told again, of something that the greeting before it tells better. */
  isPast(frame) {
    return this.#course.isPast(frame);
  }

  /* Reads the door; calls while one is under way join into one more afterwards. */
  refresh() {
    if (this.elsewhere)
      return Promise.resolve();
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    clearTimeout(this.#timer);
    this.#loading = this.#load().finally(() => {
      this.#loading = null;
      if (this.#again) {
        this.#again = false;
        this.refresh();
      }
    });
    return this.#loading;
  }

  /* Gives the place up; the page stays and offers the way back. */
  async leave() {
    this.#seat.set('left', true);
    this.queue = null;
    this.#changed();
    await this.#giveUpSeat();
  }

  async comeBack() {
    this.#seat.set('left', false);
    this.#changed();
    await this.#takeSeat();
  }

  /* Takes the seat from the other tab. */
  useHere() {
    this.elsewhere = false;
    this.#changed();
    return this.refresh();
  }

  /* A visit given up as missed is taken up again where the practice still allows it. */
  async arriveLate() {
    this.#seat.set('left', false);
    await insist(() => this.#api.join(this.id), () => this.door?.state === 'no_show');
    await this.refresh();
  }

  async #load() {
    try {
      const door = await this.#api.door();

      /* Older than a frame that came meanwhile: the next reading knows better. */
      if (this.#again)
        return;
      this.#backoff.reset();
      this.#accept(door);
      this.#schedule();
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      this.#refused(error);
    }
    this.#changed();
  }

  #refused(error) {
    if (error.passing) {
      this.trouble = 'offline';
      this.#timer = setTimeout(() => this.refresh(), this.#backoff.next());
      return;
    }
    /* A link that once led somewhere was copied whole, however often it is refused since. */
    this.trouble = this.#found ? 'shut' : 'unknown';
    this.door = null;
    this.socket?.close();
  }

  #accept(door) {
    this.#clock.set(door.server_time);
    this.trouble = null;
    this.#noteMove(door);
    this.#found = true;
    this.door = door;
    this.latch.watch(door);
    if (door.queue_position !== null && door.queue_position !== undefined)
      this.#setQueue(door);
    if (this.socket === null)
      this.#openSocket();
    if (door.state === 'over')
      this.socket.close();
    else
      this.socket.open();
    if (door.state === 'open' || (door.state === 'admitted' && !door.present))
      this.#takeSeat();
    if (this.left && door.present)
      this.#giveUpSeat();
  }

  /* What the page first said stays in mind, so that a change can be told as one. */
  #noteMove(door) {
    this.movedFrom = this.#changedSince('start', door.scheduled_start);
    this.doctorBefore = this.#changedSince('doctor', door.doctor_name);
    this.#seat.set('known', { clinic: door.clinic, scheduled_start: door.scheduled_start, time_zone: door.time_zone });
  }

  #changedSince(name, value) {
    const first = this.#seat.get(name);

    if (first === null)
      this.#seat.set(name, value);
    return first === value ? null : first;
  }

  /* At the door's opening, and from time to time before it, in case the socket cannot be had. */
  #schedule() {
    if (this.door.state !== 'early')
      return;
    const opening = Math.max(250, this.#clock.until(this.door.opens_at) + 100);

    this.#timer = setTimeout(() => this.refresh(), Math.min(opening, DOOR_EARLY_CHECK));
  }

  async #takeSeat() {
    if (this.left || this.#joining)
      return;
    this.#joining = true;
    try {
      const answer = await insist(() => this.#api.join(this.id), () => this.#mayJoin());

      if (answer && this.door?.state === 'open')
        this.#setQueue(answer);
    } finally {
      this.#joining = false;
    }
    this.#changed();
  }

  async #giveUpSeat() {
    if (this.#leaving)
      return;
    this.#leaving = true;
    try {
      await insist(() => this.#api.leave(this.id), () => this.left);
    } finally {
      this.#leaving = false;
    }
  }

  #mayJoin() {
    return !this.left && (this.door?.state === 'open' || this.door?.state === 'admitted');
  }

  #setQueue({ queue_position: position, estimated_wait_minutes: minutes }) {
    this.queue = { position: position ?? null, minutes: minutes ?? null, at: this.#clock.now() };
  }

  #openSocket() {
    this.socket = new DoorSocket(() => this.#api.ticket(), `/ws/consultation/${encodeURIComponent(this.id)}/`);
    this.socket.addEventListener('up', () => this.#cameUp());
    this.socket.addEventListener('down', () => {
      this.interrupted = true;
      this.#changed();
    });
    this.socket.addEventListener('gap', () => {
      this.refresh();
      this.#emit('reload');
    });
    this.socket.addEventListener('refused', () => this.refresh());
    this.socket.addEventListener('elsewhere', () => {
      this.elsewhere = true;
      this.#changed();
    });
    this.socket.addEventListener('frame', ({ detail }) => this.#apply(detail));
  }

  #cameUp() {
    if (this.interrupted)
      this.refresh();
    this.interrupted = false;
    this.#emit('up');
    this.#changed();
  }

  #apply(frame) {
    let news = RELOADING.has(frame.type) || (frame.type === 'consultation_status' && frame.status !== this.door?.status);

    if (this.door !== null && !this.isPast(frame)) {
      this.#people.apply(frame);
      this.#course.follow(this.door, frame);
      news = this.latch.follow(this.door, frame) || news;
    }
    if (frame.type === 'queue_updated')
      this.#setQueue(frame);
    this.#emit(frame.type, frame);
    if (news)
      this.refresh();
    this.#changed();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #changed() {
    this.#emit('change');
  }
}
