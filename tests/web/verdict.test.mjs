/* The page judges a call as the practice's program does. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { Quality } from '../../resources/web/quality.js';
import { findCause, grade, mirror, worse } from '../../resources/web/verdict.js';

const cases = JSON.parse(await readFile(new URL('../media/verdicts.json', import.meta.url), 'utf8'));

test('grades', () => {
  for (const { quality, ...measured } of cases.grades)
    assert.equal(grade(measured), quality, JSON.stringify(measured));
});

test('causes', () => {
  for (const one of cases.causes)
    assert.equal(findCause(one.quality, one.own_ms, one.other_ms), one.cause, JSON.stringify(one));
});

test('what is said from the other side', () => {
  assert.deepEqual(['own', 'other', 'way', 'device', ''].map(mirror), ['other', 'own', 'way', 'other', '']);
  assert.equal(worse('fair', 'good'), 'fair');
  assert.equal(worse('excellent', 'poor'), 'poor');
});

/* A call with one other side, whose pictures stand still for a second of every two. */
function freezing(t) {
  const peer = { id: 'doctor', state: 'connected', screen: false, frozen: 0 };
  const visit = Object.assign(new EventTarget(), { you: 'patient', interrupted: false, sent: [] });
  const call = { state: 'connected', peers: new Map([['doctor', peer]]), pictures: {}, pictureOf: (id) => call.pictures[id] ?? 'on' };
  let now = 0;
  let sample = null;

  visit.socket = { send: (frame) => visit.sent.push(frame) };
  peer.connection = { getStats: async () => new Map([['pictures', { type: 'inbound-rtp', totalFreezesDuration: peer.frozen += 1 }]]) };
  t.mock.method(globalThis, 'setInterval', (act) => {
    sample = act;
  });
  t.mock.method(performance, 'now', () => now);
  new Quality(visit, call);

  return {
    peer,
    tell(picture) {
      call.pictures.doctor = picture;
      visit.dispatchEvent(new CustomEvent('presence', { detail: { participant_id: 'doctor', picture } }));
    },
    wantSoundOnly: (wanted) => Object.assign(call.pictures, { patient: wanted ? 'sound_only' : 'on' }),
    /* What is told after so many looks. */
    async look(times) {
      for (let time = 0; time < times; time += 1) {
        now += 2_000;
        sample();
        await new Promise(setImmediate);
      }
      return visit.sent.findLast(({ type }) => type === 'connection_quality');
    },
  };
}

test('what may stand still does not freeze', async (t) => {
  const { peer, tell, wantSoundOnly, look } = freezing(t);

  assert.equal((await look(3)).quality, 'poor');
  peer.screen = true;
  assert.equal((await look(3)).quality, 'excellent');
  peer.screen = false;
  assert.equal((await look(4)).quality, 'poor');
  tell('off');
  assert.equal((await look(3)).freeze_ms, 0);
  tell('on');
  assert.equal((await look(1)).freeze_ms, 0, 'the pause ends with the first picture');
  assert.equal((await look(4)).quality, 'poor');
  wantSoundOnly(true);
  assert.equal((await look(3)).freeze_ms, 0);
  wantSoundOnly(false);
  assert.equal((await look(4)).quality, 'poor');
});

test('a camera that was off for a moment did not freeze', async (t) => {
  const { peer, tell, look } = freezing(t);

  await look(1);
  peer.connection.getStats = async () => new Map([['pictures', { type: 'inbound-rtp', totalFreezesDuration: peer.frozen }]]);
  await look(3);
  tell('off');
  tell('on');
  peer.frozen += 1;
  assert.equal((await look(1)).freeze_ms, 0);
  assert.equal((await look(2)).freeze_ms, 0);
});
