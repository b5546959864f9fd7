/* The other people in the call: one picture each, or a name where there is none. */

import { el, setHidden } from '../element.js';
import { icon } from '../icons.js';
import { t } from '../strings.js';

class Tile {
  constructor(peer, name) {
    this.peer = peer;
    this.name = name;
    this.video = el('video', { autoplay: true, playsinline: true, 'aria-label': name });
    this.absent = el('p.absent', {}, el('span.avatar', {}, icon('person')), el('bdi', {}, t('call.noPicture', { name })));
    this.hear = el('button.primary.hear', { type: 'button', hidden: true, onclick: () => this.#play(false) },
      icon('speaker'), t('call.hear', { name }));
    this.element = el('div.tile', {}, this.video, this.absent, this.hear);
  }

  update() {
    const { stream } = this.peer;
    const picture = stream.getVideoTracks().some((track) => !track.muted && track.readyState === 'live');

    if (this.video.srcObject !== stream && stream.getTracks().length > 0) {
      this.video.srcObject = stream;
      this.#play(false);
    }
    setHidden(this.absent, picture);
    this.element.classList.toggle('dark', !picture);
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
  #tiles = new Map();

  element = el('div.tiles');

  constructor(call) {
    this.#call = call;
  }

  /* The doctor is always shown, others once they are there. */
  update() {
    for (const [id, peer] of this.#call.peers) {
      if (!this.#tiles.has(id) && (peer.wasConnected || this.#call.isDoctor(id)))
        this.#add(id, peer);
    }
    for (const [id, tile] of this.#tiles) {
      if (this.#call.peers.get(id) === tile.peer)
        tile.update();
      else
        this.#remove(id, tile);
    }
    this.element.dataset.count = this.#tiles.size;
  }

  #add(id, peer) {
    const tile = new Tile(peer, this.#call.nameOf(id));

    this.#tiles.set(id, tile);
    this.element.append(tile.element);
  }

  #remove(id, tile) {
    tile.element.remove();
    this.#tiles.delete(id);
  }
}
