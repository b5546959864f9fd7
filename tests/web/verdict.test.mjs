/* The page judges a call as the practice's program does. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

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
