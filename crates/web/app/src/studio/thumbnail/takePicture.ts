// Takes a picture of what viewers see. It works in hidden tabs too, so it doesn't wait for painted frames.
import { fitPicture, isDark, type Encode } from './fitPicture';
import { insetPlacement, mainPlacement, pictureSize, type Placement, type Size } from './pictureLayout';

export interface PictureSource {
  main: MediaStreamTrack;
  isScreen: boolean;
  /** The camera beside a screen. */
  inset: MediaStreamTrack | null;
}

/** How long a picture that isn't black is waited for. */
const MAX_WAIT_MS = 5_000;
const RETRY_MS = 250;

/** Null if the source delivers only black pictures, or none in time. */
export async function takePicture({ main, isScreen, inset }: PictureSource, signal: AbortSignal): Promise<Blob | null> {
  const endMs = Date.now() + MAX_WAIT_MS;
  const videos = [await play(main, endMs, signal), inset && (await play(inset, endMs, signal))];
  try {
    const [shown, camera] = videos;
    if (!shown) return null;
    while (isDark(sampleOf(shown))) {
      if (Date.now() >= endMs || signal.aborted) return null;
      await wait(RETRY_MS, signal);
    }
    const size = pictureSize(sizeOf(shown));
    const parts = [{ video: shown, place: (picture: Size) => mainPlacement(sizeOf(shown), isScreen, picture) }];
    if (camera) parts.push({ video: camera, place: (picture) => insetPlacement(sizeOf(camera), picture) });
    const encode: Encode = async (scaled, quality) => {
      const { canvas, context } = createCanvas(scaled);
      for (const { video, place } of parts) draw(context, video, place(scaled));
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    };
    return await fitPicture(size, encode);
  } finally {
    for (const video of videos) if (video) video.srcObject = null;
  }
}

/** An element of its own: the preview's elements come and go. Null if no picture arrives in time. */
async function play(track: MediaStreamTrack, endMs: number, signal: AbortSignal): Promise<HTMLVideoElement | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  // Without a gesture some browsers refuse it, and then no picture arrives.
  video.play().catch(() => undefined);
  while (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    if (Date.now() >= endMs || signal.aborted) {
      video.srcObject = null;
      return null;
    }
    await wait(RETRY_MS, signal);
  }
  return video;
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function sizeOf({ videoWidth: width, videoHeight: height }: HTMLVideoElement): Size {
  return { width, height };
}

function createCanvas({ width, height }: Size) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas to draw on');
  return { canvas, context };
}

function draw(context: CanvasRenderingContext2D, video: HTMLVideoElement, { from, to }: Placement): void {
  context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
}

/** A small copy: enough for the brightness. */
function sampleOf(video: HTMLVideoElement): Uint8ClampedArray {
  const size = { width: 32, height: 18 };
  const { context } = createCanvas(size);
  context.drawImage(video, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height).data;
}
