/* What staff are told about the patient: here, testing, no camera, asleep or in the call. */

export class Presence {
  #visit;
  #media;
  #call;
  #told = null;

  testing = false;
  inMeeting = false;

  constructor(visit, media, call) {
    this.#visit = visit;
    this.#media = media;
    this.#call = call;
    visit.addEventListener('up', () => this.#tell());
    visit.addEventListener('change', () => this.update());
    media.addEventListener('change', () => this.update());
    call.addEventListener('change', () => this.update());
    document.addEventListener('visibilitychange', () => this.update());
  }

  get state() {
    if (document.hidden)
      return 'asleep';
    if (this.inMeeting || this.#call.state === 'connected')
      return 'in_call';
    if (this.testing || this.#media.state === 'asking')
      return 'testing';
    return this.#lacksCamera() ? 'no_camera' : 'here';
  }

  setTesting(testing) {
    this.testing = testing;
    this.update();
  }

  /* At another provider. */
  setInMeeting(inMeeting) {
    this.inMeeting = inMeeting;
    this.update();
  }

  update() {
    if (this.#visit.socket !== null)
      this.#visit.socket.heartbeat = () => ({ type: 'presence', state: this.state });
    if (this.state !== this.#told)
      this.#tell();
  }

  #tell() {
    const { state } = this;

    this.#told = this.#visit.socket?.send({ type: 'presence', state }) ? state : null;
  }

  #lacksCamera() {
    const { state, problem, videoTrack, cameraOff } = this.#media;

    return state === 'declined' || problem !== null || (state === 'live' && videoTrack === null && !cameraOff);
  }
}
