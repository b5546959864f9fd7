/* What must outlive a reload of this tab, and only of this tab: nothing about the visit stays on the device. The page itself
   goes by what is known here, so that it works where nothing may be stored. */

export class Seat {
  #key;
  #values;

  constructor(token) {
    this.#key = `visit ${token.slice(0, 8)}`;
    this.#values = this.#recall();
  }

  get(name, otherwise = null) {
    return this.#values[name] ?? otherwise;
  }

  /* Whether it outlives a reload: not where the storage is full or forbidden. */
  set(name, value) {
    this.#values[name] = value;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#values));
      return true;
    } catch {
      return false;
    }
  }

  #recall() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? {};
    } catch {
      return {};
    }
  }
}
