/* The other people in the call: one picture each, or a name where there is none. One of them may be made large. */

import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';

/* Whoever is not said to be anything is the doctor or the patient. */
const ROLES = new Set(['interpreter', 'guest']);

/* Why somebody is not seen. */
const noPicture = {
  off: 'call.pictureOff', none: 'call.pictureNone', sound_only: 'call.pictureSoundOnly', spared_screen: 'call.screenSpared',
};

class Tile {
  constructor(peer, { onPin, onSee }) {
    this.peer = peer;
    this.video = el('video', { autoplay: true, playsinline: true });
    this.name = el('bdi');
    this.words = el('bdi');
    this.see = el('button.primary.see', { type: 'button', hidden: true, onclick: onSee }, t('call.see'));
    this.absent = el('div.absent', {}, el('span.avatar', {}, icon('person')), el('p', {}, this.words), this.see);
    this.hearWord = el('span');
    this.hear = el('button.primary.hear', { type: 'button', hidden: true, onclick: () => this.#play(false) },
      icon('speaker'), this.hearWord);
    this.pin = el('button.who', { type: 'button', onclick: onPin }, icon('pin'), this.name);
    this.element = el('div.tile', {}, this.video, this.absent, this.hear, this.pin);
  }

  update({ name, role, reason, alone, pinned }) {
    const { stream } = this.peer;
    const picture = reason === 'on'
      && stream.getVideoTracks().some((track) => !track.muted && track.readyState === 'live');

    if (this.video.srcObject !== stream && stream.getTracks().length > 0) {
      this.video.srcObject = stream;
      this.#play(false);
    }
    this.video.setAttribute('aria-label', name);
    setText(this.name, ROLES.has(role) ? t('call.who', { name, role: t(`role.${role}`) }) : name);
    setText(this.words, t(noPicture[reason] ?? 'call.noPicture', { name }));
    setText(this.hearWord, t('call.hear', { name }));
    setHidden(this.absent, picture);
    setHidden(this.see, reason !== 'spared_screen');
    setHidden(this.pin, alone);
    this.pin.setAttribute('aria-pressed', pinned);
    this.pin.title = t(pinned ? 'call.unpin' : 'call.pin', { name });
    this.element.classList.toggle('dark', !picture);
    this.element.classList.toggle('pinned', pinned);
    this.element.classList.toggle('screen', this.peer.screen);
    this.element.dataset.state = this.peer.state;
  }

  /* Without a touch some browsers play pictures only: then silently, with a button for the sound. */
  async #play(silently) {
    this.video.muted = silently;
    try {
      await this.video.play();
      setHidden(this.hear, !silently);
    } catch (error) {
      if (error.name === 'NotAllowedError' && !silently)
        await this.#play(true);
    }
  }
}

export class Tiles {
  #call;
  #media;
  #tiles = new Map();
  #pinned = null;

  element = el('div.tiles');

  constructor(call, media) {
    this.#call = call;
    this.#media = media;
  }

  /* The doctor is always shown, others once they are there. */
  update() {
    for (const [id, peer] of this.#call.peers) {
      if (!this.#tiles.has(id) && (peer.wasConnected || this.#call.roleOf(id) === 'doctor'))
        this.#add(id, peer);
    }
    for (const [id, tile] of this.#tiles) {
      if (this.#call.peers.get(id) !== tile.peer)
        this.#remove(id, tile);
    }
    this.#show();
  }

  #show() {
    const alone = this.#tiles.size < 2;
    const large = this.#sharing() ?? this.#pinned;

    for (const [id, tile] of this.#tiles) {
      tile.update({
        name: this.#call.nameOf(id), role: this.#call.roleOf(id), alone, pinned: id === large && !alone,
        reason: this.#reason(id, tile.peer),
      });
    }
    this.element.dataset.count = this.#tiles.size;
    this.element.dataset.pinned = !alone && this.#tiles.has(large);
  }

  /* What is wanted by nobody here is not sent, so it does not matter what the others show, but for a screen. */
  #reason(id, { screen }) {
    if (!this.#media.soundOnly)
      return this.#call.pictureOf(id);
    return screen ? 'spared_screen' : 'unwanted';
  }

  /* A screen is made to be read. */
  #sharing() {
    return [...this.#tiles].find(([, { peer }]) => peer.screen)?.[0];
  }

  /* Kept for whoever was lost and comes back. */
  #pin(id) {
    this.#pinned = this.#pinned === id ? null : id;
    this.#show();
  }

  #add(id, peer) {
    const tile = new Tile(peer, { onPin: () => this.#pin(id), onSee: () => this.#media.setSoundOnly(false) });

    this.#tiles.set(id, tile);
    this.element.append(tile.element);
  }

  #remove(id, tile) {
    tile.element.remove();
    this.#tiles.delete(id);
  }
}
