/* What happens while the patient's line is away: afterwards the page is where the visit is, whatever it hears of before. */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { heading, launch, open } from './browser.mjs';
import { Clinic } from './clinic.mjs';
import { beginCall, flows, IN_CALL, WAITING } from './in-call.mjs';

const HELD = 'The call was ended. Please wait here.';
const NURSE = { participant_id: randomUUID(), user_name: 'Nurse Lind', user_role: 'assistant' };

let browser;
let clinic;

before(async () => {
  [browser, clinic] = await Promise.all([launch(), Clinic.open()]);
});

after(async () => {
  await browser.close();
  await clinic.close();
});

async function begin(t) {
  const call = await beginCall(t, browser, clinic);

  call.visit.tellPicture('on');
  await flows(call.page, call.doctor);
  return call;
}

/* The page is in a tunnel while that is done. */
async function away(visit, act) {
  visit.unreachable = true;

  const lines = visit.linesOf('patient').map(([line]) => new Promise((resolve) => {
    line.on('close', resolve);
    line.terminate();
  }));

  await Promise.all(lines);
  await act();
  visit.unreachable = false;
}

/* All that was missed has been heard by then. */
async function caughtUp(visit, page) {
  const text = `Heard ${randomUUID()}`;

  await page.waitForFunction(() => document.querySelector('.banner')?.checkVisibility() !== true);
  visit.say(text);
  await page.getByText(text).first().waitFor({ state: 'attached' });
}

async function hangUp(visit, doctor) {
  await doctor.evaluate(() => globalThis.doctor.hangUp());
  await visit.seen('others', ({ action }) => action === 'hang_up');
}

/* As an app does it: it says that it is in the call and that it is ready, once. */
async function callAgain(visit, doctor) {
  visit.tellPicture('on');
  await doctor.evaluate(() => globalThis.doctor.knock());
  await visit.seen('others', ({ restart }) => restart);
}

test('on hold, called again meanwhile', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await hangUp(visit, doctor);
  await heading(page, HELD);
  await away(visit, () => callAgain(visit, doctor));
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('hung up and called again meanwhile', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await away(visit, async () => {
    await hangUp(visit, doctor);
    await callAgain(visit, doctor);
  });
  await caughtUp(visit, page);
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('hung up meanwhile, and not called again', async (t) => {
  const { visit, page, doctor } = await begin(t);

  await away(visit, async () => {
    await hangUp(visit, doctor);
  });
  await heading(page, HELD);
  await callAgain(visit, doctor);
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('a doctor who was away meanwhile, too, is still in the call when the nurse hangs up', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const { id, name, role } = visit.doctor;

  await away(visit, () => {
    visit.emit('user_left', { participant_id: id, user_name: name, user_role: role, reason: 'lost' });
    visit.emit('user_joined', { participant_id: id, user_name: name, user_role: role });
    visit.tellPicture('on');
  });
  await caughtUp(visit, page);
  visit.emit('user_joined', NURSE);
  visit.emit('presence', { ...NURSE, state: 'in_call', picture: 'on' }, false);
  visit.emit('user_left', { ...NURSE, reason: 'hung_up' });
  await caughtUp(visit, page);
  await heading(page, IN_CALL);
  await flows(page, doctor);
});

test('a pause that ended meanwhile does not end the call', async (t) => {
  const { visit, page, doctor } = await begin(t);
  const stream = await page.evaluateHandle(() => document.querySelector('.tile video').srcObject);

  await away(visit, () => {
    visit.talk('hold');
    visit.talk('video');
  });
  await caughtUp(visit, page);
  await flows(page, doctor);
  assert.ok(await page.evaluate((before) => document.querySelector('.tile video').srcObject === before, stream));
});

test('let in and called back meanwhile: no bell rings', async (t) => {
  const visit = clinic.visit();
  const page = await open(t, browser, visit.url, {
    script: `globalThis.bells = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) { globalThis.bells += 1; start.apply(this, when); };`,
  });

  await heading(page, WAITING);
  await page.getByText('Your camera works.').waitFor();
  await away(visit, () => {
    visit.admit();
    visit.recall();
  });
  await caughtUp(visit, page);
  await heading(page, WAITING);
  assert.equal(await page.evaluate(() => globalThis.bells), 0);
});

/* What the page's connections were made with. */
const listing = `globalThis.configurations = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      globalThis.configurations.push(configuration);
    }
  };`;

/* The line is lost behind the headers of the answer. */
async function cutTwice(page) {
  let left = 2;

  await page.route('**/meeting_info/', async (route) => {
    if (left-- > 0)
      await route.fulfill({ status: 200, contentType: 'application/json', body: '{"provider": "buil' });
    else
      await route.continue();
  });
}

async function beginWith(t, status) {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url, { script: listing });

  visit.meeting.ice_servers = [{ urls: ['stun:127.0.0.1:9'] }];
  visit.meeting.ice_transport_policy = 'all';
  await page.getByText('Your camera works.').waitFor();
  await visit.request('meeting_info/');
  if (status === 200)
    await cutTwice(page);
  else
    visit.fail('meeting_info/', status, 2);
  visit.admit();
  await heading(page, IN_CALL);
  await flows(page, doctor);
  return page.evaluate(() => globalThis.configurations.map(({ iceServers, iceTransportPolicy }) => ({ iceServers, iceTransportPolicy })));
}

for (const [what, status] of [['they cannot be had', 503], ['the answer is cut off', 200]]) {
  test(`no call without the ways that the practice names, while ${what}`, async (t) => {
    const ways = await beginWith(t, status);

    assert.ok(ways.length > 0);
    for (const way of ways)
      assert.deepEqual(way, { iceServers: [{ urls: ['stun:127.0.0.1:9'] }], iceTransportPolicy: 'all' });
  });
}

test('but where the server names none, the call is tried all the same', async (t) => {
  for (const way of await beginWith(t, 409))
    assert.deepEqual(way, { iceServers: [], iceTransportPolicy: undefined });
});
