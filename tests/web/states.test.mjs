/* Every state of a visit has its view, changes live, and is fit for everybody. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { axePath, desktop, heading, launch, open, phone, untouched } from './browser.mjs';
import { Clinic } from './clinic.mjs';

const HOUR = 3_600_000;
const soon = (hours) => new Date(Date.now() + hours * HOUR).toISOString();

const early = () => ({ state: 'early', scheduled_start: soon(50), opens_at: soon(49.5) });
const refuse = (name, message = '') => `navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(new DOMException(${JSON.stringify(message)}, ${JSON.stringify(name)}));`;

/* name, the visit, its heading, and how to get there. */
const states = [
  { name: 'early', change: early(), title: 'Your video visit' },
  { name: 'waiting', title: 'You are in the right place, Anna.' },
  {
    name: 'waiting with messages and a problem',
    script: refuse('NotReadableError'),
    title: 'You are in the right place, Anna.',
    async act(page, visit) {
      visit.say('Good morning, we are running a little late.');
      visit.say('The doctor is on her way.', { type: 'system' });
      visit.fail('send_message/', 500, 9);
      await page.getByLabel('Your message').fill('Thank you');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Not sent').waitFor();
      await page.getByRole('heading', { name: 'Another app' }).waitFor();
    },
  },
  { name: 'ready', change: { state: 'admitted', status: 'in_progress' }, script: untouched, title: 'Dr Kaya is ready' },
  { name: 'meeting', change: { state: 'admitted', video_provider: 'jitsi' }, title: 'Your visit uses Jitsi' },
  {
    name: 'hold',
    change: { state: 'admitted', status: 'in_progress' },
    script: untouched,
    async act(page, visit) {
      await page.getByRole('button', { name: 'Join' }).waitFor();
      await visit.frame('presence');
      visit.hangUp();
    },
    title: 'The call was ended. Please wait here.',
  },
  { name: 'paused', change: { state: 'admitted', status: 'in_progress', call_mode: 'hold' }, title: 'Dr Kaya has put the visit on hold' },
  { name: 'phone', change: { state: 'admitted', status: 'in_progress', call_mode: 'phone' }, title: 'Your visit goes on by phone' },
  {
    name: 'left',
    act: (page) => page.getByRole('button', { name: 'Leave the waiting room' }).click(),
    title: 'You left',
  },
  { name: 'over', change: { state: 'over', actual_end: '2026-11-03T13:52:00Z' }, title: 'Thank you. Your visit is over.' },
  { name: 'cancelled', change: { state: 'cancelled', cancel_reason: 'Dr Kaya is ill' }, title: 'This visit was cancelled' },
  { name: 'no show', change: { state: 'no_show' }, title: 'We missed you' },
  {
    name: 'offline',
    arrange: (visit) => {
      visit.unreachable = true;
    },
    title: 'We cannot reach the practice',
  },
];

const looks = [phone, desktop].flatMap((viewport) => ['light', 'dark'].map((colorScheme) => ({ viewport, colorScheme })));

