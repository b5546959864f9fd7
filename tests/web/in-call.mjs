/* A patient's page in a call with a second page that plays the doctor's part. */

import { heading, open } from './browser.mjs';

export const IN_CALL = 'Your visit with Dr Kaya';
export const WAITING = 'You are in the right place, Anna.';

/* Pictures move on both ends and sound arrives at the doctor's. */
export async function flows(page, doctor) {
  await page.waitForFunction(() => {
    const video = document.querySelector('.tile video');

    return video?.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 3;
  });
  await doctor.waitForFunction(async () => (await globalThis.doctor.stats('video')).framesDecoded > 3
    && (await globalThis.doctor.stats('audio')).packetsReceived > 3);
}

export async function beginCall(t, browser, clinic, options = {}) {
  const visit = clinic.visit();
  const doctor = await open(t, browser, visit.doctorUrl);
  const page = await open(t, browser, visit.url, options);

  await heading(page, WAITING);
  await page.getByText('Your camera works.').waitFor();
  await doctor.waitForFunction(() => globalThis.doctor.patient !== null);
  visit.admit();
  await heading(page, IN_CALL);
  return { visit, doctor, page };
}
