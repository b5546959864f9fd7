/* The patient of the end-to-end test: a real browser, told what to do by JSON lines on standard input, one answer each. */

import { createInterface } from 'node:readline';
import { launch, phone } from '../web/browser.mjs';

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
  return { frames, sound };
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
    return 0;
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 48;
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 64, 48);
  const { data } = context.getImageData(0, 0, 64, 48);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4)
    colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  return colours.size;
}

const browser = await launch();
const context = await browser.newContext({ viewport: phone, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
const page = await context.newPage();

page.setDefaultTimeout(30_000);
await page.addInitScript(watch);

const commands = {
  open: ({ url }) => page.goto(url),
  heading: ({ name }) => page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor(),
  text: ({ name }) => page.getByText(new RegExp(name)).first().waitFor(),
  click: ({ name }) => page.getByRole('button', { name: new RegExp(name) }).first().click(),
  reload: () => page.reload(),
  say: async ({ text }) => {
    const field = page.getByRole('textbox', { name: 'Your message' });
    await field.fill(text);
    await field.press('Enter');
    await page.getByText(text).first().waitFor();
  },
  frames: async ({ least }) => {
    await page.waitForFunction(`(${countFrames})().then(({ frames }) => frames >= ${Number(least)})`, null, { polling: 200 });
    return page.evaluate(countFrames);
  },
  routes: () => page.evaluate(readRoutes),
  colours: async ({ least }) => {
    await page.waitForFunction(`(${countColours})() >= ${Number(least)}`, null, { polling: 200 });
    return { colours: await page.evaluate(countColours) };
  },
  scheme: ({ name }) => page.emulateMedia({ colorScheme: name }),
  top: () => page.evaluate(() => globalThis.scrollTo(0, 0)),
  shot: ({ path }) => page.screenshot({ path }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  try {
    const result = await commands[command](given);
    answer = { ok: true, ...(result && !result.url ? result : {}) };
  } catch (error) {
    answer = { ok: false, error: `${command}: ${error.message}`, body: await page.locator('body').innerText().catch(() => '') };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

await browser.close();
