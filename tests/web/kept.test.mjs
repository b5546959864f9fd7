/* What the patient wrote, chose or took back is not lost without a word: not by a browser that keeps nothing, not by a
   refusal, a reload or the visit's end. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { heading, launch, open } from './browser.mjs';
import { Clinic } from './clinic.mjs';

const HERE = 'You are in the right place, Anna.';

/* As with all cookies blocked. */
const forbidden = `for (const storage of ['sessionStorage', 'localStorage'])
  Object.defineProperty(window, storage, { get() { throw new DOMException('denied', 'SecurityError'); } });`;

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

async function write(page, text) {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

test('without storage messages are sent, and a half-typed one stays', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, { script: forbidden });

  await heading(page, HERE);
  await write(page, 'I have chest pain');
  await visit.request('send_message/', ({ body }) => body.message === 'I have chest pain');
  await page.locator('.mine', { hasText: 'I have chest pain' }).waitFor();
  await page.getByLabel('Your message').fill('half a thou');
  visit.say('Hello');
  await page.locator('.theirs', { hasText: 'Hello' }).waitFor();
  assert.equal(await page.getByLabel('Your message').inputValue(), 'half a thou');
});

test('without storage whoever was hung up on is told so', async (t) => {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress' });
  const page = await open(t, browser, visit.url, { script: forbidden });

  await visit.frame('presence');
  visit.hangUp();
  await heading(page, 'The call was ended. Please wait here.');
});

test('without storage the words of another version are not fetched again and again', async (t) => {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress', call_mode: 'hold' });
  const loads = [];

  visit.recording.textVersion = 'another';

  const page = await open(t, browser, visit.url, { script: forbidden });

  page.on('load', () => loads.push(page.url()));
  await visit.frame('presence');
  visit.recording.ask();
  await page.getByRole('dialog', { name: 'May this visit be recorded?' }).waitFor();
  assert.deepEqual(loads, []);
});

test('the way to a meeting elsewhere is asked for until it is known', async (t) => {
  const visit = clinic.visit({ video_provider: 'zoom' });
  const page = await open(t, browser, visit.url);
  const asked = () => visit.requests.filter(({ path }) => path.endsWith('meeting_info/')).length;

  await heading(page, HERE);
  visit.meeting = { provider: 'zoom', meeting_url: null };
  visit.fail('meeting_info/', 503);
  visit.admit();
  await heading(page, 'Your visit uses Zoom');
  await visit.seen('requests', () => asked() === 2);
  await page.getByText('The meeting is being prepared.').waitFor();
  visit.fail('meeting_info/', 409);
  await visit.seen('requests', () => asked() === 3);
  visit.meeting = { provider: 'zoom', meeting_url: 'https://zoom.example/j/1' };
  await page.getByRole('link', { name: 'Join the video visit' }).waitFor();
});
