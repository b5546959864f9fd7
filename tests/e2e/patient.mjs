/* The patient of the end-to-end test: a real browser, told what to do by JSON lines on standard input, one answer each. */

import { createInterface } from 'node:readline';
import { launchWhole, patience, phone } from '../web/browser.mjs';

/* Counts what every peer connection of the page has decoded and looks at the picture. */
const watch = `{
  const Native = globalThis.RTCPeerConnection;
  globalThis.peers = [];
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      globalThis.peers.push(this);
    }
  };
}`;

async function countFrames() {
  let frames = 0;
  let sound = 0;
  for (const peer of globalThis.peers) {
    for (const report of (await peer.getStats()).values()) {
      if (report.type !== 'inbound-rtp')
        continue;
      if (report.kind === 'video')
        frames += report.framesDecoded ?? 0;
      else
        sound += report.totalAudioEnergy ?? 0;
    }
  }
  const settled = globalThis.peers.every(({ connectionState }) => ['connected', 'closed'].includes(connectionState));
  return { frames, sound, settled, peers: globalThis.peers.length };
}

/* What kinds of way the pictures and the sound take on this side. */
async function readRoutes() {
  const kinds = [];
  for (const peer of globalThis.peers.filter(({ connectionState }) => connectionState === 'connected')) {
    const reports = await peer.getStats();
    for (const report of reports.values()) {
      if (report.type === 'candidate-pair' && report.nominated)
        kinds.push(reports.get(report.localCandidateId).candidateType);
    }
  }
  return { kinds };
}

/* How many different colours the largest playing picture shows. */
function countColours() {
  const video = [...document.querySelectorAll('video')]
    .filter(({ srcObject, videoWidth }) => videoWidth > 0 && srcObject?.getVideoTracks().some(({ label }) => !/fake/i.test(label)))
    .sort((a, b) => b.clientWidth - a.clientWidth)[0];
  if (!video)
    return { colours: 0 };
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 48;
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 64, 48);
  const { data } = context.getImageData(0, 0, 64, 48);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4)
    colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return { colours: colours.size };
}

/* Each of the others: how many pictures have come, what the present one shows, and how large it is. */
function readTiles() {
  return { tiles: [...document.querySelectorAll('.tile')].map((tile) => {
    const video = tile.querySelector('video');
    const canvas = new OffscreenCanvas(32, 24);
    const context = canvas.getContext('2d');
    if (video.videoWidth > 0)
      context.drawImage(video, 0, 0, 32, 24);
    return {
      name: video.getAttribute('aria-label'), frames: video.getVideoPlaybackQuality().totalVideoFrames,
      colours: new Set(new Uint32Array(context.getImageData(0, 0, 32, 24).data.buffer)).size,
      pinned: tile.classList.contains('pinned'), area: tile.clientWidth * tile.clientHeight,
    };
  }) };
}

/* From how many of the others sound has come that is not silence. */
async function countVoices() {
  let voices = 0;
  for (const peer of globalThis.peers.filter(({ connectionState }) => connectionState === 'connected')) {
    const reports = [...(await peer.getStats()).values()];
    voices += reports.some(({ type, kind, totalAudioEnergy }) => type === 'inbound-rtp' && kind === 'audio' && totalAudioEnergy > 0);
  }
  return { voices };
}

/* What comes from the other side, and what goes there. */
async function readPicture() {
  const none = { width: 0, height: 0, fps: 0 };
  const found = { ...none, sent: none };
  for (const peer of globalThis.peers.filter(({ connectionState }) => connectionState === 'connected')) {
    for (const { type, kind, frameWidth, frameHeight, framesPerSecond, qualityLimitationReason } of (await peer.getStats()).values()) {
      const picture = { width: frameWidth, height: frameHeight, fps: framesPerSecond, limit: qualityLimitationReason };
      if (type === 'inbound-rtp' && kind === 'video')
        Object.assign(found, picture);
      else if (type === 'outbound-rtp' && kind === 'video')
        found.sent = picture;
    }
  }
  return found;
}

function countWays() {
  return { open: globalThis.peers.filter(({ connectionState }) => connectionState !== 'closed').length };
}

