/* Being recorded: asked in plain words, agreed to or not, seen and heard by everybody, and ended by a press. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { axePath, desktop, heading, launch, open, phone } from './browser.mjs';
import { Clinic } from './clinic.mjs';

const IN_CALL = 'Your visit with Dr Kaya';
const QUESTION = 'May this visit be recorded?';
const SHOTS = process.env.AUSCULTA_SHOTS;

let browser;
let clinic;
let axe;

before(async () => {
  axe = await readFile(axePath, 'utf8');
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

/* Counts the tones that the page lets out. */
const listen = `{
  globalThis.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...all) { globalThis.tones += 1; return start.apply(this, all); };
}`;

async function begin(t, { visit = clinic.visit(), url = visit.url, ...options } = {}) {
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, url, { reducedMotion: 'reduce', script: `${axe};${listen}`, ...options });

  await page.locator('.check .good').first().waitFor();
  if (url === visit.url)
    await doctor.waitForFunction(() => globalThis.doctor.patient !== null);
  visit.admit();
  await page.locator('.stage').waitFor();
  return { visit, doctor, page };
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const shown = (page, selector) => page.locator(selector).waitFor();
const gone = (page, selector) => page.locator(selector).waitFor({ state: 'hidden' });
const tones = (page) => page.evaluate(() => globalThis.tones);

async function shoot(page, name) {
  if (SHOTS)
    await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

async function examine(page) {
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }));

  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) <= 0);
}

