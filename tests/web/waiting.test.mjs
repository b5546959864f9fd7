/* The waiting room: nothing blocks, nothing typed is lost, the seat outlives reloads and lost lines. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { desktop, heading, launch, open } from './browser.mjs';
import { Clinic } from './clinic.mjs';

const HERE = 'You are in the right place, Anna.';

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

const failing = (name, message) => `{
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  globalThis.repaired = false;
  devices.getUserMedia = (wanted) => globalThis.repaired ? real(wanted)
    : Promise.reject(new DOMException(${JSON.stringify(message)}, ${JSON.stringify(name)}));
}`;

/* Lets the page's time pass until what is awaited has come, however long the machine takes for it. */
async function forwardUntil(page, awaited) {
  let passing = true;
  const passes = async () => {
    while (passing)
      await page.clock.fastForward(2_000);
  };
  const passed = passes();

  await awaited.finally(() => {
    passing = false;
  });
  await passed;
}

const faults = [
  ['NotAllowedError', '', 'This page may not use your camera and microphone', 'Click the symbol left of the address'],
  ['NotAllowedError', 'Permission denied by system', 'Your device keeps your camera and microphone', 'privacy settings'],
  ['NotReadableError', '', 'Another app is using your camera and microphone', 'Close other video calls'],
  ['NotFoundError', '', 'We found no camera and microphone', 'Connect one'],
];

for (const [name, message, title, way] of faults) {
  test(`${name} ${message}: said in words, still in line, and repaired without a reload`, async (t) => {
    const visit = clinic.visit();
    const page = await open(t, browser, visit.url, { script: failing(name, message) });

    await page.getByRole('heading', { name: title }).waitFor();
    await page.locator('.problem', { hasText: way }).waitFor();
    await heading(page, HERE);
    await visit.request('join_waiting/');
    await visit.frame('presence', ({ state }) => state === 'no_camera');
    await page.evaluate(() => {
      globalThis.repaired = true;
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Your camera works.').waitFor();
    await page.locator('.problem').waitFor({ state: 'hidden' });
  });
}

test('a page without a camera interface says which browser to take', async (t) => {
  const page = await open(t, browser, clinic.visit().url,
    { script: 'Object.defineProperty(navigator, "mediaDevices", { value: undefined });' });

  await page.getByRole('heading', { name: 'This browser cannot use your camera and microphone' }).waitFor();
  await page.getByRole('button', { name: 'Copy the link of this page' }).waitFor();
  await heading(page, HERE);
});

test('sound only where the camera is missing, text only where nothing is wanted', async (t) => {
  const script = `{
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wanted) => wanted.video
      ? Promise.reject(new DOMException('', 'NotFoundError')) : real(wanted);
  }`;
  const page = await open(t, browser, clinic.visit().url, { script });

  await page.getByRole('heading', { name: 'We found no camera' }).waitFor();
  await page.getByText(/Say something|We can hear you/).waitFor();

  const silent = await open(t, browser, clinic.visit().url, { script: failing('NotFoundError', '') });

  await silent.getByRole('button', { name: 'Go on with text only' }).click();
  await silent.getByText('You chose text.').waitFor();
});

test('the check shows picture, level and speaker', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await page.getByText('Your camera works.').waitFor();
  await page.waitForFunction(() => document.querySelector('.mirror video').videoWidth > 0);
  await page.getByRole('button', { name: 'Play a test sound' }).click();
  await visit.frame('presence', ({ state }) => state === 'testing');
  await page.getByText('We can hear you.').waitFor();
  await page.getByRole('button', { name: 'No' }).click();
  await page.getByText('Turn the volume up').waitFor();
  await page.getByRole('button', { name: 'Play a test sound' }).click();
  await page.getByRole('button', { name: 'Yes' }).click();
  await page.getByText('Your speaker works.').waitFor();
});

test('a hidden page is asleep, a shown one is here again', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);
  const hide = (hidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

  await visit.frame('presence', ({ state }) => state === 'here');
  await hide(true);
  await visit.frame('presence', ({ state }) => state === 'asleep');
  visit.frames.length = 0;
  await hide(false);
  await visit.frame('presence', ({ state }) => state === 'here');
});

test('keyboard alone: write, send, leave, come back', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, { viewport: desktop });
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      if (await focused() === wanted)
        return;
    }
    assert.fail(`no way by Tab to ${wanted}`);
  };

  await page.getByText('Your camera works.').waitFor();
  await tabTo('chat-entry');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  await page.keyboard.type('Hello');
  await visit.frame('typing_indicator', (frame) => frame.is_typing);
  await page.keyboard.press('Enter');
  await page.getByText('Sent').waitFor();
  await visit.frame('typing_indicator', (frame) => !frame.is_typing);
  await tabTo('Leave the waiting room');
  await page.keyboard.press('Enter');
  await heading(page, 'You left');
  await visit.request('leave/');
  await tabTo('Come back');
  await page.keyboard.press('Enter');
  await heading(page, HERE);
  await visit.seen('requests', () => visit.requests.filter(({ path }) => path.endsWith('join_waiting/')).length === 2);
});

