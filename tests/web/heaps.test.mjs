/* What a page says in heaps, over the real server, which cuts off whoever says too much at once. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { heading, launch, open } from './browser.mjs';
import { Demo } from './demo.mjs';

/* A phone of many addresses, which its page tells to everybody in the call; and why its lines ended. */
const manyAddresses = `globalThis.ends = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(url) {
      super(url);
      this.addEventListener('close', ({ code }) => globalThis.ends.push(code));
    }
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    set onicecandidate(tell) {
      super.onicecandidate = tell && ((event) => Array.from({ length: 24 }, () => tell(event)));
    }
  };`;

let browser;
let demo;

before(async () => {
  [browser, demo] = await Promise.all([launch(), Demo.start()]);
});

after(async () => {
  await browser.close();
  await demo.stop();
});

const sees = (page, count) => page.waitForFunction((wanted) => [...document.querySelectorAll('.tile video')].filter((video) =>
  video.getVideoPlaybackQuality().totalVideoFrames > 3).length === wanted, count);

test('a phone of many addresses says no more at once than the server bears', async (t) => {
  const { consultation_id: id } = await demo.call('GET', '/telemedicine/api/doors/current/', undefined, demo.door);
  const visit = `/telemedicine/api/consultations/${id}/`;
  const invite = async (name) => (await demo.call('POST', `${visit}doors/`, { role: 'guest', name })).url;
  const patient = await open(t, browser, demo.door, { script: manyAddresses });

  for (const name of ['Deniz', 'Emre']) {
    const guest = await open(t, browser, await invite(name));

    await heading(guest, `You are in the right place, ${name}.`);
  }
  await heading(patient, /^You are in the right place/);
  await patient.getByText('Your camera works.').waitFor();
  await demo.call('POST', `${visit}start/`, {}, 'doctor');
  await sees(patient, 2);
  await patient.reload();
  await sees(patient, 2);
  assert.deepEqual(await patient.evaluate(() => globalThis.ends), []);
});
