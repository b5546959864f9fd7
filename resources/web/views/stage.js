/* Shows one view at a time and keeps it current; the focus goes where the reader is. */

import { el } from '../element.js';
import { t } from '../strings.js';
import { inCall } from './call.js';
import { early } from './early.js';
import { aside, cancelled, elsewhere, hold, left, loading, missed, offline, over, shut, unknown } from './endings.js';
import { footer, header } from './frame.js';
import { meeting } from './meeting.js';
import { byPhone, onHold } from './paused.js';
import { ready } from './ready.js';
import { recordingPanel } from './recording.js';
import { waiting } from './waiting.js';

const views = {
  loading, early, waiting, ready, hold, aside, elsewhere, left, meeting, over, cancelled, unknown, shut, offline, call: inCall, no_show: missed,
  paused: onHold, phone: byPhone,
};

export class Stage {
  #root;
  #context;
  #view = null;
  #made = '';
  #lifetime = null;
  #pending = false;

  constructor(root, context) {
    this.#root = root;
    this.#context = context;
  }

  /* Any number of changes in one turn make one update. */
  refresh() {
    if (this.#pending)
      return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      this.#update();
    });
  }

  rebuild() {
    this.#made = '';
    this.refresh();
  }

  #update() {
    const { journey, visit } = this.#context;
    const wanted = `${journey.view} ${visit.door?.clinic?.name ?? ''} ${journey.view === 'meeting' ? visit.door.video_provider : ''}`;

    if (wanted !== this.#made)
      this.#make(journey.view, wanted);
    else
      this.#view.update?.();
  }

  #make(name, wanted) {
    const typing = document.activeElement?.id === 'chat-entry';
    const first = this.#made === '';

    this.#lifetime?.abort();
    this.#lifetime = new AbortController();
    this.#view = views[name]({ ...this.#context, signal: this.#lifetime.signal });
    this.#made = wanted;
    document.body.dataset.view = name;
    this.#root.replaceChildren(...this.#surround(this.#view, this.#lifetime.signal));
    this.#view.update?.();
    document.title = this.#title();
    scrollTo(0, 0);
    if (!first)
      this.#focus(typing);
  }

  /* Whoever is recorded sees it wherever they are; a view that stands alone shows it itself. */
  #surround({ element, bare }, signal) {
    const { door } = this.#context.visit;

    if (bare)
      return [el('main', {}, element)];
    return [header(this.#context),
      el('main.page-main', {}, door && recordingPanel({ ...this.#context, signal }).element, element),
      footer(this.#context)];
  }

  #title() {
    const heading = this.#root.querySelector('h1')?.textContent ?? t('page.title');
    const clinic = this.#context.visit.door?.clinic?.name;

    return clinic ? `${heading} – ${clinic}` : heading;
  }

  #focus(typing) {
    const field = typing ? document.getElementById('chat-entry') : null;

    if (field?.checkVisibility?.() ?? field !== null) {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    } else {
      this.#root.querySelector('h1')?.focus({ preventScroll: true });
    }
  }
}
