/* Which devices are used: the one that was chosen, and another when it is unplugged. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchWhole, open } from './browser.mjs';
import { Clinic } from './clinic.mjs';

/* The tracks that the page was given, so that the test can pull one out. */
const watch = `{
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  globalThis.tracks = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    globalThis.tracks.push(...stream.getTracks());
    return stream;
  };
}`;

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launchWhole('--use-fake-device-for-media-stream=device-count=2'), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

const inUse = (page) => page.evaluate(() =>
  globalThis.tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map(({ label }) => label).at(-1));

test('the chosen microphone is used, now and after a reload', async (t) => {
  const page = await open(t, browser, clinic.visit().url, { script: watch });
  const menu = page.getByLabel('microphone', { exact: true });

  await menu.waitFor();

  const before = await inUse(page);
  const other = (await menu.locator('option').allTextContents()).find((label) => label !== before && !/default/i.test(label));

  await menu.selectOption({ label: other });
  await page.waitForFunction((label) => globalThis.tracks.at(-1).label === label, other);
  await page.reload();
  await menu.waitFor();
  assert.equal(await inUse(page), other);
});

test('an unplugged microphone is replaced, and the patient is told', async (t) => {
  const page = await open(t, browser, clinic.visit().url, { script: watch });

  await page.getByText('Your camera works.').waitFor();
  await page.evaluate(() => {
    const track = globalThis.tracks.find(({ kind }) => kind === 'audio');

    track.stop();
    track.dispatchEvent(new Event('ended'));
  });
  await page.getByText('A device was unplugged. Now in use:').first().waitFor();
  assert.notEqual(await inUse(page), undefined);
});

test('the chosen speaker plays the tone, now and after a reload', async (t) => {
  const page = await open(t, browser, clinic.visit().url, { script: `{
    const route = AudioContext.prototype.setSinkId;

    AudioContext.prototype.setSinkId = function (id) {
      globalThis.routed = id;
      return route.call(this, id);
    };
  }` });
  const menu = page.getByLabel('speaker', { exact: true });
  const play = async () => {
    await page.getByRole('button', { name: 'Play a test sound' }).click();
    await page.waitForFunction(() => globalThis.routed !== undefined);
    return page.evaluate(() => globalThis.routed);
  };

  await menu.waitFor();

  const id = await menu.locator('option').last().getAttribute('value');

  assert.equal(await play(), '');
  await menu.selectOption(id);
  await page.evaluate(() => {
    globalThis.routed = undefined;
  });
  assert.equal(await play(), id);
  await page.reload();
  await menu.waitFor();
  assert.equal(await menu.inputValue(), id);
  assert.equal(await play(), id);
});

/* Whoever is asked answers when the page has done all that it does at once. */
const choose = (page, choice) => page.evaluate(async (name) => {
  const { LocalMedia } = await import('/web/media.js');
  const media = new LocalMedia();
  const ask = navigator.mediaDevices.getUserMedia;
  const first = globalThis.tracks.length;
  let answer;

  navigator.mediaDevices.getUserMedia = async (wanted) => {
    await new Promise((resolve) => {
      answer = resolve;
    });
    return ask(wanted);
  };

  const asked = media.acquire();

  media[name](true);
  if (name === 'setCameraOff')
    await new Promise((darkened) => media.addEventListener('change', darkened, { once: true }));
  answer();
  await asked;
  navigator.mediaDevices.getUserMedia = ask;

  const given = globalThis.tracks.slice(first);
  const live = given.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind);
  const { state } = media;

  media.stop();
  return { given: given.length, live, state };
}, choice);

test('a camera that is not wanted any more when it is had is let go of', async (t) => {
  const page = await open(t, browser, clinic.visit().url, { script: watch });

  await page.getByText('Your camera works.').waitFor();
  assert.deepEqual(await choose(page, 'setSoundOnly'), { given: 2, live: ['audio'], state: 'live' });
  assert.deepEqual(await choose(page, 'setCameraOff'), { given: 2, live: ['audio'], state: 'live' });
  assert.deepEqual(await choose(page, 'stop'), { given: 2, live: [], state: 'idle' });
});
