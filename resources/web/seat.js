/* What must outlive a reload of this tab, and only of this tab: nothing about the visit stays on the device. */

export class Seat {
  #key;

  constructor(token) {
    this.#key = `visit ${token.slice(0, 8)}`;
  }

  get(name, otherwise = null) {
    return this.#all()[name] ?? otherwise;
  }

  set(name, value) {
    const all = this.#all();

    if (all[name] === value)
      return;
    all[name] = value;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(all));
    } catch {
      /* Storage full or forbidden: the page works on, a reload merely forgets. */
    }
  }

  #all() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key)) ?? {};
    } catch {
      return {};
    }
  }
}
