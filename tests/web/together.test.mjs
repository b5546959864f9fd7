/* Several pages of one visit over the real server: they meet each other, and one link is one seat. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { desktop, heading, launch, open, phone } from './browser.mjs';
import { Demo } from './demo.mjs';

const SOUND_ONLY = 'Sound only, for a weak connection';
const WAITING = /^You are in the right place/;

let browser;
let demo;
let visit;

before(async () => {
  [browser, demo] = await Promise.all([launch(), Demo.start()]);

  const { consultation_id: id } = await demo.call('GET', '/telemedicine/api/doors/current/', undefined, demo.door);

  visit = `/telemedicine/api/consultations/${id}/`;
});

after(async () => {
  await browser.close();
  await demo.stop();
});

const invite = async (role, name) => (await demo.call('POST', `${visit}doors/`, { role, name })).url;
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/* Waits until the page shows moving pictures of exactly these. */
const sees = (page, ...names) => page.waitForFunction((wanted) => {
  const videos = [...document.querySelectorAll('.tile video')];
  const moving = videos.filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 3);

  return moving.length === wanted.length && wanted.every((name) => moving.some((video) => video.ariaLabel === name));
}, names);

/* With TOGETHER_PICTURES=FOLDER they are left there, to be looked at. */
async function picture(page, name) {
  if (!process.env.TOGETHER_PICTURES)
    return;
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [phone, desktop]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `${process.env.TOGETHER_PICTURES}/${name}-${colorScheme}-${viewport.width}.png` });
    }
  }
  await page.setViewportSize(phone);
}

/* How large the picture of somebody is that arrives there. */
const sizeOf = (page, name) => page.evaluate((label) => {
  const { videoWidth: width, videoHeight: height } = document.querySelector(`.tile video[aria-label="${label}"]`);

  return `${width} x ${height}`;
}, name);

const changes = (page, name, size) => page.waitForFunction(([label, before]) => {
  const video = document.querySelector(`.tile video[aria-label="${label}"]`);

  return video?.videoWidth > 0 && `${video.videoWidth} x ${video.videoHeight}` !== before;
}, [name, size]);

async function join(page) {
  await page.getByRole('button', { name: 'Join' }).or(page.locator('.tile')).first().waitFor();
  if (await page.getByRole('button', { name: 'Join' }).isVisible())
    await press(page, 'Join');
}

/* To whoever wants sound only no screen is sent, and they send none: the later of both choices ends the other. */
async function spareScreen(patient, interpreter, name, bar) {
  await press(interpreter, 'More');
  await press(interpreter, SOUND_ONLY);
  await interpreter.getByText(`${name} shares a screen. You have switched to sound only.`).waitFor();
  await picture(interpreter, 'spared-screen');
  await press(interpreter, 'Show pictures');
  await interpreter.locator('.tile.screen:not(.dark)').waitFor();

  await press(patient, 'More');
  await press(patient, SOUND_ONLY);
  await bar.waitFor({ state: 'hidden' });
  await interpreter.getByText(`${name} has switched to sound only`).waitFor();
  await interpreter.locator('.tile.screen').waitFor({ state: 'detached' });
  await press(patient, 'More');
  await press(patient, 'Share my screen');
  await bar.waitFor();
  await interpreter.locator('.tile.screen:not(.dark)').waitFor();

  /* A camera that is off is no reason not to show a screen. */
  await press(patient, 'Camera off');
  await patient.getByRole('button', { name: 'Camera on' }).waitFor();
  await interpreter.reload();
  await join(interpreter);
  await interpreter.locator('.tile.screen:not(.dark)').waitFor();
  await press(patient, 'Camera on');
}

/* A screen is seen large and as it is, until it is no longer shown. The fake one is of another size than the fake camera. */
async function showScreen(patient, interpreter, name) {
  const bar = patient.getByText('Others see your screen.');
  const camera = await sizeOf(interpreter, name);

  await press(patient, 'More');
  await picture(patient, 'more');
  await press(patient, 'Share my screen');
  await bar.waitFor();
  await interpreter.locator('.tile.screen.pinned').waitFor();
  await changes(interpreter, name, camera);
  assert.equal(await interpreter.locator('.tile.screen video').evaluate((video) => getComputedStyle(video).objectFit), 'contain');
  await picture(patient, 'sharing');
  await picture(interpreter, 'screen');

  /* Whoever comes only now is told, too. */
  await interpreter.reload();
  await join(interpreter);
  await interpreter.locator('.tile.screen.pinned').waitFor();

  await changes(interpreter, name, camera);

  const screen = await sizeOf(interpreter, name);

  await spareScreen(patient, interpreter, name, bar);
  await press(patient, 'Stop sharing');
  await bar.waitFor({ state: 'hidden' });
  await interpreter.locator('.tile.screen').waitFor({ state: 'detached' });
  await changes(interpreter, name, screen);
}

test('the newer of two pages has the seat, until the older one takes it back', async (t) => {
  const first = await open(t, browser, demo.door);

  await heading(first, WAITING);

  const second = await open(t, browser, demo.door);

  await heading(second, WAITING);
  await heading(first, 'Your visit is open elsewhere');
  assert.equal(await first.evaluate(() => document.querySelectorAll('video').length), 0);
  await picture(first, 'elsewhere');
  await press(first, 'Use here');
  await heading(first, WAITING);
  await heading(second, 'Your visit is open elsewhere');
  await second.close();
});

test('three pages meet, one of them late; one is made large, put on hold and brought back; one shows a screen', async (t) => {
  const patient = await open(t, browser, demo.door);
  const interpreter = await open(t, browser, await invite('interpreter', 'Ayşe'));
  const name = (await demo.call('GET', '/telemedicine/api/doors/current/', undefined, demo.door)).name;

  await heading(patient, WAITING);
  await heading(interpreter, 'You are in the right place, Ayşe.');
  await interpreter.getByText('You take part in a visit with').waitFor();
  assert.equal(await interpreter.locator('.queue').isVisible(), false);
  await demo.call('POST', `${visit}start/`, {}, 'doctor');
  await sees(patient, 'Ayşe');
  await sees(interpreter, name);

  const late = await open(t, browser, await invite('guest', 'Cem'));

  await late.getByText('The visit has begun.').waitFor();
  await picture(late, 'knocking');

  const seat = async () => (await demo.call('GET', `${visit}participants/`)).results.find((person) => person.name === 'Cem').id;

  await demo.call('POST', `${visit}let_in/`, { participant_id: await seat() }, 'doctor');
  await sees(patient, 'Ayşe', 'Cem');
  await sees(interpreter, name, 'Cem');
  await sees(late, name, 'Ayşe');
  await picture(patient, 'together');

  await press(patient, 'Ayşe · Interpreter');
  assert.equal(await patient.locator('.tile.pinned video').getAttribute('aria-label'), 'Ayşe');
  await press(patient, 'Cem · Family');
  assert.equal(await patient.locator('.tile.pinned video').getAttribute('aria-label'), 'Cem');
  await picture(patient, 'pinned');

  await demo.call('POST', `${visit}hold/`, { participant_id: await seat() }, 'doctor');
  await heading(late, 'Please wait a moment');
  await picture(late, 'held');
  await sees(patient, 'Ayşe');
  await sees(interpreter, name);
  await late.reload();
  await heading(late, 'Please wait a moment');
  await demo.call('POST', `${visit}let_in/`, { participant_id: await seat() }, 'doctor');
  await join(late);
  await sees(patient, 'Ayşe', 'Cem');
  await sees(late, name, 'Ayşe');
  await showScreen(patient, interpreter, name);
});
