/* How loud the others are played here, and where. Phones leave that to their own buttons, and ignore what a page says. */

import { chosen, remember } from './device-choice.js';

const probe = document.createElement('video');

probe.volume = 0.5;

/* Event "change". `adjustable` and `routable` say whether this browser can. */
export class Hearing extends EventTarget {
  #seat;

  adjustable = probe.volume === 0.5;
  routable = probe.setSinkId !== undefined;

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

  /* The id of a speaker, empty where the system decides. */
  get speaker() {
    return this.routable ? chosen('audiooutput') ?? '' : '';
  }

  choose(id) {
    remember('audiooutput', id);
    this.dispatchEvent(new Event('change'));
  }

  /* As the ear takes it, not as the wire does. */
  apply(videos) {
    for (const video of videos) {
      video.volume = this.volume ** 3;
      this.#route(video);
    }
  }

  /* One that was unplugged leaves the sound where it is. */
  #route(video) {
    if (this.routable && video.sinkId !== this.speaker)
      video.setSinkId(this.speaker).catch((error) => console.info('speaker:', error.name));
  }
}
