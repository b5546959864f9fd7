/* Chromium for the tests: fake camera, loopback calls, and a watch over what no page may do. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';

const flags = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=fps=10',
  '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };

function start(executablePath, more) {
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: [...flags, ...more] });
}

/* The engine alone. With the window around it, each page costs twice as much, and a busy machine is late for everything. */
export const launch = (...more) => start('/usr/bin/chromium-headless-shell', more);

/* As people have it. */
export const launchWhole = (...more) => start('/usr/bin/chromium', more);

/* Driving a page counts as touching it, so a test of the untouched one has to say so. */
export const untouched = `{
  const activation = { hasBeenActive: false };
  addEventListener('pointerdown', () => { activation.hasBeenActive = true; }, true);
  Object.defineProperty(navigator, 'userActivation', { value: activation });
}`;

/* A page of its own browser session, closed and judged with the test. script runs in it before the page's own; friends
   are hosts that it may ask, and forgives is a fault that is expected. */
export async function open(t, browser, url, { script = null, clock = false, friends = [], forgives = null, ...options } = {}) {
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  const page = await context.newPage();

  page.faults = [];
  page.setDefaultTimeout(patience(20_000));
  page.on('pageerror', (error) => page.faults.push(`error: ${error.message} ${error.stack}`));
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && ![new URL(url).host, ...friends].includes(new URL(request.url()).host))
      page.faults.push(`request leaves: ${request.url()}`);
  });
  await page.exposeFunction('violated', (what) => page.faults.push(`policy: ${what}`));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    globalThis.violated(`${violatedDirective} ${blockedURI}`)));
  if (clock)
    await page.clock.install();
  if (script !== null)
    await page.addInitScript(script);
  t.after(async () => {
    await context.close();
    assert.deepEqual(page.faults.filter((fault) => !forgives?.test(fault)), []);
  });
  await page.goto(url);
  return page;
}

export function heading(page, name) {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}

/* How long to wait for what must come: longer where others want the processors, too. */
export const patience = (time) => time * Math.max(1, loadavg()[0] / cpus().length);
