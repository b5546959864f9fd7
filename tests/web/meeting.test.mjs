/* Visits at other providers, over the real server: Jitsi inside the page, all others by a link and back. */

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { desktop, heading, launch, open, phone, untouched } from './browser.mjs';
import { Demo } from './demo.mjs';
import { FakeJitsi } from './fake-jitsi.mjs';

const WAITING = /^You are in the right place/;
const SECRET = 'a secret of tests that is long enough';

let browser;
let demo;
let jitsi;
let visit;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

beforeEach(async () => {
  [demo, jitsi] = await Promise.all([Demo.start(), FakeJitsi.open()]);

  const { consultation_id: id } = await demo.call('GET', '/telemedicine/api/doors/current/', undefined, demo.door);

  visit = `/telemedicine/api/consultations/${id}/`;
  await demo.call('PUT', '/telemedicine/api/video-providers/jitsi/',
    { settings: { base_url: jitsi.url, app_id: 'clinic', app_secret: SECRET } }, 'admin');
});

afterEach(async () => {
  await demo.stop();
  await jitsi.close();
});

const use = (provider) => demo.call('POST', `${visit}switch_provider/`, { video_provider: provider }, 'doctor');
const start = () => demo.call('POST', `${visit}start/`, {}, 'doctor');
const room = (page) => page.frameLocator('.meeting-frame iframe');
const joined = (page) => room(page).getByText('In the room').waitFor();
const people = async () => (await demo.call('GET', `${visit}participants/`)).results;
const patient = async () => (await people()).find(({ role }) => role === 'patient');

async function becomes(presence) {
  for (;;) {
    if ((await patient()).presence === presence)
      return;
  }
}

/* Until the patient's page is connected no more, and all that this leads to is written down. */
async function gone() {
  for (;;) {
    if (/^ausculta_sockets 0$/m.test(await (await fetch(new URL('/metrics', demo.uri))).text()))
      break;
  }
  await demo.call('POST', `${visit}send_message/`, { message: 'See you there' }, 'doctor');
}

async function say(page, text) {
  await page.locator('#chat-entry').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('.chat', { hasText: text }).waitFor();
}

/* With MEETING_PICTURES=FOLDER they are left there, to be looked at. */
async function picture(page, name) {
  if (!process.env.MEETING_PICTURES)
    return;
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [phone, desktop]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `${process.env.MEETING_PICTURES}/${name}-${colorScheme}-${viewport.width}.png` });
    }
  }
  await page.setViewportSize(phone);
}

test('a visit at Jitsi is held inside the page, and what was said outlives a reload', async (t) => {
  await use('jitsi');

  const page = await open(t, browser, demo.door, { friends: [jitsi.host] });

  await heading(page, WAITING);
  const { id } = await patient();

  assert.deepEqual(jitsi.asked, []);
  await page.locator('h1').click();
  await start();
  await heading(page, 'Your visit uses Jitsi');
  await joined(page);
  await becomes('in_call');
  assert.equal(await page.locator('.meeting-frame iframe').getAttribute('title'), 'The video visit');
  await say(page, 'I can see you');
  await picture(page, 'jitsi');

  const address = new URL(jitsi.asked.at(-1), jitsi.url);

  assert.match(address.pathname, /^\/consult-/);
  assert.equal(address.searchParams.get('jwt').split('.').length, 3);
  await page.reload();
  await joined(page);
  await page.locator('.chat', { hasText: 'I can see you' }).waitFor();
  assert.equal((await patient()).id, id);
});

test('whoever hangs up comes back when they want to, and a room that breaks is left by a link', async (t) => {
  await use('jitsi');

  const page = await open(t, browser, demo.door, { friends: [jitsi.host], script: untouched });

  await heading(page, WAITING);
  await start();
  await page.getByRole('link', { name: 'Join the video visit' }).click();
  await joined(page);
  await room(page).getByRole('button', { name: 'Hang up' }).click();
  await page.getByText('You left the video visit. You can come back.').waitFor();
  await becomes('here');
  await picture(page, 'left');
  await page.getByRole('link', { name: 'Join again' }).click();
  await joined(page);
  await room(page).getByRole('button', { name: 'Break' }).click();
  await page.getByText('Jitsi does not open inside this page.').waitFor();
});

test('a page that was open before the visit went to Jitsi loads once more, in the same seat', async (t) => {
  const page = await open(t, browser, demo.door, { friends: [jitsi.host], forgives: /^policy: script-src/ });

  await heading(page, WAITING);
  const { id } = await patient();

  await say(page, 'Before the change');
  await start();
  await use('jitsi');
  await joined(page);
  await page.locator('.chat', { hasText: 'Before the change' }).waitFor();
  assert.equal((await patient()).id, id);
});

test('a server that does not answer leaves the link', async (t) => {
  jitsi.broken = true;
  await use('jitsi');

  const page = await open(t, browser, demo.door, { friends: [jitsi.host] });

  await heading(page, WAITING);
  await page.locator('h1').click();
  await start();
  await page.getByText('Jitsi does not open inside this page.').waitFor();
  assert.match(await page.getByRole('link', { name: 'Join the video visit' }).getAttribute('href'), /\/consult-.*#jwt=/);
  await picture(page, 'broken');
});

test('the way to a room in the same tab leads back into the seat', async (t) => {
  await use('jitsi');

  const page = await open(t, browser, demo.door, { friends: [jitsi.host] });

  await heading(page, WAITING);
  const { id } = await patient();

  /* As where the provider cannot be shown inside. */
  await page.route('**/meeting_info/', async (route) => {
    const answer = await (await route.fetch()).json();

    delete answer.script;
    await route.fulfill({ json: answer });
  });
  await start();
  await say(page, 'On my way');
  await page.getByText('To come back here, press Back').waitFor();
  await page.getByRole('link', { name: 'Join the video visit' }).click();
  await page.getByText('In the room').waitFor();
  assert.equal(new URL(page.url()).host, jitsi.host);
  /* Gone from here, and not lost. */
  await gone();
  assert.equal((await patient()).presence, 'in_meeting');
  await page.goBack();
  await page.getByText('You are back.').waitFor();
  await becomes('here');
  await page.locator('.chat', { hasText: 'On my way' }).waitFor();
  assert.equal((await patient()).id, id);
  await picture(page, 'returned');
});

test('no other visit may load anything from there', async () => {
  const policy = async () => (await fetch(demo.door)).headers.get('content-security-policy');

  assert.doesNotMatch(await policy(), /https?:/);
  await use('jitsi');
  assert.match(await policy(), new RegExp(`script-src 'self' ${jitsi.url}/external_api.js;`));
  assert.match(await policy(), new RegExp(`frame-src ${jitsi.url}$`));
  await use('builtin');
  assert.doesNotMatch(await policy(), /https?:/);
});
