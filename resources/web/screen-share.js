/* What the patient shows of their own screen, in place of their camera's picture. */

const WANTED = { video: { frameRate: { max: 15 } }, audio: false };

/* Event "change". `available` says whether this browser can; phones mostly cannot. */
export class ScreenShare extends EventTarget {
  track = null;
  available = navigator.mediaDevices?.getDisplayMedia !== undefined;

  /* Whoever thinks better of it in the browser's own question has simply not begun. */
  async start() {
    if (this.track !== null)
      return;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(WANTED);

      [this.track] = stream.getVideoTracks();
    } catch (error) {
      console.info('screen:', error.name, error.message);
      return;
    }
    this.track.contentHint = 'detail';
    this.track.onended = () => this.stop();
    this.dispatchEvent(new Event('change'));
  }

  stop() {
    if (this.track === null)
      return;
    this.track.onended = null;
    this.track.stop();
    this.track = null;
    this.dispatchEvent(new Event('change'));
  }
}
