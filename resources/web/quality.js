/* How well the call travels, told to the practice every few seconds and to the patient when it is poor. */

const PERIOD = 5_000;

const number = (value) => value ?? 0;

/* Sums over the reports of one connection. */
function read(reports) {
  const sums = { received: 0, lost: 0, bytes: 0, jitter: 0, roundTrip: null };

  for (const report of reports.values()) {
    if (report.type === 'inbound-rtp') {
      sums.received += number(report.packetsReceived);
      sums.lost += number(report.packetsLost);
      sums.bytes += number(report.bytesReceived);
      sums.jitter = Math.max(sums.jitter, number(report.jitter));
    } else if (report.type === 'candidate-pair' && report.nominated) {
      sums.roundTrip = report.currentRoundTripTime ?? sums.roundTrip;
    }
  }
  return sums;
}

function judge(loss, roundTrip) {
  if (loss > 0.1 || roundTrip > 800)
    return 'poor';
  if (loss > 0.04 || roundTrip > 400)
    return 'fair';
  return loss > 0.01 || roundTrip > 200 ? 'good' : 'excellent';
}

export class Quality extends EventTarget {
  #visit;
  #call;
  #before = new WeakMap();
  #judgements = [];

  poor = false;

  constructor(visit, call) {
    super();
    this.#visit = visit;
    this.#call = call;
    setInterval(() => this.#sample(), PERIOD);
  }

  async #sample() {
    const peer = [...this.#call.peers.values()].find(({ state }) => state === 'connected');

    if (peer === undefined) {
      this.#judgements = [];
      this.#setPoor(false);
      return;
    }
    const connection = peer.connection;
    const sums = read(await connection.getStats());
    const before = this.#before.get(connection);

    this.#before.set(connection, sums);
    if (before !== undefined)
      this.#tell(sums, before);
  }

  #tell(sums, before) {
    const received = sums.received - before.received;
    const lost = Math.max(0, sums.lost - before.lost);
    const loss = received + lost > 0 ? lost / (received + lost) : 0;
    const roundTrip = Math.round(number(sums.roundTrip) * 1000);
    const quality = judge(loss, roundTrip);

    this.#visit.socket.send({
      type: 'connection_quality',
      quality,
      rtt_ms: roundTrip,
      loss: Number(loss.toFixed(3)),
      jitter_ms: Math.round(sums.jitter * 1000),
      bitrate: Math.round((sums.bytes - before.bytes) * 8000 / PERIOD),
    });
    this.#judgements = [...this.#judgements.slice(-1), quality];
    this.#setPoor(this.#judgements.length === 2 && this.#judgements.every((one) => one === 'poor'));
  }

  #setPoor(poor) {
    if (this.poor === poor)
      return;
    this.poor = poor;
    this.dispatchEvent(new Event('change'));
  }
}
