/* Whether the doctor fell out of the call. The practice says at once that their line broke; the call itself shows whether
 * they are still heard. */

const LOOK_EVERY = 500;
const SILENT_AFTER = 1_000;

async function countReceived(connection) {
  let bytes = 0;

  for (const report of (await connection.getStats()).values()) {
    if (report.type === 'inbound-rtp')
      bytes += report.bytesReceived ?? 0;
  }
  return bytes;
}

/* Event "change". `noticed` is true from the moment that nothing comes any more until something comes again. */
export class Absence extends EventTarget {
  #visit;
  #call;
  #timer = null;
  #received = null;
  #heardAt = 0;

  noticed = false;

  constructor(visit, call) {
    super();
    this.#visit = visit;
    this.#call = call;
    visit.addEventListener('change', () => this.#update());
    call.addEventListener('change', () => this.#update());
  }

  get #gone() {
    const { doctors } = this.#visit;

    return doctors.length > 0 && doctors.every(({ connected }) => !connected);
  }

  get #connection() {
    const peer = [...this.#call.peers.values()].find(({ id, state }) => state === 'connected' && this.#call.roleOf(id) === 'doctor');

    return peer?.connection ?? null;
  }

  /* A line of our own that is down says nothing of theirs. */
  #update() {
    if (!this.#call.joined)
      this.#notice(false);
    this.#watch(this.#call.joined && !this.#visit.interrupted && (this.#gone || this.noticed));
  }

  #watch(wanted) {
    if (wanted === (this.#timer !== null))
      return;
    if (wanted) {
      this.#received = null;
      this.#timer = setInterval(() => this.#look(), LOOK_EVERY);
      this.#look();
    } else {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }

  async #look() {
    const connection = this.#connection;
    const received = connection && await countReceived(connection);
    const before = this.#received;

    if (this.#timer === null)
      return;
    if (received !== before)
      this.#heardAt = performance.now();
    this.#received = received;
    if (this.#gone)
      this.#notice(connection === null || performance.now() - this.#heardAt >= SILENT_AFTER);
    else if (received !== null && before !== null && received !== before)
      this.#notice(false);
  }

  #notice(noticed) {
    if (this.noticed === noticed)
      return;
    this.noticed = noticed;
    this.dispatchEvent(new Event('change'));
    this.#update();
  }
}