async function violations(page) {
  const { violations: found } = await page.evaluate(() =>
    globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }));

  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function examine(page) {
  for (const { viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${viewport.width} ${colorScheme}`);
  }
  assert.equal(await page.locator('h1:visible').count(), 1, 'one first heading');
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    assert.ok(await overflow(page) <= 0, `nothing wider than ${width}`);
  }
}

let browser;
let clinic;
let axe;

before(async () => {
  const { readFile } = await import('node:fs/promises');

  axe = await readFile(axePath, 'utf8');
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

describe('each state has its view, without an accessibility fault', { concurrency: 2 }, () => {
  for (const { name, change, script = '', title, act = () => {}, arrange = () => {} } of states) {
    test(name, async (t) => {
      const visit = clinic.visit(change);

      arrange(visit);

      const page = await open(t, browser, visit.url, { script: `${axe};${script}`, reducedMotion: 'reduce' });

      await act(page, visit);
      await heading(page, title);
      await examine(page);
    });
  }

  test('unknown link', async (t) => {
    const page = await open(t, browser, `${clinic.url}/d/nobody`, { script: axe, reducedMotion: 'reduce' });

    await heading(page, 'We cannot find this visit');
    await examine(page);
  });

  for (const locale of ['de-AT', 'ar-EG']) {
    test(`waiting in ${locale}`, async (t) => {
      const page = await open(t, browser, clinic.visit().url, { script: axe, locale, reducedMotion: 'reduce' });

      await page.locator('.welcome').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.dir), locale === 'ar-EG' ? 'rtl' : 'ltr');
      await examine(page);
    });
  }
});

test('a part of the page that did not arrive is asked for again, with all of it', async (t) => {
  const page = await open(t, browser, clinic.visit().url);
  let left = 2;

  await heading(page, 'You are in the right place, Anna.');
  await page.route('**/web/views/stage.js', (route) => (left-- > 0 ? route.abort() : route.continue()));
  await page.reload();
  await heading(page, 'You are in the right place, Anna.');
  assert.equal(left, -1);
});

test('the page follows the server live', async (t) => {
  const visit = clinic.visit(early());
  const page = await open(t, browser, visit.url);

  await heading(page, 'Your video visit');
  await visit.frame('presence');
  visit.become('open');
  await heading(page, 'You are in the right place, Anna.');
  await page.locator('.place', { hasText: 'You are number 2 in line.' }).waitFor();
  await page.locator('.estimate', { hasText: 'About 10 minutes' }).waitFor();
  visit.setQueue(1, 0);
  await page.locator('.place', { hasText: 'You are next.' }).waitFor();
  await page.locator('.estimate', { hasText: 'Any moment now' }).waitFor();
  assert.equal(await page.locator('#polite').textContent(), 'You are next. Any moment now');
  visit.setQueue(1, null);
  await page.locator('.estimate', { hasText: 'We cannot say yet how long it will take.' }).waitFor();
  visit.become('cancelled', { cancel_reason: 'Dr Kaya is ill', status: 'cancelled' });
  await page.getByText('Reason: Dr Kaya is ill').waitFor();
  visit.become('open', { status: 'waiting' });
  await heading(page, 'You are in the right place, Anna.');
  visit.become('no_show', { status: 'no_show' });
  await heading(page, 'We missed you');
  visit.become('open', { status: 'waiting' });
  await heading(page, 'You are in the right place, Anna.');
  visit.admit();
  await heading(page, 'Dr Kaya is ready');
  assert.equal(await page.locator('#urgent').textContent(), 'Dr Kaya is ready');
  visit.switchProvider('jitsi');
  await heading(page, 'Your visit uses Jitsi');
  assert.equal(await page.getByRole('link', { name: 'Join the video visit' }).getAttribute('href'),
    'https://meet.example/visit#jwt=abc');
  visit.switchProvider('builtin');
  await heading(page, 'Dr Kaya is ready');
  visit.end();
  await page.getByText('Finished at 14:52.').waitFor();
});

test('the door opens by itself, without a word from the server', async (t) => {
  const visit = clinic.visit({ state: 'early', opens_at: new Date(Date.now() + 1500).toISOString() });
  const page = await open(t, browser, visit.url);

  await heading(page, 'Your video visit');
  await visit.frame('presence');
  visit.door.state = 'open';
  await heading(page, 'You are in the right place, Anna.');
});

test('a visit that moved says so, and that another doctor took it', async (t) => {
  const visit = clinic.visit({ ...early(), scheduled_start: '2126-11-03T13:30:00Z' });
  const page = await open(t, browser, visit.url);

  await page.getByText('3 November').waitFor();
  await visit.frame('presence');
  visit.become('early', { scheduled_start: '2126-11-04T09:00:00Z', doctor_name: 'Dr Brandt' });
  await page.getByText(/^Moved to .*4 November, 10:00 – it was .*3 November, 14:30\. Dr Brandt will see you today\.$/).waitFor();
});

test('both zones are shown where they differ, and only there', async (t) => {
  const visit = clinic.visit({ ...early(), scheduled_start: '2126-11-05T13:30:00Z' });
  const home = await open(t, browser, visit.url);
  const away = await open(t, browser, visit.url, { timezoneId: 'America/Toronto' });

  await home.getByText('14:30 Central European').waitFor();
  assert.equal(await home.locator('.yours').count(), 0);
  await away.getByText('14:30 Central European').waitFor();
  await away.getByText('08:30 Eastern').waitFor();
});

test('the appointment goes into the calendar', async (t) => {
  const visit = clinic.visit({ ...early(), scheduled_start: '2126-11-05T13:30:00Z' });
  const page = await open(t, browser, visit.url, { acceptDownloads: true });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Add to calendar' }).click(),
  ]);
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(await download.path(), 'utf8');

  assert.equal(download.suggestedFilename(), 'visit.ics');
  assert.match(text, /\r\nDTSTART:21261105T133000Z\r\nDTEND:21261105T135000Z\r\nSUMMARY:Video visit\\, Praxis Kaya\r\n/);
  assert.ok(text.replace(/\r\n /g, '').includes(`\r\nURL:${visit.url}\r\n`));
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
});

test('an unreachable clinic is tried again, and known after a reload', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await heading(page, 'You are in the right place, Anna.');
  visit.unreachable = true;
  await page.reload();
  await heading(page, 'We cannot reach the practice');
  await page.getByText('Praxis Kaya').waitFor();
  await page.getByRole('link', { name: 'Call 030 123 456' }).waitFor();
  visit.unreachable = false;
  await heading(page, 'You are in the right place, Anna.');
});

test('the language can be chosen and stays', async (t) => {
  const page = await open(t, browser, clinic.visit().url);

  await page.getByLabel('Language').selectOption('ar');
  await heading(page, 'أنت في المكان الصحيح، Anna.');
  await page.reload();
  await heading(page, 'أنت في المكان الصحيح، Anna.');
  assert.equal(await page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`), 'ar rtl');
});
