// Simulates plugging cameras and microphones in and out, which the browser's fake devices don't support.
import type { Page } from '@playwright/test';

type Name = 'camera' | 'microphone';

/** Hides the device from the next page load on. */
export async function hideDevice(page: Page, name: Name): Promise<void> {
  await page.addInitScript(hide, name);
}

/** Unplugs the device while the page uses it. */
export async function unplugDevice(page: Page, name: Name): Promise<void> {
  await page.evaluate(hide, name);
  await page.getByLabel('Your camera').evaluate((element) => {
    // Only a device that disappears fires `ended`; `stop` doesn't.
    for (const track of ((element as HTMLVideoElement).srcObject as MediaStream).getVideoTracks()) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
}

export async function plugInDevice(page: Page, name: Name): Promise<void> {
  await page.evaluate((which) => {
    (window as unknown as { hidden: Set<string> }).hidden.delete(which);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, name);
}

function hide(name: Name): void {
  const { mediaDevices } = navigator;
  const hidden = new Set<string>([name]);
  Object.assign(window, { hidden });
  const [ask, list] = [mediaDevices.getUserMedia.bind(mediaDevices), mediaDevices.enumerateDevices.bind(mediaDevices)];
  mediaDevices.getUserMedia = async (constraints) => {
    const isAskedFor = (constraints?.video && hidden.has('camera')) || (constraints?.audio && hidden.has('microphone'));
    if (isAskedFor) throw new DOMException('not there', 'NotFoundError');
    return ask(constraints);
  };
  mediaDevices.enumerateDevices = async () => {
    const all = await list();
    return all.filter(({ kind }) => !hidden.has(kind === 'videoinput' ? 'camera' : kind === 'audioinput' ? 'microphone' : ''));
  };
}
