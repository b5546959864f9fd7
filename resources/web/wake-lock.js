/* Keeps the screen on while someone waits or talks; the browser lets go whenever the page is hidden. */

export class WakeLock {
  #wanted = false;
  #lock = null;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#update());
  }

  want(wanted) {
    if (this.#wanted === wanted)
      return;
    this.#wanted = wanted;
    this.#update();
  }

  async #update() {
    if (!this.#wanted) {
      this.#lock?.release();
      this.#lock = null;
    } else if (!document.hidden && (this.#lock === null || this.#lock.released)) {
      /* A saving battery may refuse: the visit works without. */
      this.#lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null;
      if (!this.#wanted)
        this.#update();
    }
  }
}
