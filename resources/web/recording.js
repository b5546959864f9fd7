/* Being recorded: whether it was asked for, what this person answered, and whether it goes on. */

import { ApiError } from './api.js';
import { Backoff } from './backoff.js';

/* Of the words in which views/recording.js asks. Whoever changes what they say gives them another, here and in the server. */
const TEXT_VERSION = '2026-11';

/* Events: "change"; "started"; "stopped", with the frame as detail. */
export class Recording extends EventTarget {
  #visit;
  #api;
  #seat;
  #language;
  #attempt = 0;

  /* Whether it was asked for, and what was answered: null, given, declined or withdrawn. */
  asked = false;
  answer = null;
  /* What is on its way, and whether it does not get through just now. */
  sending = null;
  stuck = false;
  /* Why the last answer was not taken, or null. */
  refused = null;
  /* The recording under way, and since when. */
  id = null;
  startedAt = null;
  keepDays = null;

  /* language: tells in which one the page speaks at the moment. */
  constructor({ visit, api, seat, language }) {
    super();
    this.#visit = visit;
    this.#api = api;
    this.#seat = seat;
    this.#language = language;
    visit.addEventListener('consultation_status', ({ detail }) => 'recording_id' in detail && this.#refresh());
    visit.addEventListener('admitted', () => this.#refresh());
    visit.addEventListener('reload', () => this.#refresh());
    visit.addEventListener('recording_asked', () => this.#ask());
    visit.addEventListener('recording_started', ({ detail }) => this.#start(detail));
    visit.addEventListener('recording_stopped', ({ detail }) => this.#stop(detail));
    visit.addEventListener('consent_changed', ({ detail }) => this.#hear(detail));
    visit.addEventListener('up', () => this.#sayAgain());
  }

  get wantsAnswer() {
    return this.asked && this.sending === null && this.answer !== 'given';
  }

  /* Is sent until it has arrived, or something else is answered. */
  async say(given) {
    const attempt = ++this.#attempt;
    const backoff = new Backoff();

    this.#setSending(given);
    this.stuck = false;
    this.refused = null;
    this.#changed();
    while (attempt === this.#attempt) {
      try {
        const { state } = await this.#api.consent(this.#visit.id, {
          kind: 'recording', given, text_version: TEXT_VERSION, language: this.#language() });

        if (attempt === this.#attempt)
          this.#settle(state);
        return;
      } catch (error) {
        if (!(error instanceof ApiError))
          throw error;
        if (attempt !== this.#attempt)
          return;
        if (!error.passing) {
          this.#refuse(error.message);
          return;
        }
        this.stuck = true;
        this.#changed();
        await new Promise((resolve) => setTimeout(resolve, backoff.next()));
      }
    }
  }

  #setSending(given) {
    this.sending = given;
    this.#seat.set('takingBack', given === false);
  }

  /* A no that was on its way when the page was loaded anew. A yes is asked for again, in the words that are said now. */
  #sayAgain() {
    if (this.#seat.get('takingBack') && this.sending === null)
      this.say(false);
  }

  #settle(answer) {
    this.answer = answer;
    this.#setSending(null);
    this.stuck = false;
    this.asked = false;
    this.#changed();
  }

  /* Nothing has changed by it: what is so now is asked of the server, and the question stays. */
  #refuse(reason) {
    this.#setSending(null);
    this.stuck = false;
    this.refused = reason;
    this.#changed();
    this.#refresh();
  }

  /* What was said while nobody listened. Words that the server no longer knows are not asked in. */
  async #refresh() {
    if (this.#visit.door?.state !== 'admitted')
      return;
    try {
      const [gate, consents] = await Promise.all([
        this.#api.recordingGate(this.#visit.id), this.#api.consents(this.#visit.id)]);

      this.#accept(gate, consents.results.find(({ participant_id: id }) => id === this.#visit.you));
    } catch (error) {
      /* The next frame or the next line to the server asks again. */
      if (!(error instanceof ApiError))
        throw error;
    }
  }

  #accept(gate, consent) {
    if (gate.text_version !== TEXT_VERSION && !this.#seat.get(gate.text_version) && this.#seat.set(gate.text_version, true)) {
      location.reload();
      return;
    }
    this.keepDays = gate.keep_days;
    this.answer = consent?.state ?? null;
    this.asked = gate.is_wanted && this.answer === null;
    if (gate.recording_id !== null && this.id === null)
      this.dispatchEvent(new Event('started'));
    this.id = gate.recording_id;
    this.startedAt = gate.started_at === null ? null : Date.parse(gate.started_at);
    this.#changed();
  }

  /* Whoever said no may be asked once more; the rest of what the words need is read afresh. */
  async #ask() {
    await this.#refresh();
    this.asked = this.answer !== 'given';
    this.#changed();
  }

  #start({ recording_id: id, started_at: startedAt }) {
    this.id = id;
    this.startedAt = Date.parse(startedAt);
    this.dispatchEvent(new Event('started'));
    this.#changed();
  }

  #stop(detail) {
    this.id = null;
    this.startedAt = null;
    this.refused = null;
    this.dispatchEvent(new CustomEvent('stopped', { detail }));
    this.#changed();
  }

  /* Another page of the same person may have answered. */
  #hear({ participant_id: id, state }) {
    if (id !== this.#visit.you || this.sending !== null)
      return;
    this.answer = state;
    this.asked = false;
    this.refused = null;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
