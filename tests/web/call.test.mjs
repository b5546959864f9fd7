/* A real call between the page and a second one that plays the doctor's part. */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { after, before, test } from 'node:test';

import { axePath, desktop, heading, launch, open, phone, untouched } from './browser.mjs';
import { Clinic } from './clinic.mjs';
import { beginCall, flows, IN_CALL, WAITING } from './in-call.mjs';

const SHOTS = process.env.AUSCULTA_SHOTS;

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

const begin = (t, options) => beginCall(t, browser, clinic, options);
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

test('admitted without touching anything: picture and sound both ways, four working buttons', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await flows(page, doctor);
  await visit.frame('presence', ({ state }) => state === 'in_call');

  await doctor.waitForFunction(() => globalThis.doctor.heard > 0 && globalThis.doctor.silence() < 500);
  await press(page, 'Mute');
  await page.getByText('You are muted').waitFor();
  await doctor.waitForFunction(() => globalThis.doctor.silence() > 2500);
  await press(page, 'Unmute');
  await doctor.waitForFunction(() => globalThis.doctor.silence() < 500);

  await press(page, 'Camera off');
  await doctor.waitForFunction(() => globalThis.doctor.brightness() < 5);
  await page.locator('.self').waitFor({ state: 'hidden' });
  await press(page, 'Camera on');
  await doctor.waitForFunction(() => globalThis.doctor.brightness() > 5);
  await page.locator('.self').waitFor();

  visit.say('Can you read this?');
  await page.locator('.badge', { hasText: '1 new' }).waitFor();
  await page.getByRole('button', { name: 'Text' }).click();
  await page.getByText('Can you read this?', { exact: true }).waitFor();
  await page.locator('.badge:visible').waitFor({ state: 'detached' });
  await page.keyboard.type('Yes');
  await page.keyboard.press('Enter');
  await page.locator('.mine .state', { hasText: 'Sent' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#sheet').waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Leave' }).click();
  await heading(page, 'You left');
  await visit.request('leave/');
  await press(page, 'Come back');
  await heading(page, IN_CALL);
  await flows(page, doctor);
  visit.end();
  await heading(page, 'Thank you. Your visit is over.');
});

test('the buttons by keyboard, and the view is fit for everybody', async (t) => {
  const { readFile } = await import('node:fs/promises');
  const { page } = await begin(t, { script: await readFile(axePath, 'utf8'), reducedMotion: 'reduce' });
  const buttons = page.locator('.controls button:visible');

  for (const name of ['Mute', 'Camera off', 'Text', 'More', 'Leave']) {
    await page.keyboard.press('Tab');
    assert.equal((await page.evaluate(() => document.activeElement.innerText)).trim(), name);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  }
  for (const viewport of [phone, desktop, { width: 740, height: 360 }, { width: 320, height: 640 }]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const open of [true, false]) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.getByRole('button', { name: 'Text', exact: true }).click();
        await page.locator('#sheet').waitFor({ state: open ? 'visible' : 'hidden' });

        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }));

        assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes[0].html} ${nodes[0].failureSummary}`), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      }
    }
    for (const { x, y, width, height } of await Promise.all([0, 1, 2, 3, 4].map((index) => buttons.nth(index).boundingBox()))) {
      assert.ok(width >= 44 && height >= 44, `${width}×${height}`);
      assert.ok(x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height, 'on the screen');
    }
  }
});

test('hung up, called again; the camera rests in between', async (t) => {
  const { page, doctor } = await begin(t);

  await flows(page, doctor);
  await doctor.evaluate(() => globalThis.doctor.hangUp());
  await heading(page, 'The call was ended. Please wait here.');
  await page.reload();
  await heading(page, 'The call was ended. Please wait here.');
  await page.getByLabel('Your message').fill('Shall I wait?');
  await doctor.evaluate(() => globalThis.doctor.knock());
  await page.getByRole('button', { name: 'Join' }).or(page.getByRole('heading', { level: 1, name: IN_CALL })).waitFor();
  if (await page.getByRole('button', { name: 'Join' }).isVisible())
    await press(page, 'Join');
  await heading(page, IN_CALL);
  assert.equal(await page.getByLabel('Your message').inputValue(), 'Shall I wait?');
  await flows(page, doctor);
  await doctor.evaluate(() => globalThis.doctor.hangUp());
  await heading(page, 'The call was ended. Please wait here.');
  await doctor.evaluate(() => globalThis.doctor.call());
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('of two who treat, one hangs up: the call goes on with the other', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const nurse = { participant_id: randomUUID(), user_name: 'Nurse Lind', user_role: 'assistant' };

  await flows(page, doctor);
  visit.tellPicture('on');
  visit.emit('user_joined', nurse);
  visit.emit('presence', { ...nurse, state: 'in_call', picture: 'on' }, false);
  visit.emit('user_left', { ...nurse, reason: 'hung_up' });
  visit.say('Nurse Lind has gone');
  await page.locator('.badge', { hasText: '1 new' }).waitFor();
  await heading(page, IN_CALL);
  await flows(page, doctor);
  await doctor.evaluate(() => globalThis.doctor.hangUp());
  await heading(page, 'The call was ended. Please wait here.');
});

test('whoever is muted, with the camera off, stays so after a reload and a new attempt', async (t) => {
  const { page, doctor } = await begin(t);

  await flows(page, doctor);
  await press(page, 'Mute');
  await press(page, 'Camera off');
  await doctor.waitForFunction(() => globalThis.doctor.silence() > 2500 && globalThis.doctor.brightness() < 5);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.tile video')?.videoWidth > 0);
  await page.getByText('You are muted').waitFor();
  await page.getByRole('button', { name: 'Camera on', exact: true }).waitFor();
  await doctor.evaluate(() => globalThis.doctor.call());
  await doctor.waitForFunction(() => globalThis.doctor.connection.connectionState === 'connected');

  const before = await doctor.evaluate(() => globalThis.doctor.heard);

  await doctor.waitForFunction(() => globalThis.doctor.silence() > 2500);
  assert.equal(await doctor.evaluate(() => globalThis.doctor.heard), before, 'not a beep');
  assert.equal(await page.locator('.self').isVisible(), false);
  await press(page, 'Unmute');
  await doctor.waitForFunction(() => globalThis.doctor.silence() < 500);
});

test('sound only, from either side, kept over a reload', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const pictures = async () => (await doctor.evaluate(() => globalThis.doctor.stats('video'))).framesDecoded ?? 0;
  const sender = () => doctor.evaluate(async () => (await globalThis.doctor.stats('video')).bytesReceived ?? 0);
  const dark = async () => {
    for (let before = await sender(); ;) {
      await page.waitForTimeout(700);
      const now = await sender();

      if (now === before)
        return;
      before = now;
    }
  };

  await flows(page, doctor);
  await press(page, 'More');
  await press(page, 'Sound only, for a weak connection');
  await visit.frame('presence', ({ picture }) => picture === 'sound_only');
  await page.getByText('Sound only: no pictures').waitFor();
  await page.locator('.self').waitFor({ state: 'hidden' });
  await page.locator('.tile .absent').waitFor();
  await dark();
  if (SHOTS)
    await page.screenshot({ path: `${SHOTS}/page-sound-only.png` });
  await page.reload();
  await heading(page, IN_CALL);
  await page.getByText('Sound only: no pictures').waitFor();
  await doctor.waitForFunction(() => globalThis.doctor.heard > 0 && globalThis.doctor.silence() < 500);
  assert.equal(await pictures(), 0);
  await press(page, 'More');
  await page.locator('.sound-only[aria-pressed=true]').click();
  await flows(page, doctor);
  await page.locator('.self').waitFor();

  visit.tellPicture('sound_only');
  await page.getByText('Dr Kaya has switched to sound only').waitFor();
  await dark();
  visit.tellPicture('off');
  await page.getByText('Dr Kaya has switched the camera off').waitFor();
  await flows(page, doctor);
  visit.tellPicture('on');
  await page.locator('.tile .absent').waitFor({ state: 'hidden' });
});

test('the other side in a small window, while something else is read', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const shows = (what) => page.waitForFunction((wanted) => (document.pictureInPictureElement?.matches('.tile video') ?? false) === wanted, what);

  await flows(page, doctor);
  await press(page, 'More');
  await press(page, 'Picture in a small window');
  await page.locator('#more').waitFor({ state: 'hidden' });
  await shows(true);
  await flows(page, doctor);
  await page.evaluate(() => document.exitPictureInPicture());
  await shows(false);
  visit.tellPicture('off');
  await page.locator('.tile .absent').waitFor();
  await press(page, 'More');
  assert.equal(await page.getByRole('button', { name: 'Picture in a small window' }).isVisible(), false, 'there is no picture');
});

test('the volume of the others, kept over a reload', async (t) => {
  const { page, doctor } = await begin(t);
  const loudness = () => page.evaluate(() => document.querySelector('.tile video').volume);

  await flows(page, doctor);
  assert.equal(await loudness(), 1);
  await press(page, 'More');
  await page.getByLabel('Volume').focus();
  for (let step = 0; step < 10; step++)
    await page.keyboard.press('ArrowLeft');
  assert.equal(await loudness(), 0.125);
  await page.keyboard.press('Escape');
  await page.locator('#more').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.innerText.trim()), 'More');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('.tile video')?.volume === 0.125);
  await press(page, 'More');
  assert.equal(await page.getByLabel('Volume').inputValue(), '0.5');
  await page.locator('.tiles').click();
  await page.locator('#more').waitFor({ state: 'hidden' });
});

test('let in, and called back before anything is seen or heard', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url);

  await heading(page, WAITING);
  await page.getByText('Your camera works.').waitFor();
  visit.admit(60);
  visit.say('One moment');
  await page.getByText('One moment', { exact: true }).waitFor();
  await heading(page, WAITING);
  await page.reload();
  await heading(page, WAITING);
  await page.getByText('Your camera works.').waitFor();
  visit.recall();
  visit.say('Not yet');
  await page.getByText('Not yet', { exact: true }).waitFor();
  await heading(page, WAITING);
  visit.admit(60);
  assert.deepEqual(visit.frames.filter(({ type }) => type === 'signal'), [], 'not a word to the other side');
  assert.equal(await doctor.evaluate(() => globalThis.doctor.epoch), 0);
  visit.open();
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('what was read before the room opened does not shut it again', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url);
  const steps = new EventEmitter();
  const read = once(steps, 'read');

  await page.getByText('Your camera works.').waitFor();
  visit.admit(60);
  visit.say('One moment');
  await page.getByText('One moment', { exact: true }).waitFor();
  await page.route('**/doors/current/', async (route) => {
    const response = await route.fetch();

    steps.emit('read');
    await once(steps, 'told');
    await route.fulfill({ response });
  }, { times: 1 });
  await page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await read;
  visit.open();
  await heading(page, IN_CALL);
  const late = page.waitForResponse('**/doors/current/');

  steps.emit('told');
  await late;
  await flows(page, doctor);
  await heading(page, IN_CALL);
});

test('the room opens in time though nobody says so', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url);

  await page.getByText('Your camera works.').waitFor();
  visit.admit(1);
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('on hold nothing flows, messages arrive, and the call goes on by itself', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await flows(page, doctor);
  visit.talk('hold');
  await heading(page, 'Dr Kaya has put the visit on hold');
  await page.getByText('Your camera and microphone are off.').waitFor();
  await doctor.waitForFunction(() => globalThis.doctor.connection.connectionState !== 'connected');
  visit.say('Back in a minute');
  await page.getByText('Back in a minute', { exact: true }).waitFor();
  await page.getByLabel('Your message').fill('Fine');
  await page.keyboard.press('Enter');
  await page.locator('.mine .state', { hasText: 'Sent' }).waitFor();
  await page.reload();
  await heading(page, 'Dr Kaya has put the visit on hold');
  await page.locator('p.length[role=timer]').waitFor();
  visit.talk('phone', '67');
  await heading(page, 'Your visit goes on by phone');
  await page.getByText('ends in 67').waitFor();
  visit.talk('video');
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('the call outlives a cut line, and a doctor who comes back', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await flows(page, doctor);

  const epoch = await doctor.evaluate(() => globalThis.doctor.epoch);

  visit.unreachable = true;
  for (const [line] of visit.linesOf('patient'))
    line.terminate();
  await page.locator('.banner', { hasText: 'Your call goes on.' }).waitFor();
  visit.unreachable = false;
  await page.locator('.banner').waitFor({ state: 'hidden' });
  assert.equal(await doctor.evaluate(() => globalThis.doctor.epoch), epoch, 'no new attempt while the media go on');

  for (const attempt of [2, 3]) {
    await doctor.evaluate(() => globalThis.doctor.call());
    await doctor.waitForFunction((wanted) => globalThis.doctor.epoch === wanted
      && globalThis.doctor.connection.connectionState === 'connected', attempt);
  }
  await doctor.reload();
  await doctor.waitForFunction(() => globalThis.doctor?.patient);
  await doctor.evaluate(() => globalThis.doctor.knock());
  await flows(page, doctor);
  assert.equal(await doctor.evaluate(() => globalThis.doctor.epoch), 1, 'numbers began again');

  await doctor.goto('about:blank');
  await page.locator('.banner', { hasText: 'Dr Kaya is reconnecting.' }).waitFor();
  await doctor.goto(visit.doctorUrl);
  await page.locator('.banner').waitFor({ state: 'hidden' });
  await flows(page, doctor);
});

test('a doctor whose line broke is not called lost while they are heard', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const played = () => page.evaluate(() => document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames);
  const banner = page.locator('.banner', { hasText: 'Dr Kaya is reconnecting.' });

  await flows(page, doctor);
  for (const [line] of visit.linesOf('doctor'))
    line.terminate();

  const before = await played();

  await page.waitForFunction((least) =>
    document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames > least, before + 30);
  assert.ok(await banner.isHidden());
  await doctor.evaluate(() => globalThis.doctor.connection.close());
  await banner.waitFor();

  await page.reload();
  await page.getByText('Dr Kaya is reconnecting. Please stay here').waitFor();
});

test('frames of an older attempt are dropped', async (t) => {
  const { page, doctor } = await begin(t);
  const complaints = [];

  page.on('console', (message) => complaints.push(message.text()));
  await flows(page, doctor);
  await doctor.evaluate(() => globalThis.doctor.call());
  await flows(page, doctor);
  await doctor.evaluate(() => {
    const { doctor: it } = globalThis;

    it.signal(it.epoch - 1, { description: { type: 'offer', sdp: 'v=0\r\nnonsense' } });
    it.signal(it.epoch - 1, { candidate: { candidate: 'candidate:nonsense', sdpMid: '0', sdpMLineIndex: 0 } });
    it.signal(it.epoch + 1, { candidate: { candidate: 'candidate:nonsense', sdpMid: '0', sdpMLineIndex: 0 } });
  });
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.getByLabel('Your message').fill('still here');
  await page.keyboard.press('Enter');
  await page.locator('.mine .state', { hasText: 'Sent' }).waitFor();
  await flows(page, doctor);
  assert.equal(await page.locator('.tile').getAttribute('data-state'), 'connected');
  assert.deepEqual(complaints, []);
});

test('without camera and microphone one still sees, hears and writes', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url, {
    script: `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));`,
  });

  await page.getByRole('button', { name: 'Go on with text only' }).click();
  await doctor.waitForFunction(() => globalThis.doctor.patient !== null);
  visit.admit();
  await heading(page, IN_CALL);
  await page.waitForFunction(() => document.querySelector('.tile video')?.videoWidth > 0);
  await page.getByText('You are in the call with text only.').waitFor();
  await page.getByLabel('Your message').fill('I can read you');
  await page.keyboard.press('Enter');
  await page.locator('.mine .state', { hasText: 'Sent' }).waitFor();
});

test('an untouched page without a camera rings and asks for one tap', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url, {
    script: `${untouched}
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));`,
  });

  await page.getByRole('heading', { name: 'We found no camera and microphone' }).waitFor();
  await doctor.waitForFunction(() => globalThis.doctor.patient !== null);
  visit.admit();
  await heading(page, 'Dr Kaya is ready');
  await page.getByText('Tap once to see and hear each other.').waitFor();
  await press(page, 'Join');
  await heading(page, IN_CALL);
  await page.getByText('How to fix it').click();
  await page.getByText('Connect one').waitFor();
});

test('words being typed go along into the call', async (t) => {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url);

  await page.getByText('Your camera works.').waitFor();
  await page.getByLabel('Your message').focus();
  await page.keyboard.type('I also have');
  visit.admit();
  await heading(page, IN_CALL);
  await page.waitForFunction(() => document.activeElement.id === 'chat-entry');
  await page.keyboard.type(' a cough');
  assert.equal(await page.getByLabel('Your message').inputValue(), 'I also have a cough');
});

test('an interpreter and the patient meet without the doctor between them', async (t) => {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress' });
  const patient = await open(t, browser, visit.patient.url);
  const guest = await open(t, browser, visit.guest.url);

  await press(patient, 'Join');
  await press(guest, 'Join');
  for (const [page, name] of [[patient, 'Ayşe'], [guest, 'Anna']]) {
    await heading(page, IN_CALL);
    await page.waitForFunction((wanted) => [...document.querySelectorAll('.tile video')].some((video) =>
      video.getAttribute('aria-label') === wanted && video.videoWidth > 0), name);
  }
  await guest.reload();
  await heading(guest, IN_CALL);
  await guest.waitForFunction(() => document.querySelector('.tile video')?.videoWidth > 0);
  await press(guest, 'Leave');
  await heading(guest, 'You left');
});

test('the practice hears how well the call travels', async (t) => {
  const { visit, page, doctor } = await begin(t, { clock: true });

  await flows(page, doctor);
  await page.clock.fastForward(2_000);

  /* What is told is of the time since then. */
  const shown = await page.evaluate(() =>
    document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames);

  await page.waitForFunction((before) =>
    document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames > before + 20, shown);
  await page.clock.fastForward(2_000);

  const report = await visit.frame('connection_quality');

  assert.ok(['excellent', 'good', 'fair', 'poor'].includes(report.quality));
  assert.ok(['', 'own', 'other', 'way', 'device'].includes(report.cause));
  assert.ok(report.loss >= 0 && report.loss <= 100);
  assert.ok(report.bitrate > 0);
  assert.ok(report.freeze_ms >= 0 && report.freeze_ms <= 2000);
  await page.clock.fastForward(2_000);
  assert.ok((await visit.frame('connection_quality', (one) => one.server_ms > 0)).server_ms < 60_000);
  await page.locator('.quality').waitFor();
});

test('what the doctor suffers from is told to the patient, from their side', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const stopped = ({ cause }) => () =>
    visit.emit('connection_quality_updated', { participant_id: visit.doctor.id, quality: 'poor', cause, server_ms: 20 }, false);

  await flows(page, doctor);
  for (const [cause, words] of [['other', 'Your connection is weak.'], ['way', 'The connection between you is weak just now.'],
    ['own', 'The connection of Dr Kaya is weak.']]) {
    const said = setInterval(stopped({ cause }), 500);

    await page.locator('.banner', { hasText: words }).waitFor();
    await page.locator('.quality[data-quality="poor"]').waitFor();
    clearInterval(said);
  }
  visit.emit('connection_quality_updated', { participant_id: visit.doctor.id, quality: 'excellent', cause: '', server_ms: 20 }, false);
  await page.locator('.banner', { hasText: 'The connection of Dr Kaya' }).waitFor({ state: 'hidden' });
});

test('the bell rings and the phone shakes until the tap', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, {
    clock: true,
    script: `globalThis.bells = 0; globalThis.shakes = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) { globalThis.bells += 1; start.apply(this, when); };
      navigator.vibrate = (pattern) => globalThis.shakes.push(pattern);`,
  });

  await page.getByText('Your camera works.').waitFor();
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
  visit.admit();
  await page.getByRole('button', { name: 'Join' }).waitFor();
  await page.clock.fastForward(4_000);
  await page.waitForFunction(() => globalThis.bells === 4 && globalThis.shakes.length === 2);
  await press(page, 'Join');
  await page.clock.fastForward(8_000);
  assert.equal(await page.evaluate(() => globalThis.bells), 4);
  assert.equal(await page.evaluate(() => globalThis.shakes.at(-1)), 0);
});
