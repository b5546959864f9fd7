/* A visit at Jitsi inside this page, by the script of the clinic's own server. What it tells is for this page alone. */

import { el } from './element.js';

const scripts = new Map();

/* Once for each address; one that failed may be tried again. */
function load(address) {
  if (!scripts.has(address)) {
    scripts.set(address, new Promise((resolve, reject) => {
      document.head.append(el('script', {
        src: address, referrerpolicy: 'no-referrer', onload: resolve,
        onerror: () => {
          scripts.delete(address);
          reject(new Error(`${address} does not load`));
        },
      }));
    }));
  }
  return scripts.get(address);
}

/* Events: "joined"; "left", by the patient's own wish; "failed", so that there is nothing to see. */
export class JitsiFrame extends EventTarget {
  #info;
  #api = null;
  #closed = false;

  constructor(info) {
    super();
    this.#info = info;
  }

  /* Rejects where the script does not load, or is none. */
  async open(parent, { title, language, muted, cameraOff }) {
    await load(this.#info.script);
    if (this.#closed)
      return;
    this.#api = new globalThis.JitsiMeetExternalAPI(this.#info.domain, {
      roomName: this.#info.room, jwt: this.#info.jwt, parentNode: parent, width: '100%', height: '100%', lang: language,
      configOverwrite: {
        prejoinConfig: { enabled: false }, disableDeepLinking: true, startWithAudioMuted: muted,
        startWithVideoMuted: cameraOff, lobby: { autoKnock: this.#info.lobby === true },
      },
    });
    parent.querySelector('iframe')?.setAttribute('title', title);
    this.#api.addListener('videoConferenceJoined', () => this.#tell('joined'));
    this.#api.addListener('readyToClose', () => this.#tell('left'));
    this.#api.addListener('errorOccurred', ({ isFatal } = {}) => isFatal && this.#tell('failed'));
  }

  close() {
    this.#closed = true;
    this.#api?.dispose();
    this.#api = null;
  }

  #tell(event) {
    if (!this.#closed)
      this.dispatchEvent(new Event(event));
  }
}
