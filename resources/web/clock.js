/* The server's time on a device whose own clock may be wrong, and times in words. */

import { locale } from './strings.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export class Clock {
  #offset = 0;

  set(serverTime) {
    const time = Date.parse(serverTime);

    if (!Number.isNaN(time))
      this.#offset = time - Date.now();
  }

  now() {
    return Date.now() + this.#offset;
  }

  until(time) {
    return Date.parse(time) - this.now();
  }
}

function format(time, options) {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(time));
}

function wallTime(time, timeZone) {
  const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' };

  return new Intl.DateTimeFormat('en', { ...digits, timeZone }).format(new Date(time));
}

/* Whether the two zones show other hands on the wall at that time; their names do not matter. */
export function zonesDiffer(time, one, other) {
  return wallTime(time, one) !== wallTime(time, other);
}

export function formatDay(time, timeZone) {
  return format(time, { weekday: 'long', day: 'numeric', month: 'long', timeZone });
}

export function formatTime(time, timeZone) {
  return format(time, { hour: 'numeric', minute: '2-digit', timeZone });
}

export function formatTimeWithZone(time, timeZone) {
  return format(time, { hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'longGeneric' });
}

function unit(count, name) {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

export const formatMinutes = (count) => unit(count, 'minute');

/* The two largest units: "2 days, 3 hours", "5 minutes", "40 seconds". */
export function formatSpan(milliseconds) {
  const rest = Math.max(0, milliseconds);
  const parts = [
    [Math.floor(rest / DAY), 'day'],
    [Math.floor(rest % DAY / HOUR), 'hour'],
    [Math.floor(rest % HOUR / MINUTE), 'minute'],
    [Math.floor(rest % MINUTE / 1000), 'second'],
  ];
  const first = Math.max(0, parts.findIndex(([count]) => count > 0));
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  const texts = (shown.length > 0 ? shown : [[0, 'second']]).map(([count, name]) => unit(count, name));

  return new Intl.ListFormat(locale(), { type: 'unit', style: 'long' }).format(texts);
}

/* 4:05 or 1:04:05, the length of a call. */
export function formatDuration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const digits = (count) => new Intl.NumberFormat(locale(), { minimumIntegerDigits: 2 }).format(count);

  return (hours > 0 ? [hours, ...parts] : parts).map(digits).join(':');
}
