/* Visits held elsewhere: inside this page where the provider can be, or the way there and back; and our own conversation. */

import { Backoff } from '../backoff.js';
import { el, setHidden, setText } from '../element.js';
import { insist } from '../insist.js';
import { JitsiFrame } from '../jitsi.js';
import { currentLanguage, t } from '../strings.js';
import { chatPanel } from './chat-panel.js';

const ASKED_AGAIN = 2_000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/* Only ever a web page over TLS, or of this machine: the link comes from a setting somebody typed. */
function safeLink(text) {
  try {
    const url = new URL(text);

    return url.protocol === 'https:' || LOOPBACK.has(url.hostname) ? url.href : null;
  } catch {
    return null;
  }
}

class Meeting {
  #context;
  #info = null;
  #frame = null;
  #backoff = new Backoff({ first: ASKED_AGAIN });
  #timer = null;
  #attempt = 0;
  /* How it ended, “left” or “failed”: whoever has left comes back when they say so. */
  #ending = null;

  constructor(context) {
    this.#context = context;
    this.provider = t(`provider.${context.visit.door.video_provider}`);
    this.title = el('h1', { tabindex: -1 }, t('meeting.title', { provider: this.provider }));
    this.place = el('div.meeting-frame', { hidden: true });
    this.join = el('a.primary.large.button', {
      hidden: true, referrerpolicy: 'no-referrer', rel: 'noreferrer', onclick: (event) => this.#go(event),
    }, t('meeting.join'));
    this.note = el('p', { role: 'status' }, t('meeting.wait'));
    this.back = el('p.hint', {}, t('meeting.back'));
    context.signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#close();
      context.presence.setElsewhere(false);
    });
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#cameBack(), { signal: context.signal });
  }

  /* Asked for until the way there is known, for nobody may say so: the line may be down meanwhile. */
  async load() {
    const { api, signal, visit } = this.#context;
    const attempt = ++this.#attempt;
    const wanted = () => !signal.aborted && attempt === this.#attempt;

    clearTimeout(this.#timer);

    const info = await insist(() => api.meetingInfo(visit.id), wanted);

    if (!wanted())
      return;
    if (info !== null)
      this.#accept(info);
    if (safeLink(this.#info?.meeting_url) === null)
      this.#timer = setTimeout(() => this.load(), this.#backoff.next());
  }

  /* What is under way stays, unless it leads elsewhere now. */
  #accept(info) {
    if (this.#frame !== null && info.room === this.#info?.room)
      return;
    this.#close();
    this.#info = info;
    this.#show(this.#ending ?? 'link');
    if (this.#mayEmbed() && this.#ending === null && this.#mayJoinAlone())
      this.#open();
  }

  /* As the page was when it was left for the provider's. */
  #cameBack() {
    this.#context.presence.setElsewhere(false);
    this.#show('link');
  }

  #mayEmbed() {
    return safeLink(this.#info?.script) !== null && this.#context.seat.get('noFrame') !== this.#info.script;
  }

  /* Touched before, or coming back from a reload. */
  #mayJoinAlone() {
    const { seat } = this.#context;

    return !document.hidden && ((navigator.userActivation?.hasBeenActive ?? false) || seat.get('inMeeting', false));
  }

  #go(event) {
    const { chime, presence, seat } = this.#context;

    chime.stop();
    if (this.#mayEmbed()) {
      event.preventDefault();
      this.#open();
      return;
    }
    seat.set('went', this.#context.visit.door.video_provider);
    presence.setElsewhere(true);
  }

  async #open() {
    const { media, chime } = this.#context;
    const frame = new JitsiFrame(this.#info);

    chime.stop();
    this.#close();
    this.#ending = null;
    this.#frame = frame;
    frame.addEventListener('joined', () => this.#joined(true));
    frame.addEventListener('left', () => this.#end('left'));
    frame.addEventListener('failed', () => this.#end('failed'));
    this.#show('frame');
    try {
      await frame.open(this.place, {
        title: t('meeting.frame'), language: currentLanguage(), muted: media.muted, cameraOff: media.cameraOff,
      });
    } catch {
      if (this.#frame === frame)
        this.#refused();
    }
  }

  /* A page that was opened before the visit came here was not allowed to load the script: once more from the start, and
     the seat stays. Where that does not help, the link is left. */
  #refused() {
    const { seat } = this.#context;
    const { script } = this.#info;

    if (seat.get('framed') !== script && seat.set('framed', script)) {
      seat.set('inMeeting', true);
      location.reload();
      return;
    }
    seat.set('noFrame', script);
    this.#end('failed');
  }

  #joined(joined) {
    this.#context.seat.set('inMeeting', joined);
    this.#context.presence.setInMeeting(joined);
  }

  #end(ending) {
    this.#ending = ending;
    this.#joined(false);
    this.#close();
    this.#show(ending);
    this.join.focus();
  }

  #close() {
    if (this.#frame === null)
      return;
    this.#frame.close();
    this.#frame = null;
    this.place.replaceChildren();
    this.#context.presence.setInMeeting(false);
  }

  #show(state) {
    const link = safeLink(this.#info?.meeting_url);
    const { seat, visit } = this.#context;
    const returned = seat.get('went') === visit.door.video_provider;
    const notes = { left: t('meeting.left'), failed: t('meeting.failed', { provider: this.provider }) };

    if (link !== null)
      this.join.href = link;
    setText(this.join, state === 'left' || returned ? t('meeting.again') : t('meeting.join'));
    setText(this.note, link === null ? t('meeting.wait') : notes[state] ?? (returned ? t('meeting.returned') : ''));
    setHidden(this.join, link === null || state === 'frame');
    setHidden(this.note, this.note.textContent === '' || state === 'frame');
    setHidden(this.place, state !== 'frame');
    setHidden(this.back, this.#mayEmbed());
  }
}

export function meeting(context) {
  const { visit, journey, chat, signal } = context;
  const chats = chatPanel(context);
  const view = new Meeting(context);

  for (const event of ['meeting_ready', 'up'])
    visit.addEventListener(event, () => view.load(), { signal });
  chat.setOpen(true);
  signal.addEventListener('abort', () => chat.setOpen(false));
  view.load();
  return {
    update: chats.update,
    element: el('div.columns', {},
      el('section.card.status', {}, view.title,
        el('p.calm', {}, t('ready.title', { doctor: visit.door.doctor_name })), view.place, view.note, view.join, view.back,
        el('button.quiet', { type: 'button', onclick: () => journey.leave() }, t('call.leave'))),
      chats.element),
  };
}
