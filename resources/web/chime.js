/* Sounds made on the spot: the bell for "the doctor is ready" and the tone of the speaker test. */

const AGAIN = 4_000;
const RINGS = 15;

export class Chime {
  #context = null;
  #timer = null;

  /* Rings for a minute or until stopped, and shakes the phone where it can. */
  ring() {
    let rings = 0;
    const once = () => {
      rings += 1;
      this.#play([[659, 0], [880, 0.22]], 0.5);
      this.#shake([250, 120, 250]);
      if (rings >= RINGS)
        this.stop();
    };

    this.stop();
    this.#timer = setInterval(once, AGAIN);
    once();
  }

  bell() {
    this.#play([[659, 0], [880, 0.22]], 0.5);
  }

  /* speaker: the id of the one to be tried, where the browser lets us choose. */
  async tone(speaker = '') {
    this.#context ??= new AudioContext();
    try {
      await this.#context.setSinkId?.(speaker);
    } catch (error) {
      console.info('speaker:', error.name);
    }
    return this.#play([[523, 0], [659, 0.3], [784, 0.6], [1047, 0.9]], 0.6);
  }

  /* Everybody hears that a recording begins, and that it has ended. */
  recordingBegins() {
    return this.#play([[880, 0], [880, 0.25]], 0.18);
  }

  recordingEnds() {
    return this.#play([[660, 0], [440, 0.2]], 0.25);
  }

  stop() {
    if (this.#timer === null)
      return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#shake(0);
  }

  /* Only a page that was touched may shake the phone. */
  #shake(pattern) {
    if (navigator.userActivation?.hasBeenActive ?? true)
      navigator.vibrate?.(pattern);
  }

  /* notes: pairs of frequency and start in seconds. Resolves to whether the device let the sound out. */
  async #play(notes, length) {
    this.#context ??= new AudioContext();
    this.#context.resume().catch(() => {});
    for (const [frequency, start] of notes)
      this.#note(frequency, this.#context.currentTime + start, length);
    return this.#context.state === 'running';
  }

  #note(frequency, start, length) {
    const oscillator = new OscillatorNode(this.#context, { type: 'sine', frequency });
    const gain = new GainNode(this.#context, { gain: 0 });

    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + length);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  }
}
