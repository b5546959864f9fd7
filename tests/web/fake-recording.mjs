/* What a visit of the fake clinic knows of being recorded: who was asked, who answered what, and whether it goes on. */

import { randomUUID } from 'node:crypto';

const state = (given, before) => {
  if (given)
    return 'given';
  return before === 'given' || before === 'withdrawn' ? 'withdrawn' : 'declined';
};

export class FakeRecording {
  #visit;
  #answers = new Map();

  id = null;
  startedAt = null;
  isWanted = false;
  textVersion = '2026-11';

  constructor(visit) {
    this.#visit = visit;
  }

  get gate() {
    return { allowed: false, is_wanted: this.isWanted, text_version: this.textVersion, reasons: [], missing: [],
      state: this.id ? 'recording' : 'idle', recording_id: this.id, started_at: this.startedAt, keep_days: 30, recordings: [],
      server_time: new Date().toISOString() };
  }

  get consents() {
    const results = [...this.#answers].map(([id, answer]) => ({ participant_id: id, ...answer }));

    return { count: results.length, next: null, previous: null, results };
  }

  answer({ id, name, role }, { given, text_version: version, language }) {
    const answer = { given, state: state(given, this.#answers.get(id)?.state), text_version: version, language };

    this.#answers.set(id, answer);
    this.#visit.emit('consent_changed', { participant_id: id, user_name: name, user_role: role, kind: 'recording',
      state: answer.state });
    if (!given && this.id !== null)
      this.stop('consent_withdrawn', name);
    return { participant_id: id, ...answer };
  }

  ask() {
    this.isWanted = true;
    this.#visit.emit('recording_asked', { asked_by: 'Dr Kaya', text_version: this.textVersion });
  }

  start() {
    this.id = randomUUID();
    this.startedAt = new Date().toISOString();
    this.#visit.emit('recording_started', { recording_id: this.id, started_by: 'Dr Kaya', started_at: this.startedAt });
  }

  stop(reason = 'stopped', person = null) {
    const { id } = this;

    this.id = this.startedAt = null;
    this.#visit.emit('recording_stopped', { recording_id: id, reason, person, ended_at: new Date().toISOString() });
  }
}
