/*
 * One person on the other end of the built-in call. Each attempt has a number, the epoch; frames of an older one are
 * dropped and every new one gets a fresh connection. One of two sides offers, and `offers` says whether it is this one.
 */

/* The other side looks for another way by itself after three seconds. */
const LOST_AFTER = 6_000;
const ASK_AGAIN = 15_000;
const KINDS = ['audio', 'video'];

/* Events: "change" (state or stream), "interrupted", "signal" (detail: the frame to send). */
export class Peer extends EventTarget {
  #media;
  #share;
  #toldScreen = false;
  #ice;
  #offers;
  #spares;
  #epoch = 0;
  #connection = null;
  #making = false;
  #tasks = Promise.resolve();
  #timer = null;

  state = 'connecting';
  stream = new MediaStream();
  wasConnected = false;
  /* Whether the other side shows a screen instead of a camera's picture. */
  screen = false;

  /* ice: the ways to be tried, as they are known by now; spares: whether the other side wants no picture. */
  constructor(id, { media, share, ice, offers, spares = () => false }) {
    super();
    this.id = id;
    this.#media = media;
    this.#share = share;
    this.#ice = ice;
    this.#offers = offers;
    this.#spares = spares;
  }

  get connection() {
    return this.#connection;
  }

  /* Says "I am ready, call me", or calls. */
  begin() {
    if (this.#offers())
      this.#enqueue(() => this.#offerAfresh());
    else
      this.#ask();
  }

  receive(frame) {
    this.#enqueue(() => this.#receive(frame));
  }

  /* The patient's tracks came, went or changed: no negotiation is needed, each has its place already. */
  syncTracks() {
    for (const { sender, receiver } of this.#connection?.getTransceivers() ?? [])
      this.#place(sender, receiver.track.kind);
    if (this.#connection?.remoteDescription && this.#toldScreen !== this.#showsScreen)
      this.#tellScreen({ epoch: this.#epoch });
  }

  close() {
    clearTimeout(this.#timer);
    this.#drop();
    this.state = 'closed';
  }

  #enqueue(task) {
    this.#tasks = this.#tasks.then(() => this.state !== 'closed' && task()).catch((error) => {
      console.warn('call:', error.name, error.message);
      this.#wait(LOST_AFTER);
    });
  }

  async #receive({ epoch, description, candidate, restart, screen }) {
    if (restart) {
      await this.#restarted();
      return;
    }
    if (epoch < this.#epoch || (epoch > this.#epoch && description?.type !== 'offer'))
      return;
    if (description || screen !== undefined)
      this.#setScreen(screen === true);
    if (description)
      await this.#describe(epoch, description);
    else if (candidate?.candidate && this.#connection?.remoteDescription)
      await this.#connection.addIceCandidate(candidate);
  }

  async #restarted() {
    if (this.#offers())
      await this.#offerAfresh();
    else
      this.#ask();
  }

  async #describe(epoch, description) {
    if (epoch > this.#epoch)
      this.#renew(epoch);
    if (this.#connection === null)
      return;

    const colliding = this.#making || this.#connection.signalingState !== 'stable';

    if (description.type === 'answer' ? this.#connection.signalingState !== 'have-local-offer' : colliding && this.#offers())
      return;
    await this.#connection.setRemoteDescription(description);
    if (description.type === 'offer')
      await this.#answer();
  }

  async #answer() {
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.mid !== null && transceiver.direction !== 'stopped')
        transceiver.direction = 'sendrecv';
    }
    this.syncTracks();
    await this.#connection.setLocalDescription();
    this.#sendDescription();
  }

  async #offerAfresh() {
    this.#renew(Math.max(this.#epoch + 1, Math.floor(Date.now() / 1000)));
    for (const kind of KINDS)
      this.#connection.addTransceiver(kind, { direction: 'sendrecv' });
    this.syncTracks();
    await this.#offer();
  }

  async #offer() {
    this.#making = true;
    try {
      await this.#connection.setLocalDescription();
      this.#sendDescription();
    } finally {
      this.#making = false;
    }
  }

  #renew(epoch) {
    this.#drop();
    this.#epoch = epoch;
    this.#setState(this.wasConnected ? 'interrupted' : 'connecting');
    this.#wait(ASK_AGAIN);

    const connection = new RTCPeerConnection({ ...this.#ice(), bundlePolicy: 'max-bundle' });
    const stream = new MediaStream();

    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => candidate?.candidate && this.#signal({ epoch, candidate: candidate.toJSON() });
    connection.onconnectionstatechange = () => this.#stateChanged(connection.connectionState);
    connection.onnegotiationneeded = () => connection.remoteDescription && this.#enqueue(() => this.#offer());
    connection.ontrack = ({ track }) => this.#received(stream, track);
  }

  #received(stream, track) {
    stream.addTrack(track);
    track.onmute = track.onunmute = () => this.#changed();
    this.stream = stream;
    this.#changed();
  }

  #stateChanged(state) {
    clearTimeout(this.#timer);
    if (state === 'connected') {
      this.wasConnected = true;
      this.#setState('connected');
    } else if (state === 'disconnected' || state === 'failed') {
      this.#setState('interrupted');
      this.dispatchEvent(new Event('interrupted'));
      this.#wait(state === 'failed' ? 0 : LOST_AFTER);
    } else {
      this.#wait(ASK_AGAIN);
    }
  }

  /* No connection after that time: ask for the next attempt, and wait again. */
  #wait(time) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.state !== 'connected' && this.state !== 'closed' && this.begin(), time);
  }

  /* Whoever answers may have been started afresh, so its numbers may begin again. */
  #ask() {
    this.#epoch = 0;
    this.#signal({ restart: true });
    this.#wait(ASK_AGAIN);
  }

  #place(sender, kind) {
    const picture = this.#spares() ? null : this.#share.track ?? this.#media.videoTrack;
    const track = kind === 'audio' ? this.#media.audioTrack : picture;

    sender.setStreams?.(this.#media.stream);
    if (sender.track !== track)
      sender.replaceTrack(track).catch((error) => console.warn('call:', error.name, error.message));
  }

  #sendDescription() {
    const { type, sdp } = this.#connection.localDescription;

    this.#tellScreen({ epoch: this.#epoch, description: { type, sdp } });
  }

  get #showsScreen() {
    return this.#share.track !== null;
  }

  #tellScreen(content) {
    this.#toldScreen = this.#showsScreen;
    this.#signal({ ...content, screen: this.#showsScreen });
  }

  #setScreen(screen) {
    if (this.screen === screen)
      return;
    this.screen = screen;
    this.#changed();
  }

  #signal(content) {
    this.dispatchEvent(new CustomEvent('signal', { detail: { type: 'signal', to: this.id, ...content } }));
  }

  #drop() {
    if (this.#connection === null)
      return;
    this.#connection.onconnectionstatechange = null;
    this.#connection.onicecandidate = null;
    this.#connection.onnegotiationneeded = null;
    this.#connection.close();
    this.#connection = null;
  }

  #setState(state) {
    if (this.state === state)
      return;
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
