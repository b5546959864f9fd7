/* Lets frames out as the server bears them, in order: some at once, then one after the other. */

/* The server takes 40 at once and 20 in a second; what is not paced has to find room, too. */
const BURST = 20;
const PACE = 75;

export class Pacer {
  #send;
  #waiting = [];
  #credit = BURST;
  #since = 0;
  #timer = null;

  constructor(send) {
    this.#send = send;
  }

  push(frame) {
    this.#waiting.push(frame);
    this.#flush();
  }

  /* What is not out yet is forgotten. */
  clear() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  /* By the clock: the timers of a page that is not looked at are late. */
  #flush() {
    const now = performance.now();

    this.#credit = Math.min(BURST, this.#credit + (now - this.#since) / PACE);
    this.#since = now;
    for (; this.#credit >= 1 && this.#waiting.length > 0; this.#credit -= 1)
      this.#send(this.#waiting.shift());
    if (this.#waiting.length > 0)
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#flush();
      }, PACE);
  }
}
