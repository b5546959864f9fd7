/* How well the call travels: measured every two seconds, told to the practice, and shown with what is at fault. */

import { findCause, grade, grades, mirror, worse } from './verdict.js';

const PERIOD = 2_000;
/* Enough to tell a hiccup from a weak connection. */
const WINDOW = 3;
/* For how long what the other side said holds. */
const HOLDS = 10_000;

const number = (value) => value ?? 0;

/* Sums over the reports of one connection. */
function read(reports) {
  const sums = { at: performance.now(), received: 0, lost: 0, bytes: 0, jitter: 0, roundTrip: 0, frozen: 0, busy: false };

  for (const report of reports.values()) {
    if (report.type === 'inbound-rtp') {
      sums.received += number(report.packetsReceived);
      sums.lost += number(report.packetsLost);
      sums.bytes += number(report.bytesReceived);
      sums.frozen += number(report.totalFreezesDuration);
      sums.jitter = Math.max(sums.jitter, number(report.jitter));
    } else if (report.type === 'candidate-pair' && report.nominated) {
      sums.roundTrip = number(report.currentRoundTripTime);
    } else if (report.type === 'outbound-rtp' && report.qualityLimitationReason === 'cpu') {
      sums.busy = true;
    }
  }
  return sums;
}

/* Who stood still because they might, at either end of the time between, did not freeze in it. */
const countFrozen = (samples) => samples.slice(1).reduce((sum, sample, index) =>
  sum + (sample.still || samples[index].still ? 0 : Math.max(0, sample.frozen - samples[index].frozen)), 0);

function compare(samples) {
  const [first, last] = [samples[0], samples.at(-1)];
  const received = last.received - first.received;
  const lost = Math.max(0, last.lost - first.lost);
  const seconds = (last.at - first.at) / 1000;

  return {
    loss: received + lost > 0 ? lost / (received + lost) : 0,
    rtt_ms: Math.round(last.roundTrip * 1000),
    jitter_ms: Math.round(last.jitter * 1000),
    frozen: Math.min(1, countFrozen(samples) / seconds),
    bitrate: Math.max(0, Math.round((last.bytes - first.bytes) * 8 / seconds)),
  };
}

/* Event "change". `quality` is a grade or null, `cause` says what makes it fair or poor: own, other, way or device. */
export class Quality extends EventTarget {
  #visit;
  #call;
  #samples = new WeakMap();
  #others = new Map();
  /* Who said lately whether they show a picture. */
  #changed = new Set();
  #ping = null;
  #pings = 0;
  #answered = null;
  #was = null;

  quality = null;
  cause = '';

  constructor(visit, call) {
    super();
    this.#visit = visit;
    this.#call = call;
    visit.addEventListener('connection_quality_updated', ({ detail }) => this.#heard(detail));
    visit.addEventListener('presence', ({ detail }) => this.#changed.add(detail.participant_id));
    visit.addEventListener('up', () => {
      this.#ping = null;
      visit.socket.addEventListener('ack', this.#hearAnswer);
    });
    setInterval(() => this.#sample(), PERIOD);
  }

  #heard(report) {
    if (report.participant_id !== this.#visit.you)
      this.#others.set(report.participant_id, { ...report, at: performance.now() });
  }

  #hearAnswer = ({ detail }) => {
    if (detail.ref !== this.#ping?.ref)
      return;
    this.#answered = performance.now() - this.#ping.at;
    this.#ping = null;
  };

  /* One that is still unanswered counts by its age. */
  #measureServer() {
    const age = this.#ping ? performance.now() - this.#ping.at : null;
    const time = this.#visit.interrupted ? -1 : Math.round(Math.max(number(this.#answered), number(age)));

    if (this.#ping === null) {
      this.#ping = { ref: `ping-${this.#pings += 1}`, at: performance.now() };
      if (!this.#visit.socket?.send({ type: 'ping', ref: this.#ping.ref }))
        this.#ping = null;
    }
    return time;
  }

  get #fresh() {
    return [...this.#others.values()].filter(({ at }) => performance.now() - at < HOLDS);
  }

  async #sample() {
    const peers = [...this.#call.peers.values()];
    const server = this.#measureServer();

    if (this.#call.state !== 'connected' && this.#call.state !== 'interrupted') {
      this.#show(null, '');
      return;
    }

    const changed = this.#changed;

    this.#changed = new Set();

    const connected = peers.filter(({ state }) => state === 'connected');
    const measured = await Promise.all(connected.map((peer) => this.#measure(peer, this.#isStill(peer, changed))));
    const known = measured.filter(Boolean);

    if (this.#call.state === 'interrupted')
      this.#tell({ quality: 'poor', frozen: 1 }, server);
    else if (known.length > 0)
      this.#tell(known.reduce((one, other) => (worse(one.quality, other.quality) === one.quality ? one : other)), server);
  }

  /* A screen is sent as often as it changes, and a camera that is off not at all. */
  #isStill({ id, screen }, changed) {
    return screen || changed.has(id) || this.#call.pictureOf(id) !== 'on' || this.#call.pictureOf(this.#visit.you) === 'sound_only';
  }

  async #measure({ connection }, still) {
    const sample = { ...read(await connection.getStats()), still };
    const samples = [...(this.#samples.get(connection) ?? []), sample].slice(-WINDOW);
    const last = samples.at(-1);

    this.#samples.set(connection, samples);
    if (samples.length < 2)
      return null;

    const measured = compare(samples);

    return { ...measured, quality: grade(measured), busy: last.busy };
  }

  #tell({ quality, busy, frozen, loss, ...measured }, server) {
    const slowest = Math.max(...this.#fresh.map(({ server_ms: time }) => number(time)), 0);
    const found = findCause(quality, server, slowest);
    const cause = found === 'way' && busy ? 'device' : found;

    this.#visit.socket.send({
      type: 'connection_quality', quality, cause, ...measured,
      ...(loss === undefined ? {} : { loss: Number((loss * 100).toFixed(2)) }),
      ...(server < 0 ? {} : { server_ms: server }),
      freeze_ms: Math.round(frozen * PERIOD),
    });
    this.#judge(quality, cause);
  }

  /* The call is as good as it is for those for whom it is worst; one bad moment is not told. */
  #judge(quality, cause) {
    const said = this.#fresh.reduce((one, other) => (one && worse(one.quality, other.quality) === one.quality ? one : other), null);
    const theirs = said !== null && grades.indexOf(said.quality) > grades.indexOf(quality);
    const now = theirs ? { quality: said.quality, cause: mirror(said.cause) } : { quality, cause };
    const calm = this.#was === null || grades.indexOf(this.#was.quality) <= grades.indexOf(now.quality) ? this.#was ?? now : now;

    this.#was = now;
    this.#show(calm.quality, calm.quality === now.quality ? now.cause : calm.cause);
  }

  #show(quality, cause) {
    if (quality === null)
      this.#was = null;
    if (this.quality === quality && this.cause === cause)
      return;
    Object.assign(this, { quality, cause });
    this.dispatchEvent(new Event('change'));
  }
}
