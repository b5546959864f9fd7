/* The patient's own camera and microphone. Whatever fails becomes a named problem, never a dead end. */

import { prefer, remember } from './device-choice.js';
import { problemOf } from './media-problem.js';

const PICTURE = { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const BLACK_FRAMES = 500;
/* How long it is told that another device took over. */
const TOLD = 10_000;

/* Event "change" tells of every new track, state or problem. */
export class LocalMedia extends EventTarget {
  #asking = null;
  #darkening = null;
  /* Counts the stops: what was asked for before one is not wanted any more. */
  #round = 0;

  stream = new MediaStream();
  state = 'idle';
  problem = null;
  muted = false;
  cameraOff = false;
  /* No pictures either way, for the sake of the sound. */
  soundOnly = false;
  wanted = { audio: true, video: true };
  /* The name of a device that took over from one that was unplugged. */
  replaced = null;

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#devicesChanged());
  }

  get audioTrack() {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  get videoTrack() {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  get live() {
    return this.state === 'live';
  }

  /* Asks once for what is wanted and still missing; resolves when that is had or refused. */
  acquire(wanted = this.wanted) {
    this.wanted = wanted;
    if (this.#asking === null) {
      const asking = this.#acquire().finally(() => {
        if (this.#asking === asking)
          this.#asking = null;
      });

      this.#asking = asking;
    }
    return this.#asking;
  }

  /* Going on without a device is the patient's choice; nothing asks again until told to. */
  decline() {
    this.stop();
    this.wanted = { audio: false, video: false };
    this.state = 'declined';
    this.problem = null;
    this.#changed();
  }

  stop() {
    clearTimeout(this.#darkening);
    this.#round += 1;
    this.#asking = null;
    for (const track of this.stream.getTracks())
      this.#drop(track);
    if (this.state === 'live' || this.state === 'asking')
      this.state = 'idle';
    this.#changed();
  }

  setMuted(muted) {
    this.muted = muted;
    if (this.audioTrack)
      this.audioTrack.enabled = !muted;
    this.#changed();
  }

  /* Off: black frames first, so that nobody is left looking at a still, then the device's light goes out. */
  async setCameraOff(off) {
    this.cameraOff = off;
    clearTimeout(this.#darkening);
    if (this.videoTrack)
      this.videoTrack.enabled = !off;
    if (off)
      this.#darkening = setTimeout(() => this.#darken(), BLACK_FRAMES);
    this.#changed();
    if (!off && !this.videoTrack)
      await this.acquire({ ...this.wanted, video: true });
  }

  /* The camera comes back with the pictures, unless it was off before. */
  async setSoundOnly(soundOnly) {
    this.soundOnly = soundOnly;
    if (soundOnly && this.videoTrack)
      this.#drop(this.videoTrack);
    this.#changed();
    if (!soundOnly && !this.cameraOff && this.wanted.video)
      await this.acquire();
  }

  #darken() {
    if (this.videoTrack)
      this.#drop(this.videoTrack);
    this.#changed();
  }

  #missing() {
    return {
      audio: this.wanted.audio && this.audioTrack === null,
      video: this.wanted.video && this.videoTrack === null && !this.cameraOff && !this.soundOnly,
    };
  }

  async #acquire() {
    const { audio, video } = this.#missing();
    const round = this.#round;

    if (!audio && !video)
      return;
    this.state = 'asking';
    this.problem = null;
    this.#changed();

    const problem = await this.#ask(audio, video);

    if (round !== this.#round)
      return;
    this.problem = problem;
    this.state = this.stream.getTracks().length > 0 ? 'live' : problem ? 'problem' : 'idle';
    this.#changed();
  }

  /* Both at once, for one question; where one device is at fault, the other alone. */
  async #ask(audio, video) {
    const round = this.#round;
    const problem = await this.#take(audio, video);

    if (round !== this.#round || problem === null || !audio || !video || problem.code === 'denied' || problem.code === 'unsupported')
      return problem;
    if (await this.#take(true, false) === null)
      return { ...problem, device: 'camera' };
    if (await this.#take(false, true) === null)
      return { ...problem, device: 'microphone' };
    return problem;
  }

  /* The chosen ones, else whichever there are. */
  async #open(audio, video) {
    const plain = { audio: audio && SOUND, video: video && PICTURE };

    try {
      return await navigator.mediaDevices.getUserMedia({
        audio: audio && { ...SOUND, ...prefer('audioinput') }, video: video && { ...PICTURE, ...prefer('videoinput') },
      });
    } catch (error) {
      if (error.name !== 'OverconstrainedError')
        throw error;
      return navigator.mediaDevices.getUserMedia(plain);
    }
  }

  /* Whoever was asked may take long, and choose otherwise meanwhile. */
  async #take(audio, video) {
    const round = this.#round;

    try {
      const stream = await this.#open(audio, video);

      for (const track of stream.getTracks()) {
        if (round === this.#round && !(track.kind === 'video' && (this.cameraOff || this.soundOnly)))
          this.#add(track);
        else
          track.stop();
      }
      return null;
    } catch (error) {
      return problemOf(error, audio, video);
    }
  }

  #add(track) {
    track.enabled = track.kind === 'audio' ? !this.muted : !this.cameraOff;
    track.onended = () => this.#ended(track);
    this.stream.addTrack(track);
  }

  #drop(track) {
    track.onended = null;
    track.stop();
    this.stream.removeTrack(track);
  }

  /* kind: audioinput or videoinput. */
  async choose(kind, id) {
    const track = kind === 'audioinput' ? this.audioTrack : this.videoTrack;

    remember(kind, id);
    if (track === null)
      return;
    this.#drop(track);
    await this.acquire();
  }

  /* Unplugged, or the permission was taken back: another device may stand in. */
  async #ended(track) {
    this.#drop(track);
    await this.acquire();
    this.replaced = this.stream.getTracks().find(({ kind }) => kind === track.kind)?.label ?? null;
    this.#changed();
    setTimeout(() => {
      this.replaced = null;
      this.#changed();
    }, TOLD);
  }

  #devicesChanged() {
    if (this.problem?.code === 'missing')
      this.acquire();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
