/* How loud the microphone is, from 0 to 1, some ten times a second. */

const PERIOD = 100;
const QUIET = -60;

export class LevelMeter {
  #context = null;
  #source = null;
  #track = null;
  #timer = null;
  #samples = null;

  /* track may be null: then the meter rests. */
  watch(track, report) {
    if (track === this.#track)
      return;
    this.rest();
    this.#track = track;
    if (track === null) {
      report(0);
      return;
    }
    this.#context ??= new AudioContext();

    const analyser = this.#context.createAnalyser();

    analyser.fftSize = 1024;
    this.#samples = new Float32Array(analyser.fftSize);
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    this.#timer = setInterval(() => report(this.#measure(analyser)), PERIOD);
    this.wake();
  }

  /* Browsers keep sound asleep until the page is touched. */
  wake() {
    if (this.#context?.state === 'suspended')
      this.#context.resume().catch(() => {});
  }

  rest() {
    clearInterval(this.#timer);
    this.#source?.disconnect();
    this.#source = null;
    this.#track = null;
  }

  close() {
    this.rest();
    this.#context?.close();
    this.#context = null;
  }

  #measure(analyser) {
    analyser.getFloatTimeDomainData(this.#samples);

    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    const decibels = 10 * Math.log10(power + 1e-12);

    return Math.min(1, Math.max(0, 1 - decibels / QUIET));
  }
}
