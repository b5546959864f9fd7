/* The failures of getUserMedia in four words, and whose settings the patient must look for. */

const codes = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  PermissionDismissedError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
  TypeError: 'unsupported',
};

export function problemOf(error, audio, video) {
  const device = audio && video ? 'both' : video ? 'camera' : 'microphone';

  if (error.name === 'NotAllowedError' && /system/i.test(error.message))
    return { code: 'blocked', device };
  return { code: codes[error.name] ?? 'busy', device };
}

export function platform() {
  const agent = navigator.userAgent;

  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1))
    return 'ios';
  return /Android/.test(agent) ? 'android' : 'desktop';
}
