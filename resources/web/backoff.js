/* Growing pauses between attempts, each shortened at random so that a whole waiting room does not knock at once. */

export class Backoff {
  #first;
  #longest;
  #pause;

  constructor({ first = 400, longest = 15_000 } = {}) {
    this.#first = first;
    this.#longest = longest;
    this.reset();
  }

  reset() {
    this.#pause = this.#first;
  }

  next() {
    const pause = this.#pause * (0.5 + Math.random() / 2);

    this.#pause = Math.min(this.#pause * 2, this.#longest);
    return pause;
  }
}
