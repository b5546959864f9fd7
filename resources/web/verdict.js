/* How good a call is, and why it is no better. The practice's program judges alike (aus-verdict.c); the tests hold both to
 * the same cases. */

export const grades = ['excellent', 'good', 'fair', 'poor'];

/* Whoever takes longer than this to reach the practice's server has a weak connection. */
const SLOW_MS = 250;

/* Up to where a measure is excellent, good and fair. */
const scales = {
  loss: [0.01, 0.04, 0.10],
  rtt_ms: [200, 400, 800],
  jitter_ms: [30, 60, 120],
  frozen: [0.02, 0.08, 0.25],
};

/* By the worst of what was measured. */
export function grade(measured) {
  const steps = Object.entries(scales).map(([name, limits]) => limits.filter((limit) => measured[name] > limit).length);

  return grades[Math.max(...steps)];
}

export const worse = (one, other) => (grades.indexOf(one) >= grades.indexOf(other) ? one : other);

/* own, other: how long the server takes to answer this side and the other one, below 0 where nothing is heard of it. */
export function findCause(quality, own, other) {
  const [ours, theirs] = [own, other].map((time) => (time < 0 ? Infinity : time));

  if (grades.indexOf(quality) < grades.indexOf('fair'))
    return '';
  if (ours <= SLOW_MS && theirs <= SLOW_MS)
    return 'way';
  return ours >= theirs ? 'own' : 'other';
}

/* What the other side says of itself and of us, from here. */
export const mirror = (cause) => ({ own: 'other', other: 'own', device: 'other' })[cause] ?? cause;
