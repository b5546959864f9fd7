/* A Jitsi server in small: the script of the IFrame API, and a room that takes camera and microphone like the real one. */

import { createServer } from 'node:http';

const script = `
  const origin = new URL(document.currentScript.src).origin;

  globalThis.JitsiMeetExternalAPI = class {
    #frame = document.createElement('iframe');
    #listeners = new Map();

    constructor(domain, options) {
      const parameters = new URLSearchParams({ jwt: options.jwt, options: JSON.stringify(options.configOverwrite) });

      this.#frame.src = origin + '/' + options.roomName + '?' + parameters;
      this.#frame.allow = 'autoplay; camera; clipboard-write; display-capture; fullscreen; microphone; screen-wake-lock';
      this.#frame.style.inlineSize = options.width;
      this.#frame.style.blockSize = options.height;
      options.parentNode.appendChild(this.#frame);
      this.tell = ({ data, source }) => source === this.#frame.contentWindow && this.#listeners.get(data.name)?.(data);
      addEventListener('message', this.tell);
    }

    addListener(name, listener) {
      this.#listeners.set(name, listener);
    }

    dispose() {
      removeEventListener('message', this.tell);
      this.#frame.remove();
    }
  };
`;

const room = `<!DOCTYPE html>
<html lang="en"><title>Room</title><body style="background:#222;color:#fff;font:1rem sans-serif;display:grid;place-content:center">
<p id="state">Joining…</p><video id="self" muted autoplay playsinline style="inline-size:14rem;background:#000"></video>
<p><button id="leave">Hang up</button> <button id="break">Break</button></p>
<script>
  const tell = (name, more) => parent.postMessage({ name, ...more }, '*');
  document.getElementById('leave').onclick = () => tell('readyToClose');
  document.getElementById('break').onclick = () => tell('errorOccurred', { isFatal: true });
  navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((stream) => {
    document.getElementById('self').srcObject = stream;
    document.getElementById('state').textContent = 'In the room';
    tell('videoConferenceJoined');
  }, (error) => { document.getElementById('state').textContent = error.name; });
</script></body></html>`;

export class FakeJitsi {
  #server = createServer((request, response) => this.#answer(request, response));

  /* Addresses that were asked for. */
  asked = [];
  broken = false;

  static async open() {
    const jitsi = new FakeJitsi();

    await new Promise((resolve) => jitsi.#server.listen(0, '127.0.0.1', resolve));
    jitsi.host = `127.0.0.1:${jitsi.#server.address().port}`;
    jitsi.url = `http://${jitsi.host}`;
    return jitsi;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request, response) {
    const { pathname } = new URL(request.url, this.url);
    const isScript = pathname === '/external_api.js';

    this.asked.push(request.url);
    response.writeHead(this.broken ? 503 : 200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(this.broken ? '' : isScript ? script : room);
  }
}
