/* A door that is shut while somebody is inside, with the real server: the page says so within a second. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { heading, launch, open } from './browser.mjs';

const AT_ONCE = 1_000;

let browser;
let server;
let uri;
let door;
let token;

async function call(method, path, body, authorization = `Token ${token}`) {
  const answer = await fetch(new URL(path, uri), {
    method, body: body && JSON.stringify(body),
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...(authorization && { Authorization: authorization }) },
  });

  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

/* The demo prints where it listens, who may sign in, and the link of the patient who may come now. */
async function start() {
  const accounts = {};

  server = spawn(process.env.AUSCULTA_SERVER, ['--demo', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    const words = line.split(' ');

    if (line.startsWith('Listening on'))
      uri = words[2];
    else if (words[0] === 'account')
      accounts[words[1]] ??= { email: words[2], password: words[3] };
    else if (words[0] === 'door') {
      door = words[1];
      break;
    }
  }
  ({ token } = await call('POST', '/accounts/api/login/', accounts.receptionist, null));
}

before(async () => {
  [browser] = await Promise.all([launch(), start()]);
});

after(async () => {
  await browser.close();
  server.kill();
  await once(server, 'exit');
});

for (const [role, locale, title] of [
  ['guest', 'en-GB', 'This link was closed'],
  ['interpreter', 'ar-EG', 'أُغلق هذا الرابط'],
  ['patient', 'de-DE', 'Dieser Link wurde geschlossen'],
]) {
  test(`a ${role} is shown out`, async (t) => {
    const visit = await call('GET', '/telemedicine/api/doors/current/', undefined, `Door ${door.split('/').pop()}`);
    const doors = `/telemedicine/api/consultations/${visit.consultation_id}/doors/`;
    const made = await call('POST', doors, { role, name: 'Ayşe' });
    const page = await open(t, browser, made.url, { locale });

    await page.locator('.mirror video').waitFor();
    /* Inside, and connected. */
    for (const part of ['join_waiting', 'ws-ticket'])
      await page.waitForFunction((name) => performance.getEntriesByType('resource')
        .some((entry) => entry.name.includes(name) && entry.responseEnd > 0), part);

    const participants = `/telemedicine/api/consultations/${visit.consultation_id}/participants/`;
    const here = async () => (await call('GET', participants)).results.some(
      ({ name, presence }) => name === 'Ayşe' && !['away', 'left', 'lost'].includes(presence));

    assert.equal(await here(), true);
    await call('DELETE', `/telemedicine/api/doors/${made.id}/`);

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
