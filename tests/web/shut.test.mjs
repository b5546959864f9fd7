/* A door that is shut while somebody is inside, with the real server: the page says so within a second. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { heading, launch, open } from './browser.mjs';
import { Demo } from './demo.mjs';

const AT_ONCE = 1_000;

let browser;
let demo;

before(async () => {
  [browser, demo] = await Promise.all([launch(), Demo.start()]);
});

after(async () => {
  await browser.close();
  await demo.stop();
});

for (const [role, locale, title] of [
  ['guest', 'en-GB', 'This link was closed'],
  ['interpreter', 'ar-EG', 'أُغلق هذا الرابط'],
  ['patient', 'de-DE', 'Dieser Link wurde geschlossen'],
]) {
  test(`a ${role} is shown out`, async (t) => {
    const visit = await demo.call('GET', '/telemedicine/api/doors/current/', undefined, demo.door);
    const doors = `/telemedicine/api/consultations/${visit.consultation_id}/doors/`;
    const made = await demo.call('POST', doors, { role, name: 'Ayşe' });
    const page = await open(t, browser, made.url, { locale });

    await page.locator('.mirror video').waitFor();
    /* Inside, and connected. */
    for (const part of ['join_waiting', 'ws-ticket'])
      await page.waitForFunction((name) => performance.getEntriesByType('resource')
        .some((entry) => entry.name.includes(name) && entry.responseEnd > 0), part);

    const participants = `/telemedicine/api/consultations/${visit.consultation_id}/participants/`;
    const here = async () => (await demo.call('GET', participants)).results.some(
      ({ name, presence }) => name === 'Ayşe' && !['away', 'left', 'lost'].includes(presence));

    assert.equal(await here(), true);
    await demo.call('DELETE', `/telemedicine/api/doors/${made.id}/`);

    const begun = performance.now();

    await heading(page, title);
    assert.ok(performance.now() - begun < AT_ONCE, `${performance.now() - begun} ms`);
    assert.equal(await here(), false);
    if (process.env.SHUT_PICTURES)
      await page.screenshot({ path: `${process.env.SHUT_PICTURES}/${role}.png` });
    /* Nothing brings it back. */
    await page.reload();
    await page.locator('h1').waitFor();
    assert.notEqual(await page.locator('h1').textContent(), title);
  });
}
