/* Where the patient is: from the visit, the call and the patient's own acts follows one view, and what it needs. */

import { announceUrgently } from './announce.js';
import { t } from './strings.js';

const PAUSED = new Set(['paused', 'phone']);
const AWAKE = new Set(['waiting', 'ready', 'call', 'hold', 'aside', ...PAUSED]);
const WITH_MEDIA = new Set(['early', 'waiting', 'ready', 'call']);

/* Event "change"; `view` names the view, see views/. */
export class Journey extends EventTarget {
  #visit;
  #call;
  #media;
  #chime;
  #wakeLock;
  #seat;

  view = 'loading';
  needsTap = false;

  constructor({ visit, call, media, chime, wakeLock, seat }) {
    super();
    this.#visit = visit;
    this.#call = call;
    this.#media = media;
    this.#chime = chime;
    this.#wakeLock = wakeLock;
    this.#seat = seat;
    visit.addEventListener('change', () => this.#update());
    call.addEventListener('change', () => this.#update());
    call.addEventListener('hung-up', () => this.#hold(true));
    call.addEventListener('called', () => this.#hold(false));
  }

  /* The one tap that lets the browser make sound. */
  join() {
    this.needsTap = false;
    this.#chime.stop();
    this.#call.join();
    this.#update();
  }

  leave() {
    this.#seat.set('inCall', false);
    this.#visit.leave();
  }

  comeBack() {
    this.#seat.set('inCall', this.#visit.door.state === 'admitted');
    this.#visit.comeBack();
  }

  #hold(held) {
    if (this.#visit.door?.state !== 'admitted')
      return;
    this.#seat.set('held', held);
    if (held)
      this.#seat.set('inCall', false);
    this.#update();
  }

  #derive() {
    const { door, trouble, left, elsewhere } = this.#visit;

    if (elsewhere)
      return 'elsewhere';
    if (door === null)
      return trouble ?? 'loading';
    if (left && (door.state === 'open' || door.state === 'admitted'))
      return 'left';
    if (door.state === 'admitted')
      return this.#visit.latch.isShut(door) ? 'waiting' : this.#deriveAdmitted(door);
    return { early: 'early', open: 'waiting' }[door.state] ?? door.state;
  }

  #deriveAdmitted(door) {
    if (this.#visit.admission !== 'in')
      return this.#visit.admission === 'held' ? 'aside' : 'waiting';
    if (door.call_mode !== 'video')
      return door.call_mode === 'phone' ? 'phone' : 'paused';
    if (door.video_provider !== 'builtin')
      return 'meeting';
    if (this.#seat.get('held'))
      return 'hold';
    if (this.#call.state === 'connected' || (this.view === 'call' && this.#call.joined))
      return 'call';
    return 'ready';
  }

  #update() {
    const view = this.#derive();

    if (view !== this.view) {
      const before = this.view;

      this.view = view;
      this.#leaveBehind(view);
      this.#enter(view, before);
    }
    this.dispatchEvent(new Event('change'));
  }

  #leaveBehind(view) {
    if (view !== 'ready' && view !== 'call')
      this.#call.leave();
    if (view !== 'ready' && view !== 'meeting')
      this.#chime.stop();
    if (!WITH_MEDIA.has(view))
      this.#media.stop();
    if (view === 'waiting' || view === 'early')
      this.#seat.set('held', false);
    this.#wakeLock.want(AWAKE.has(view));
  }

  #enter(view, before) {
    announceUrgently('');
    if (view === 'waiting')
      this.#media.acquire();
    else if (view === 'ready')
      this.#summon(before);
    else if (view === 'meeting')
      this.#summonElsewhere(before);
    else if (view === 'call')
      this.#seat.set('inCall', true);
  }

  #summon(before) {
    const again = (before === 'loading' || PAUSED.has(before)) && this.#seat.get('inCall');

    this.needsTap = !this.#mayJoinAlone(again);
    announceUrgently(t('ready.title', { doctor: this.#visit.door.doctor_name }));
    if (this.needsTap) {
      this.#chime.ring();
      return;
    }
    if (before !== 'loading' || !again)
      this.#chime.bell();
    this.#call.join();
  }

  #summonElsewhere(before) {
    announceUrgently(t('ready.title', { doctor: this.#visit.door.doctor_name }));
    if (before !== 'loading')
      this.#chime.ring();
  }

  /* In front, and either touched before, or already using the camera, or coming back from a reload. */
  #mayJoinAlone(again) {
    const touched = navigator.userActivation?.hasBeenActive ?? true;

    return !document.hidden && (touched || again || this.#media.live);
  }
}
