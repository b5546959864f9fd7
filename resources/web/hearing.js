/* How loud the others are played here. Phones leave that to their own buttons, and ignore what a page says. */

const probe = document.createElement('video');

probe.volume = 0.5;

/* Event "change". `adjustable` says whether this browser can. */
export class Hearing extends EventTarget {
  #seat;

  adjustable = probe.volume === 0.5;

  constructor(seat) {
    super();
    this.#seat = seat;
  }

  get volume() {
    return this.#seat.get('volume', 1);
  }

  set volume(volume) {
    this.#seat.set('volume', Math.min(1, Math.max(0, volume)));
    this.dispatchEvent(new Event('change'));
  }

  /* As the ear takes it, not as the wire does. */
  apply(videos) {
    for (const video of videos)
      video.volume = this.volume ** 3;
  }
}
