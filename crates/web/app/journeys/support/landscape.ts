// A camera that shows a landscape at sunset, for pictures of the pages.
import type { BrowserContext } from '@playwright/test';

/** Replaces the camera of all pages. The microphone stays the browser's. */
export async function useLandscapeCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    const picture = canvas.getContext('2d');
    const draw = (seconds: number) => {
      if (!picture) return;
      const sky = picture.createLinearGradient(0, 0, 0, 720);
      for (const [at, colour] of [[0, '#141a5e'], [0.5, '#6a3d86'], [0.75, '#e97a80']] as const) sky.addColorStop(at, colour);
      picture.fillStyle = sky;
      picture.fillRect(0, 0, 1280, 720);
      picture.fillStyle = '#fff3b0';
      picture.beginPath();
      picture.arc(560 + 30 * Math.sin(seconds / 3), 390, 92, 0, 7);
      picture.fill();
      for (const [layer, colour] of ['#5b3a63', '#36244f', '#120c2c'].entries()) {
        picture.fillStyle = colour;
        picture.beginPath();
        picture.moveTo(0, 720);
        for (let x = 0; x <= 1280; x += 16) {
          const wave = Math.sin(x / (180 - 35 * layer) + layer * 2 + seconds / 8) + Math.sin(x / (75 + 20 * layer) + layer);
          picture.lineTo(x, 470 + 75 * layer + 26 * wave);
        }
        picture.lineTo(1280, 720);
        picture.fill();
      }
    };
    const startedAt = performance.now();
    setInterval(() => draw((performance.now() - startedAt) / 1_000), 100);
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints = {}) => {
      const stream = await getUserMedia(constraints);
      for (const track of stream.getVideoTracks()) {
        const [drawn] = canvas.captureStream(10).getVideoTracks();
        if (!drawn) continue;
        const { deviceId = '' } = track.getSettings();
        track.stop();
        stream.removeTrack(track);
        drawn.getSettings = () => ({ width: 1280, height: 720, frameRate: 10, deviceId });
        stream.addTrack(drawn);
      }
      return stream;
    };
  });
}