test('reload keeps the seat, the draft and what was not sent', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);
  const field = page.getByLabel('Your message');

  await visit.request('join_waiting/');
  visit.fail('send_message/', 503, 99);
  await field.fill('First');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent').waitFor();
  await field.fill('half a thou');
  visit.requests.length = 0;
  await page.reload();
  await heading(page, HERE);
  await visit.request('join_waiting/');
  assert.equal(visit.requests.filter(({ path }) => path.endsWith('leave/')).length, 0);
  assert.equal(await field.inputValue(), 'half a thou');
  await page.getByText('First', { exact: true }).waitFor();
  await page.getByText('Not sent').waitFor();
});

test('a message is pending, then fails, then is sent once, with one key', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await visit.frame('presence');
  visit.fail('send_message/', 503);
  await page.getByLabel('Your message').fill('My back hurts');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Sent', { exact: false }).and(page.locator('.state')).filter({ hasNotText: 'Not' }).waitFor();

  const keys = visit.requests.filter(({ path }) => path.endsWith('send_message/')).map(({ key }) => key);

  assert.equal(keys.length, 2);
  assert.equal(new Set(keys).size, 1);
  assert.match(keys[0], /^[0-9a-f-]{36}$/);
  assert.equal(await page.getByText('My back hurts', { exact: true }).count(), 1);
  assert.equal(visit.messages.length, 1);
});

test('a refused message tells why and can be changed', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  visit.fail('send_message/', 422);
  await page.getByLabel('Your message').fill('too long');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent: The server says no.').waitFor();
  await page.getByRole('button', { name: 'Change' }).click();
  assert.equal(await page.getByLabel('Your message').inputValue(), 'too long');
  assert.equal(await page.locator('.messages li').count(), 0);
});

test('what the practice writes arrives, with who is writing, and is read out', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  visit.say('before the line was up');
  await visit.frame('presence');
  visit.typing(true);
  await page.getByText('Dr Kaya is writing…').waitFor();
  visit.say('Five more minutes');
  await page.getByText('Five more minutes', { exact: true }).waitFor();
  await page.getByText('Dr Kaya is writing…').waitFor({ state: 'detached' });
  assert.equal(await page.locator('#polite').textContent(), 'Message from Dr Kaya: Five more minutes');
  await page.getByText('before the line was up').waitFor();
});

test('a cut line comes back with a new ticket, resumes, and sends what was kept', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await visit.frame('presence', ({ state }) => state === 'here');
  visit.setQueue(2, 8);
  await page.locator('.estimate', { hasText: 'About 8 minutes' }).waitFor();
  visit.unreachable = true;
  visit.cut();
  await page.getByText('Connection lost – we keep trying. Your place is kept.').waitFor();
  await heading(page, HERE);
  await page.getByLabel('Your message').fill('Are you there?');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent').waitFor();
  visit.setQueue(1, 4);
  visit.say('We are back');
  visit.unreachable = false;
  await visit.frame('resume', ({ after }) => Number.isInteger(after));
  await page.locator('.place', { hasText: 'You are next.' }).waitFor();
  await page.getByText('We are back', { exact: true }).waitFor();
  await page.getByText('Connection lost').waitFor({ state: 'hidden' });
  await page.locator('.mine .state', { hasText: 'Sent' }).waitFor();
  assert.ok(visit.tickets >= 2);
});

test('a server that goes politely is found again', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  for (const code of [1001, 1008, 4401]) {
    await visit.frame('presence');
    visit.frames.length = 0;
    visit.cut(code);
    await visit.frame('resume');
  }
});

test('a visit that is gone says so', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await visit.frame('presence');
  visit.fail('doors/current/', 404, 99);
  visit.fail('ws-ticket/', 404, 99);
  visit.cut(4404);
  visit.emit('consultation_updated', {});
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await heading(page, 'This link was closed');
});

test('a link that was closed stays one, however often it is asked', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);
  const asksAgain = () => Promise.all([
    page.waitForResponse(/doors\/current/), page.evaluate(() => dispatchEvent(new Event('online'))),
  ]);

  await visit.frame('presence');
  visit.fail('doors/current/', 404, 99);
  /* One reading begins where the one before is dealt with. */
  for (let reading = 0; reading < 3; reading += 1)
    await asksAgain();
  await heading(page, 'This link was closed');
});

test('a line that went silent is replaced, and what nobody can replay is read afresh', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, { clock: true });

  await visit.frame('presence', ({ state }) => state === 'here');
  /* Nobody gets in meanwhile either, so that the page stays as it is until it was seen. */
  Object.assign(visit, { silent: true, unreachable: true, forgetful: true });
  await page.clock.fastForward(21_000);
  visit.say('Said into the silence', { heard: false });
  await page.clock.fastForward(9_000);
  await page.getByText('Connection lost').first().waitFor();
  Object.assign(visit, { silent: false, unreachable: false });
  await forwardUntil(page, visit.frame('resume'));
  await page.getByText('Said into the silence').first().waitFor();
});

test('the screen stays awake while someone waits, and no longer', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, {
    script: `globalThis.locks = 0;
      navigator.wakeLock.request = async () => {
        globalThis.locks += 1;
        return { released: false, release() { globalThis.locks -= 1; } };
      };`,
  });

  await page.waitForFunction(() => globalThis.locks === 1);
  visit.end();
  await page.waitForFunction(() => globalThis.locks === 0);
});

test('who comes late after all is let in', async (t) => {
  const visit = clinic.visit({ state: 'no_show', status: 'no_show' });
  const page = await open(t, browser, visit.url);

  await heading(page, 'We missed you');
  await page.getByRole('button', { name: 'I am here now' }).click();
  await heading(page, HERE);
});