test('asked, agreed, recorded, taken back', async (t) => {
  const { visit, page } = await begin(t);

  await heading(page, IN_CALL);
  await gone(page, '.ask');
  visit.recording.ask();
  await page.getByRole('dialog', { name: QUESTION }).waitFor();
  await page.getByText('kept encrypted at Praxis Kaya and deleted after 30 days').waitFor();
  await examine(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await examine(page);
  await shoot(page, 'page-question-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot(page, 'page-question');
  await press(page, 'Yes, I agree');

  const answer = await visit.request('/consents/', ({ method }) => method === 'POST');

  assert.deepEqual(answer.body, { kind: 'recording', given: true, text_version: '2026-11', language: 'en' });
  await page.getByText('You agreed to be recorded.').waitFor();
  await gone(page, '.ask');

  const before = await tones(page);

  visit.recording.start();
  await shown(page, '.recording');
  assert.equal(await tones(page), before + 2);
  await page.locator('.recording .length', { hasText: '00:01' }).waitFor();
  assert.equal(await page.locator('#urgent').textContent(), 'This visit is now being recorded.');
  await examine(page);
  await shoot(page, 'page-recording');
  await page.setViewportSize(desktop);
  await examine(page);
  await page.setViewportSize(phone);
  await press(page, 'Stop the recording');
  await visit.request('/consents/', ({ method, body }) => method === 'POST' && !body.given);
  await gone(page, '.recording');
  await page.getByText('The recording has ended.').first().waitFor();
  assert.equal(visit.recording.id, null);
  assert.equal(visit.recording.consents.results[0].state, 'withdrawn');
  assert.equal(await tones(page), before + 4);
});

test('seen in every view while it goes on, on hold, by phone and after hanging up', async (t) => {
  const { visit, page } = await begin(t);

  visit.recording.start();
  await shown(page, '.stage .recording');
  for (const mode of ['hold', 'phone']) {
    visit.talk(mode);
    await shown(page, '.page-main .recording');
    await page.locator('.page-main .recording .length').waitFor();
    await examine(page);
    await shoot(page, `page-recording-${mode}`);
    await page.reload();
    await shown(page, '.page-main .recording');
  }
  visit.talk('video');
  visit.hangUp();
  await heading(page, 'The call was ended. Please wait here.');
  await shown(page, '.page-main .recording');
  await press(page, 'Stop the recording');
  await gone(page, '.recording');
});

test('whoever says no is left alone, until asked once more', async (t) => {
  const { visit, page } = await begin(t);

  visit.recording.ask();
  await press(page, 'No');
  await visit.request('/consents/', ({ body }) => body.given === false);
  await gone(page, '.ask');
  await page.reload();
  await page.locator('.stage').waitFor();
  await visit.request('/consents/', ({ method }) => method === 'GET');
  await gone(page, '.ask');
  visit.recording.ask();
  await shown(page, '.ask');
  await press(page, 'Yes, I agree');
  await page.getByText('You agreed to be recorded.').waitFor();
});

test('whoever comes in later is asked, and knows that it is being recorded', async (t) => {
  const visit = clinic.visit();

  visit.recording.isWanted = true;
  visit.recording.start();
  const { page } = await begin(t, { visit });

  await shown(page, '.recording');
  await shown(page, '.ask');
  assert.ok(await tones(page) >= 2);
});

test('an answer that cannot be sent is sent until it arrives', async (t) => {
  const { visit, page } = await begin(t);

  visit.recording.ask();
  await shown(page, '.ask');
  visit.fail('/consents/', 503, 2);
  await press(page, 'Yes, I agree');
  await page.getByText('We keep trying').waitFor();
  await page.getByText('You agreed to be recorded.').waitFor();
  /* The page shows it at once, and says it meanwhile. */
  const taken = page.waitForResponse((answer) => answer.url().includes('/consents/') && answer.ok());
  await press(page, 'Take it back');
  await page.getByText('You agreed to be recorded.').waitFor({ state: 'hidden' });
  await taken;
  assert.equal(visit.recording.consents.results[0].state, 'withdrawn');
});

test('somebody else ends it', async (t) => {
  const { visit, page } = await begin(t);

  visit.recording.ask();
  await press(page, 'Yes, I agree');
  await page.getByText('You agreed to be recorded.').waitFor();
  visit.recording.start();
  await shown(page, '.recording');
  visit.recording.stop('consent_withdrawn', 'Ayşe');
  await page.getByText('The recording has ended: Ayşe no longer agrees.').first().waitFor();
  await gone(page, '.recording');
});

test('the words of another version are fetched before anybody is asked in them', async (t) => {
  const { visit, page } = await begin(t);
  const reloaded = page.waitForEvent('load');

  visit.recording.textVersion = 'another';
  visit.recording.ask();
  await reloaded;
  await shown(page, '.ask');
});

for (const [locale, title] of [['ar', 'هل تسمح بتسجيل هذه الزيارة؟'], ['de', 'Darf dieser Besuch aufgezeichnet werden?']]) {
  test(`asks in ${locale}`, async (t) => {
    const { visit, page } = await begin(t, { locale });

    visit.recording.ask();
    await page.getByRole('dialog', { name: title }).waitFor();
    await examine(page);
    await shoot(page, `page-question-${locale}`);
    await page.locator('.ask .primary').click();
    await visit.request('/consents/', ({ body }) => body.language === locale);
    visit.recording.start();
    await shown(page, '.recording');
    await examine(page);
    await shoot(page, `page-recording-${locale}`);
  });
}

test('page and server name the same version of the words', async () => {
  const page = await readFile(new URL('../../resources/web/recording.js', import.meta.url), 'utf8');
  const server = await readFile(new URL('../../src/core/aus-consent.h', import.meta.url), 'utf8');

  assert.equal(/TEXT_VERSION = '(.*?)'/.exec(page)[1], /AUS_CONSENT_TEXT_VERSION "(.*?)"/.exec(server)[1]);
});

test('the server takes a yes in each language of the page', async () => {
  const page = await readFile(new URL('../../resources/web/strings.js', import.meta.url), 'utf8');
  const server = await readFile(new URL('../../src/core/aus-consent.c', import.meta.url), 'utf8');
  const ofPage = /languages = {(.*?)}/.exec(page)[1].matchAll(/(\w+):/g);
  const ofServer = /languages\[\] = {(.*?)}/.exec(server)[1].matchAll(/"(\w+)"/g);

  assert.deepEqual([...ofPage].map(([, name]) => name).sort(), [...ofServer].map(([, name]) => name).sort());
});
