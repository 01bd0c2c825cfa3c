// Cameras and microphones that are plugged in and out, which the browser's fake ones can't be.
import type { Page } from '@playwright/test';

type Name = 'camera' | 'microphone';

/** From the next page on, the browser has none. */
export async function hides(page: Page, name: Name): Promise<void> {
  await page.addInitScript(hide, name);
}

/** It is unplugged while the page has it. */
export async function goesAway(page: Page, name: Name): Promise<void> {
  await page.evaluate(hide, name);
  await page.getByLabel('Your camera').evaluate((element) => {
    // Only a device that goes by itself ends its track with an event.
    for (const track of ((element as HTMLVideoElement).srcObject as MediaStream).getVideoTracks()) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
}

export async function comesBack(page: Page, name: Name): Promise<void> {
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
  mediaDevices.getUserMedia = async (wanted) => {
    const isAskedFor = (wanted?.video && hidden.has('camera')) || (wanted?.audio && hidden.has('microphone'));
    if (isAskedFor) throw new DOMException('not there', 'NotFoundError');
    return ask(wanted);
  };
  mediaDevices.enumerateDevices = async () => {
    const all = await list();
    return all.filter(({ kind }) => !hidden.has(kind === 'videoinput' ? 'camera' : kind === 'audioinput' ? 'microphone' : ''));
  };
}
