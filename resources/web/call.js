/* The built-in call: the people in it, who of them is connected, and the frames between them. */

import { ApiError } from './api.js';
import { insist } from './insist.js';
import { Peer } from './peer.js';

const MEDIA_PATIENCE = 8_000;
/* Somebody waits to be seen. */
const LONGEST_PAUSE = 3_000;
const BY_DOOR = new Set(['patient', 'guest', 'interpreter']);

const isStaff = (person) => person?.role !== undefined && !BY_DOOR.has(person.role);

/*
 * Everybody calls everybody: staff offer to all, and of two pages the one with the smaller id offers to the other. Each pair
 * finds and mends its own way. Whoever is kept out, or keeps out, is called by nobody.
 *
 * Event "change" whenever state or a peer changes; "hung-up" and "called" when the last of the staff ends the call, or one takes it up.
 */
export class Call extends EventTarget {
  #visit;
  #api;
  #media;
  #share;
  #joining = null;
  #ice = { iceServers: [] };

  joined = false;
  peers = new Map();
  startedAt = null;

  constructor(visit, api, { media, share }) {
    super();
    this.#visit = visit;
    this.#api = api;
    this.#media = media;
    this.#share = share;
    visit.addEventListener('signal', ({ detail }) => this.#signalled(detail));
    visit.addEventListener('user_left', ({ detail }) => this.#left(detail));
    visit.addEventListener('user_joined', ({ detail }) => visit.isPast(detail) || this.#arrived(detail.participant_id));
    visit.addEventListener('consultation_status', ({ detail }) => detail.participants && this.#greeted());
    visit.addEventListener('admission', ({ detail }) => this.#admitted(detail.participant_id));
    for (const source of [media, share])
      source.addEventListener('change', () => this.#syncTracks());
    visit.addEventListener('presence', () => this.#heardOf());
    /* Sound only is no screen either: the later choice ends the other. */
    media.addEventListener('change', () => media.soundOnly && share.stop());
    share.addEventListener('change', () => share.track !== null && media.soundOnly && media.setSoundOnly(false));
  }

  get state() {
    const peers = [...this.peers.values()];

    if (!this.joined)
      return 'idle';
    if (peers.some(({ state }) => state === 'connected'))
      return 'connected';
    return peers.some(({ wasConnected }) => wasConnected) ? 'interrupted' : 'connecting';
  }

  /* Takes part as soon as the devices are had, refused or slow to answer; late tracks find their place. */
  join() {
    if (this.joined)
      return Promise.resolve();
    if (this.#joining === null) {
      const attempt = Promise.resolve().then(() => this.#join(() => this.#joining === attempt)).finally(() => {
        if (this.#joining === attempt)
          this.#joining = null;
      });

      this.#joining = attempt;
    }
    return this.#joining;
  }

  leave() {
    const wasIdle = !this.joined && this.#joining === null;

    this.#joining = null;
    this.joined = false;
    this.#share.stop();
    this.startedAt = null;
    for (const peer of this.peers.values())
      peer.close();
    this.peers.clear();
    if (!wasIdle)
      this.#changed();
  }

  nameOf(id) {
    return this.#visit.participants.get(id)?.name ?? this.#visit.door?.doctor_name ?? '';
  }

  roleOf(id) {
    return this.#visit.participants.get(id)?.role;
  }

  /* Whether somebody shows a picture: on, off, none or sound_only. */
  pictureOf(id) {
    return this.#visit.participants.get(id)?.picture ?? 'on';
  }

  /* Not without the ways that the practice names: elsewhere there may be none, or one that is not to be gone. */
  async #join(wanted) {
    const patience = new Promise((resolve) => setTimeout(resolve, MEDIA_PATIENCE));
    const info = insist(() => this.#askHow(), wanted, LONGEST_PAUSE);

    await Promise.race([this.#media.acquire(), patience]);

    const answer = await info;

    if (!wanted())
      return;
    if (answer !== null)
      this.#ice = { iceServers: answer.ice_servers, iceTransportPolicy: answer.ice_transport_policy };
    this.joined = true;
    this.#reconnect();
    this.#changed();
  }

  /* An answer that was cut off says less. */
  async #askHow() {
    const answer = await this.#api.meetingInfo(this.#visit.id);

    if (answer.ice_servers === undefined)
      throw new ApiError(0);
    return answer;
  }

  #greeted() {
    this.#noteStaff();
    this.#reconnect();
  }

  #heardOf() {
    this.#noteStaff();
    this.#syncTracks();
  }

  /* Their call went out while this side could not hear it, and goes on. */
  #noteStaff() {
    if (this.#hasStaff)
      this.dispatchEvent(new Event('called'));
  }

  /* Tells everybody present who is not connected that this side is ready, and lets go of whoever went unheard. */
  #reconnect() {
    for (const id of [...this.peers.keys()]) {
      if (!this.#takesPart(id))
        this.#drop(id);
    }
    for (const { id, connected } of this.#visit.participants.values()) {
      if (connected)
        this.#appeared(id);
    }
  }

  /* What this side said before the server knew of its coming was not passed on. */
  #arrived(id) {
    if (this.joined && id === this.#you)
      this.#reconnect();
    else
      this.#appeared(id);
  }

  #appeared(id) {
    if (!this.joined || !this.#takesPart(id))
      return;

    const peer = this.#peer(id);

    if (peer.state !== 'connected')
      peer.begin();
  }

  #signalled(frame) {
    const calling = frame.restart || frame.description?.type === 'offer';

    if (calling && isStaff(this.#visit.participants.get(frame.from)))
      this.dispatchEvent(new Event('called'));
    if (this.joined && this.#takesPart(frame.from))
      this.#peer(frame.from).receive(frame);
  }

  /*
   * A lost socket says nothing about the media, which may well go on. And what is told late says nothing about those who came
   * back since: they are known to be here by now.
   */
  #left({ participant_id: id, user_role: role, reason }) {
    if (reason === 'lost' || this.#isInCall(id))
      return;
    if (reason === 'hung_up' && isStaff({ role }) && !this.#hasStaff) {
      this.dispatchEvent(new Event('hung-up'));
      return;
    }
    if (reason === 'hung_up' || !this.#takesPart(id))
      this.#drop(id);
  }

  #isInCall(id) {
    const person = this.#visit.participants.get(id);

    return person?.connected === true && person.presence === 'in_call';
  }

  get #hasStaff() {
    return [...this.#visit.participants.values()].some((person) => isStaff(person) && this.#isInCall(person.id));
  }

  /* Put on hold, or let in: those who are let in call by themselves. */
  #admitted(id) {
    if (!this.#takesPart(id))
      this.#drop(id);
  }

  #takesPart(id) {
    const person = this.#visit.participants.get(id);

    return id !== this.#you && person !== undefined && (person.admission ?? 'in') === 'in' && person.presence !== 'left';
  }

  #drop(id) {
    this.peers.get(id)?.close();
    if (this.peers.delete(id))
      this.#changed();
  }

  #offersTo(id) {
    const person = this.#visit.participants.get(id);

    return person?.role !== undefined && !isStaff(person) && this.#you < id;
  }

  #peer(id) {
    let peer = this.peers.get(id);

    if (peer === undefined) {
      peer = new Peer(id, { media: this.#media, share: this.#share, ice: () => this.#ice,
        offers: () => this.#offersTo(id), spares: () => this.pictureOf(id) === 'sound_only' });
      peer.addEventListener('signal', ({ detail }) => this.#visit.socket.sendPaced(detail) || this.#visit.socket.doubt());
      peer.addEventListener('interrupted', () => this.#visit.socket.doubt());
      peer.addEventListener('change', () => this.#changed());
      this.peers.set(id, peer);
    }
    return peer;
  }

  get #you() {
    return this.#visit.you ?? this.#visit.door?.participant_id;
  }

  #syncTracks() {
    for (const peer of this.peers.values())
      peer.syncTracks();
  }

  #changed() {
    if (this.state === 'connected')
      this.startedAt ??= Date.now();
    this.dispatchEvent(new Event('change'));
  }
}
