/* The page tries the practice's relay before the call, a real one (coturn). */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open } from './browser.mjs';
import { Clinic } from './clinic.mjs';

let browser;
let clinic;
let folder;
let relay;
let server;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');

  await once(probe, 'listening');

  const { port } = probe.address();

  probe.close();
  await once(probe, 'close');
  return port;
}

async function answers(port) {
  for (;;) {
    const socket = connect(port, '127.0.0.1');

    try {
      await once(socket, 'connect');
      socket.destroy();
      return;
    } catch {
      /* Not yet: it tells nobody when it listens. */
    }
  }
}

before(async () => {
  const port = await freePort();

  folder = await mkdtemp(join(tmpdir(), 'ausculta-relay-'));
  await writeFile(join(folder, 'relay.conf'), `listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port=${port}
lt-cred-mech
user=anna:north
realm=clinic.example
allow-loopback-peers
no-cli
no-tls
no-dtls
log-file=${folder}/relay.log
simple-log
userdb=${folder}/relay.db
pidfile=${folder}/relay.pid
`);
  relay = spawn('turnserver', ['-c', join(folder, 'relay.conf')], { stdio: 'ignore' });
  await answers(port);
  server = (credential) => ({ urls: [`turn:127.0.0.1:${port}?transport=tcp`], username: 'anna', credential });
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser?.close();
  await clinic?.close();
  relay.kill();
  await once(relay, 'exit');
  await rm(folder, { recursive: true });
});

test('a network that lets calls through', async (t) => {
  const visit = clinic.visit();

  visit.meeting.ice_servers = [server('north')];

  const page = await open(t, browser, visit.url);

  await page.getByText('Your network lets video calls through.').waitFor();
  assert.ok(await page.locator('.network button').isHidden());
});

test('one that keeps them out, and another try', async (t) => {
  const visit = clinic.visit();

  visit.meeting.ice_servers = [server('south')];

  const page = await open(t, browser, visit.url);

  await page.getByText('Your network keeps video calls out.').waitFor();
  visit.meeting.ice_servers = [server('north')];
  await page.locator('.network').getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Your network lets video calls through.').waitFor();
});

test('without a relay there is nothing to say', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url);

  await page.getByText('Your camera works.').waitFor();
  assert.ok(await page.locator('.network').isHidden());
});
