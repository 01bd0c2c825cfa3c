// Checks that picture and sound are received.
import { expect, type Locator, type Page } from '@playwright/test';

/** Checks that the video decodes new frames and that they differ. */
export async function expectMovingPicture(video: Locator): Promise<void> {
  await expect(video).toBeVisible();
  const before = await look(video);
  await expect.poll(async () => (await look(video)).frames, { message: 'frames advance' }).toBeGreaterThan(before.frames + 5);
  await expect.poll(async () => (await look(video)).picture, { message: 'the picture changes' }).not.toBe(before.picture);
}

/**
 * Like `expectMovingPicture`, but the video element may be replaced meanwhile. The current element must show
 * different frames within a second.
 */
export async function expectPictureAgain(video: Locator, withinMs: number): Promise<void> {
  await expect.poll(async () => isMoving(video), { message: 'the picture moves again', timeout: withinMs, intervals: [50] }).toBe(true);
}

async function isMoving(video: Locator): Promise<boolean> {
  const [shown] = await video.elementHandles();
  if (!shown) return false;
  return shown.evaluate(async (element) => {
    const source = element as HTMLVideoElement;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const pictures = new Set<string>();
    const second = new Promise<boolean>((resolve) => void setTimeout(() => resolve(false), 1_000));
    const frames = new Promise<boolean>((resolve) => {
      const onFrame = () => {
        canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
        pictures.add(canvas.toDataURL());
        if (pictures.size >= 3) resolve(true);
        else source.requestVideoFrameCallback(onFrame);
      };
      source.requestVideoFrameCallback(onFrame);
    });
    return Promise.race([frames, second]);
  });
}

async function look(video: Locator): Promise<VideoSample> {
  return video.evaluate(lookAt);
}

export interface VideoSample {
  frames: number;
  picture: string;
}

/** Runs in the page. */
export function lookAt(video: Element): VideoSample {
  const source = video as HTMLVideoElement & { mozPaintedFrames?: number };
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 36];
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  // For streams, Firefox's standard counter stays 0.
  return { frames: source.mozPaintedFrames ?? source.getVideoPlaybackQuality().totalVideoFrames, picture: canvas.toDataURL() };
}

/** Checks that the element with the picture also plays sound, and not silence. */
export async function expectSound(page: Page): Promise<void> {
  const player = page.locator('video[aria-label="Live video"]');
  await expect(player).toHaveCount(1);
  await expect(page.locator('audio')).toHaveCount(0);
  // Autoplay may be blocked; then the page must offer "Tap for sound".
  const tap = page.getByRole('button', { name: 'Tap for sound' });
  const isPlaying = async () => player.evaluate((element) => !(element as HTMLVideoElement).paused && !(element as HTMLVideoElement).muted);
  await expect.poll(async () => (await isPlaying()) || (await tap.isVisible())).toBe(true);
  if (await tap.isVisible()) await tap.click();
  await expect.poll(isPlaying, { message: 'the sound plays' }).toBe(true);
  await expect.poll(async () => loudestOf(player), { message: 'the sound isn’t silent' }).toBeGreaterThan(0.01);
}

/** The highest sample within a second: the fake microphone beeps once a second. */
async function loudestOf(player: Locator): Promise<number> {
  return player.evaluate(async (element) => {
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource((element as HTMLVideoElement).srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    const endTime = context.currentTime + 1.2;
    while (context.currentTime < endTime) {
      await new Promise(requestAnimationFrame);
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
    await context.close();
    return loudest;
  });
}

/**
 * Simulates an autoplay policy. The real one doesn't apply, because script evaluation by the test counts as a user
 * gesture.
 */
export async function blockAutoplay(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let isTouched = false;
    addEventListener('pointerdown', () => (isTouched = true), { capture: true });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function quietly(this: HTMLMediaElement) {
      if (isTouched || this.muted) return play.call(this);
      this.autoplay = false;
      this.pause();
      return Promise.reject(new DOMException('not before a gesture', 'NotAllowedError'));
    };
  });
}

/** Counts the getUserMedia calls. Call before the page is opened. */
export async function countCaptures(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const counter = { captures: 0 };
    Object.assign(window, { counter });
    navigator.mediaDevices.getUserMedia = (constraints) => {
      counter.captures += 1;
      return original(constraints);
    };
  });
  return async () => page.evaluate(() => (window as unknown as { counter: { captures: number } }).counter.captures);
}
