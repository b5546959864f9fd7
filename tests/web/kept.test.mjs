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

test('whoever has left stays so over a reload, and comes back when they say so', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);
  const joins = () => visit.requests.filter(({ path }) => path.endsWith('join_waiting/')).length;

  await visit.request('join_waiting/');
  visit.fail('leave/', 503, 99);
  await page.getByRole('button', { name: 'Leave the waiting room' }).click();
  await heading(page, 'You left');
  await visit.request('leave/');
  visit.fail('leave/', 503, 0);
  visit.requests.length = visit.frames.length = 0;
  await page.reload();
  await heading(page, 'You left');
  /* What the server did not hear is said again. */
  await visit.request('leave/');
  await visit.frame('presence');
  assert.equal(joins(), 0);
  await page.getByRole('button', { name: 'Come back' }).click();
  await heading(page, HERE);
  await visit.request('join_waiting/');
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

const SHOTS = process.env.AUSCULTA_SHOTS;

for (const [locale, words, stop] of [['en-GB', 'Your answer was not taken: The server says no.', 'Stop the recording'],
  ['de-DE', 'Ihre Antwort wurde nicht angenommen: The server says no.', 'Aufzeichnung beenden'],
  ['ar', 'لم يُقبل جوابك: The server says no.', 'إيقاف التسجيل']]) {
  test(`a withdrawal that is refused is said to be, and can be said again, in ${locale}`, async (t) => {
    const visit = clinic.visit({ state: 'admitted', status: 'in_progress', call_mode: 'hold' });
    const page = await open(t, browser, visit.url, { locale });
    const bar = page.locator('.page-main .recording');
    const withdrawals = () => visit.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('consents/'));

    await visit.frame('presence');
    visit.recording.start();
    await bar.waitFor();
    visit.fail('consents/', 409);
    visit.requests.length = 0;
    await page.getByRole('button', { name: stop }).click();
    await page.locator('.standing', { hasText: words }).waitFor();
    /* What is so now is asked of the server. */
    await visit.request('/recording/');
    await bar.waitFor();
    if (SHOTS)
      await page.screenshot({ path: `${SHOTS}/page-recording-refused-${locale}.png` });
    await page.getByRole('button', { name: stop }).click();
    await bar.waitFor({ state: 'hidden' });
    await page.locator('.standing', { hasText: words }).waitFor({ state: 'hidden' });
    assert.equal(withdrawals().length, 2);
  });
}

test('a withdrawal on its way is not lost by a reload', async (t) => {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress', call_mode: 'hold' });
  const page = await open(t, browser, visit.url);
  const isWithdrawal = ({ method, path }) => method === 'POST' && path.endsWith('consents/');

  await visit.frame('presence');
  visit.recording.start();
  visit.fail('consents/', 503, 99);
  await page.getByRole('button', { name: 'Stop the recording' }).click();
  await visit.seen('requests', isWithdrawal);
  await page.reload();
  visit.requests.length = 0;
  visit.fail('consents/', 503, 0);
  await visit.seen('requests', (request) => isWithdrawal(request) && !request.body.given);
  await page.locator('.page-main .recording').waitFor({ state: 'hidden' });
});

test('what was said before is read until it is there', async (t) => {
  const visit = clinic.visit();

  visit.say('Please bring your list of medicines', { heard: false });
  visit.fail('messages/', 503);

  const page = await open(t, browser, visit.url);

  await page.locator('.theirs', { hasText: 'Please bring your list' }).waitFor();
});

const sends = (visit) => visit.requests.filter(({ path }) => path.endsWith('send_message/')).map(({ key }) => key);

/* A visit that ends before what the patient wrote has arrived. */
async function endUnsent(t, failure) {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress', call_mode: 'hold' });
  const page = await open(t, browser, visit.url, { clock: true });

  await visit.frame('presence');
  visit.fail('send_message/', ...failure);
  await write(page, 'I am allergic to penicillin');
  await page.getByText('Not sent').waitFor();
  visit.end();
  await heading(page, 'Thank you. Your visit is over.');
  await page.locator('.unsent', { hasText: 'I am allergic to penicillin' }).waitFor();
  await page.getByText('You can close this page.').waitFor({ state: 'hidden' });
  return { visit, page };
}

test('what was not sent when the visit ended is shown, and sent by itself', async (t) => {
  const { visit, page } = await endUnsent(t, [503]);

  await page.clock.fastForward(10_000);
  await page.getByText('You can close this page.').waitFor();
  await page.locator('.unsent').waitFor({ state: 'hidden' });
  assert.equal(sends(visit).length, 2);
  assert.equal(new Set(sends(visit)).size, 1);
  assert.equal(visit.messages.length, 1);
});

test('what was not sent when the visit ended is sent when the patient says so, or after a reload', async (t) => {
  const { visit, page } = await endUnsent(t, [503, 3]);
  const [key] = sends(visit);

  await page.getByRole('button', { name: 'Try again' }).click();
  await visit.seen('requests', () => sends(visit).length === 2);
  await page.reload();
  await visit.seen('requests', () => sends(visit).length === 3);
  await page.getByText('Not sent').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.unsent').waitFor({ state: 'hidden' });
  assert.deepEqual(sends(visit), [key, key, key, key]);
  assert.equal(visit.messages.length, 1);
});

test('what is refused after the end says why', async (t) => {
  const { visit, page } = await endUnsent(t, [503]);

  visit.fail('send_message/', 409);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Not sent: The server says no.').waitFor();
});

test('what was half typed when the visit ended can still be sent', async (t) => {
  const visit = clinic.visit({ state: 'admitted', status: 'in_progress', call_mode: 'hold' });
  const page = await open(t, browser, visit.url);

  await visit.frame('presence');
  await page.getByLabel('Your message').fill('I am allergic to');
  visit.end();
  await heading(page, 'Thank you. Your visit is over.');
  await page.locator('.unsent', { hasText: 'I am allergic to' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.unsent').waitFor({ state: 'hidden' });
  assert.deepEqual(visit.messages.map(({ message }) => message), ['I am allergic to']);
});