const browser = await launchWhole(...process.argv.slice(2));
const context = await browser.newContext({ viewport: phone, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
const page = await context.newPage();

await page.addInitScript(watch);

/* What may explain a failure: all that the page says and asks, with its time. */
const events = [];
const note = (text) => events.push(`${new Date().toISOString().slice(11, 23)} ${text}`);
page.on('console', (message) => note(`console: ${message.text()}`));
page.on('pageerror', (error) => note(`error: ${error.message}`));
page.on('requestfailed', (request) => note(`failed: ${request.url()} ${request.failure()?.errorText}`));
page.on('requestfinished', (request) => note(`asked: ${request.method()} ${new URL(request.url()).pathname}`));
page.on('websocket', (socket) => {
  note('socket opens');
  socket.on('close', () => note('socket closed'));
  socket.on('framesent', ({ payload }) => note(`sent: ${payload.slice(0, 90)}`));
});

/* Asks again from here, for a page of ours lets no text be run as a program, not even one that waits. */
async function until(ask, satisfied, pause = 200) {
  const end = Date.now() + patience(30_000);
  for (;;) {
    const answer = await page.evaluate(ask);
    if (satisfied(answer))
      return answer;
    if (Date.now() > end)
      throw new Error(`still ${JSON.stringify(answer)}`);
    await page.waitForTimeout(pause);
  }
}

const commands = {
  open: ({ url }) => page.goto(url),
  heading: ({ name }) => page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor(),
  text: ({ name }) => page.getByText(new RegExp(name)).first().waitFor(),
  click: ({ name }) => page.getByRole('button', { name: new RegExp(name) }).first().click(),
  /* Answers how long it took until there are pictures again, and sound. */
  reload: async () => {
    const start = Date.now();
    await page.reload();
    await until(countFrames, ({ frames, sound }) => frames > 0 && sound > 0, 50);
    return { ms: Date.now() - start };
  },
  say: async ({ text }) => {
    const field = page.getByRole('textbox', { name: 'Your message' });
    await field.fill(text);
    await field.press('Enter');
    await page.getByText(text).first().waitFor();
  },
  frames: ({ least }) => until(countFrames, ({ frames }) => frames >= least),
  read: async () => ({ text: await page.locator('body').innerText() }),
  events: () => ({ events }),
  count: () => page.evaluate(countFrames),
  routes: () => page.evaluate(readRoutes),
  /* These see us and nobody else, each with a moving picture of many colours. */
  tiles: ({ names, least = 10 }) => until(readTiles, ({ tiles }) => tiles.length === names.length
    && names.every((name) => tiles.some((tile) => tile.name === name && tile.frames >= least && tile.colours >= 6))),
  size_of_picture: () => page.evaluate(readPicture),
  first_picture: async () => {
    await until(readTiles, ({ tiles }) => tiles.some(({ frames }) => frames > 0), 20);
    return { at: Date.now() };
  },
  heard: ({ voices }) => until(countVoices, (answer) => answer.voices === voices),
  look: () => page.evaluate(readTiles),
  ways: ({ open }) => until(countWays, (answer) => answer.open === open),
  /* Answers when it was seen, in milliseconds since 1970. */
  gone: async ({ name }) => {
    await until(readTiles, ({ tiles }) => !tiles.some((tile) => tile.name === name), 20);
    return { at: Date.now() };
  },
  shut: async ({ title }) => {
    await page.getByRole('heading', { level: 1, name: new RegExp(title) }).waitFor();
    return { at: Date.now() };
  },
  again: () => page.reload(),
  size: ({ width, height }) => page.setViewportSize({ width, height }),
  language: ({ code }) => page.getByRole('combobox').first().selectOption(code),
  colours: ({ least }) => until(countColours, ({ colours }) => colours >= least),
  scheme: ({ name }) => page.emulateMedia({ colorScheme: name }),
  top: () => page.evaluate(() => globalThis.scrollTo(0, 0)),
  shot: ({ path }) => page.screenshot({ path }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  page.setDefaultTimeout(patience(30_000));
  try {
    const result = await commands[command](given);
    answer = { ok: true, ...(result && !result.url ? result : {}) };
  } catch (error) {
    answer = { ok: false, error: `${command}: ${error.message}`, body: await page.locator('body').innerText().catch(() => '') };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

await browser.close();
