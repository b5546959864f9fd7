/* What staff are told about the patient: here, testing, no camera, asleep, in the call or in the meeting elsewhere. */

export class Presence {
  #visit;
  #media;
  #call;
  #share;
  #told = null;

  testing = false;
  inMeeting = false;
  /* On the way to the provider's own page, in this tab. */
  isElsewhere = false;

  constructor(visit, { media, call, share }) {
    this.#visit = visit;
    this.#media = media;
    this.#call = call;
    this.#share = share;
    visit.addEventListener('up', () => this.#tell());
    visit.addEventListener('change', () => this.update());
    for (const source of [media, call, share])
      source.addEventListener('change', () => this.update());
    document.addEventListener('visibilitychange', () => this.update());
  }

  get state() {
    if (this.isElsewhere)
      return 'in_meeting';
    if (document.hidden)
      return 'asleep';
    if (this.inMeeting || this.#call.state === 'connected')
      return 'in_call';
    if (this.testing || this.#media.state === 'asking')
      return 'testing';
    return this.#lacksCamera() ? 'no_camera' : 'here';
  }

  /* Whether the others see this one or their screen, and if not, why. */
  get picture() {
    if (this.#media.soundOnly)
      return 'sound_only';
    if (this.#share.track !== null)
      return 'on';
    if (this.#media.cameraOff)
      return 'off';
    return this.#media.videoTrack === null && this.#lacksCamera() ? 'none' : 'on';
  }

  setTesting(testing) {
    this.testing = testing;
    this.update();
  }

  /* At another provider, inside this page. */
  setInMeeting(inMeeting) {
    this.inMeeting = inMeeting;
    this.update();
  }

  setElsewhere(isElsewhere) {
    this.isElsewhere = isElsewhere;
    this.update();
  }

  update() {
    if (this.#visit.socket !== null)
      this.#visit.socket.heartbeat = () => this.#frame();
    if (`${this.state} ${this.picture}` !== this.#told)
      this.#tell();
  }

  #frame() {
    return { type: 'presence', state: this.state, picture: this.picture };
  }

  #tell() {
    const told = `${this.state} ${this.picture}`;

    this.#told = this.#visit.socket?.send(this.#frame()) ? told : null;
  }

  #lacksCamera() {
    const { state, problem, videoTrack, cameraOff, soundOnly } = this.#media;

    return state === 'declined' || problem !== null || (state === 'live' && videoTrack === null && !cameraOff && !soundOnly);
  }
}
