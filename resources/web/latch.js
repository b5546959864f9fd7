/* Whether people may see and hear each other: not while somebody who was let in may still be called back. */

/* Where the word that the room is open gets lost, the page goes on all the same. */
const GRACE = 500;

export class Latch {
  #clock;
  #changed;
  #timer = null;

  /* Since when the visit goes on, as far as known. */
  startedAt = null;

  constructor(clock, changed) {
    this.#clock = clock;
    this.#changed = changed;
  }

  isShut(door) {
    return Boolean(door?.room_opens_at) && this.#clock.until(door.room_opens_at) > 0;
  }

  /* Tells when it opens by the passing of time. */
  watch(door) {
    clearTimeout(this.#timer);
    if (this.isShut(door))
      this.#timer = setTimeout(this.#changed, this.#clock.until(door.room_opens_at) + GRACE);
  }

  /* What a frame says of it; answers whether the door has more to tell now. */
  follow(door, frame) {
    const before = door.call_mode;

    if (frame.type === 'consultation_status')
      this.#read(door, frame);
    else if (frame.type === 'room_opened')
      door.room_opens_at = null;
    else if (frame.type === 'recalled')
      Object.assign(door, { state: 'open', room_opens_at: null });
    this.watch(door);
    return door.call_mode === 'phone' && before !== 'phone';
  }

  /* Whoever waits again was called back; without this the page would take the room for open until the next frame. */
  #read(door, { status, call_mode: mode = door.call_mode, room_opens_at: opensAt = door.room_opens_at,
    actual_start: start = this.startedAt }) {
    Object.assign(door, { call_mode: mode, room_opens_at: opensAt });
    if (status === 'waiting' && door.state === 'admitted')
      door.state = 'open';
    this.startedAt = start;
  }
}
