/* The visit as an iCalendar file, RFC 5545. It names the practice and the link, nothing about health. */

const stamp = (time) => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
const escape = (text) => text.replace(/[\\;,]/g, '\\$&').replace(/\n/g, '\\n');

/* Lines of at most 75 octets, continued by a space. */
function fold(line) {
  const folded = [''];
  let room = 75;

  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;

    if (size > room) {
      folded.push(' ');
      room = 74;
    }
    folded[folded.length - 1] += letter;
    room -= size;
  }
  return folded.join('\r\n');
}

/* door: the door's answer; texts: summary and description in the reader's language. */
export function calendarFile(door, url, { summary, description }) {
  const start = Date.parse(door.scheduled_start);
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Ausculta//Door//EN', 'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${door.consultation_id}@${new URL(url).hostname}`,
    `DTSTAMP:${stamp(door.server_time)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(start + (door.duration_planned ?? 30) * 60_000)}`,
    `SUMMARY:${escape(summary)}`,
    `DESCRIPTION:${escape(description)}`,
    `URL:${url}`,
    'CLASS:PRIVATE',
    'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT10M', `DESCRIPTION:${escape(summary)}`, 'END:VALARM',
    'END:VEVENT', 'END:VCALENDAR', '',
  ];

  return lines.map(fold).join('\r\n');
}

export function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');

  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
