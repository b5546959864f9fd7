/* Files with messages: sent in pieces, seen and saved; what goes wrong is said, and nothing leads away from the page. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { desktop, launch, open, phone } from './browser.mjs';
import { Clinic } from './clinic.mjs';

const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNwmHAAD2IYlcaGAG94nEHl0sf2AAAAAElFTkSuQmCC', 'base64');
const LARGE = Buffer.concat([PICTURE, Buffer.alloc(2_500_000, 7)]);

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

const picture = (name, buffer = PICTURE) => ({ name, mimeType: 'image/png', buffer });
const pick = (page, ...files) => page.locator('#chat-file').setInputFiles(files);
const received = (visit, name) => [...visit.files.values()].find((file) => file.name === name);

test('a picture goes out in pieces, whole, and is shown', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, { viewport: phone });

  await pick(page, picture('Knee.png', LARGE));
  await page.locator('.mine .thumbnail img').waitFor();
  await page.waitForFunction(() => document.querySelector('.mine .thumbnail img').naturalWidth === 10);

  const file = received(visit, 'Knee.png');

  assert.ok(LARGE.equals(file.content));
  assert.equal(file.sha256, createHash('sha256').update(LARGE).digest('hex'));
  assert.equal(visit.requests.filter(({ method }) => method === 'PATCH').length, 3);
  assert.equal(await page.locator('.mine').count(), 1);
});

test('the button is reached by keyboard and opens the choice of files', async (t) => {
  const page = await open(t, browser, clinic.visit().url, { viewport: desktop });
  const choosing = page.waitForEvent('filechooser');

  await page.getByRole('button', { name: 'Add a photo or a file' }).press('Enter');
  assert.ok((await choosing).isMultiple());
});

test('what was interrupted goes on where it was, and once', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  visit.fail('finish/', 503);
  visit.fail('send_message/', 503);
  await pick(page, picture('Knee.png', LARGE));
  await page.getByText('Not sent').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.mine .thumbnail, .mine.failed').first().waitFor();
  if (await page.locator('.mine.failed').count() > 0)
    await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.mine .thumbnail').waitFor();
  assert.equal(visit.requests.filter(({ method }) => method === 'PATCH').length, 3);
  assert.equal(visit.messages.length, 1);
});

test('what cannot be sent says why, and can be removed', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await pick(page, picture('Film.png', Buffer.alloc(3 * 1024 * 1024 + 1)));
  await page.getByText('Not sent: It is larger than 3 MB.').waitFor();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.locator('.failed').waitFor({ state: 'detached' });
  visit.fail('upload/', 415, 2);
  await pick(page, picture('setup.exe'));
  await page.getByText('Not sent').waitFor();
  assert.equal(visit.messages.length, 0);
});

test('a document is saved, and the page stays', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, { viewport: phone });
  const before = page.url();

  visit.sayWithFile('Plan für Anna.pdf', 'application/pdf', Buffer.from('%PDF-1.7 plan'));

  const saving = page.waitForEvent('download');

  await page.getByRole('button', { name: 'Save Plan für Anna.pdf' }).click();
  assert.equal(await readFile(await (await saving).path(), 'utf8'), '%PDF-1.7 plan');
  assert.equal(page.url(), before);
});

test('a picture opens large, over the page, and closes with Escape', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  visit.sayWithFile('X-ray.png', 'image/png', PICTURE);
  await page.getByRole('button', { name: 'Open X-ray.png' }).click();
  await page.getByRole('dialog', { name: 'X-ray.png' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('what was taken back is said to be deleted', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);
  const message = visit.sayWithFile('Plan.pdf', 'application/pdf', Buffer.from('%PDF-'));

  await page.getByRole('button', { name: 'Save Plan.pdf' }).waitFor();
  visit.takeBack(message);
  await page.getByText('Plan.pdf · Deleted').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save Plan.pdf' }).count(), 0);
});
