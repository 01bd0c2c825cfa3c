// A creator's camera and microphone: a generated picture and melody.
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
  type Room,
} from '@livekit/rtc-node';
import type { Creator } from './cast';
import { samplesAt, renderMelody, SAMPLE_RATE } from './melody';
import { pause } from './pause';
import { createPicture } from './picture';

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 15;
const MAX_BITRATE = 700_000n;
/** Audio is delivered in chunks, with this much buffered ahead. */
const CHUNK_MS = 100;
const AHEAD_MS = 300;

/** Publishes both until the signal aborts. Resolves when they are published. */
export async function publish(room: Room, creator: Creator, signal: AbortSignal): Promise<void> {
  const [camera, microphone] = [new VideoSource(WIDTH, HEIGHT), new AudioSource(SAMPLE_RATE, 1, 1_000)];
  signal.addEventListener('abort', () => void Promise.all([camera.close(), microphone.close()]), { once: true });
  film(camera, creator, signal);
  await room.localParticipant?.publishTrack(
    LocalVideoTrack.createVideoTrack('camera', camera),
    new TrackPublishOptions({
      source: TrackSource.SOURCE_CAMERA,
      // A second simulcast layer would double the encoding cost.
      simulcast: false,
      videoEncoding: { maxBitrate: MAX_BITRATE, maxFramerate: FRAMES_PER_SECOND },
    }),
  );
  void play(microphone, creator, signal);
  await room.localParticipant?.publishTrack(
    LocalAudioTrack.createAudioTrack('microphone', microphone),
    new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false, red: false }),
  );
}

function film(camera: VideoSource, { style }: Creator, signal: AbortSignal): void {
  const picture = createPicture(style, WIDTH, HEIGHT);
  const frame = new VideoFrame(picture.data, WIDTH, HEIGHT, VideoBufferType.I420);
  const timer = setInterval(() => {
    if (camera.closed) return;
    picture.paint(new Date());
    camera.captureFrame(frame);
  }, 1_000 / FRAMES_PER_SECOND);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function play(microphone: AudioSource, { melody }: Creator, signal: AbortSignal): Promise<void> {
  const round = renderMelody(melody);
  const count = (SAMPLE_RATE * CHUNK_MS) / 1_000;
  for (let from = 0; !signal.aborted; from += count) {
    try {
      await microphone.captureFrame(new AudioFrame(samplesAt(round, from, count), SAMPLE_RATE, 1, count));
    } catch {
      // It was closed meanwhile.
      return;
    }
    await pause(microphone.queuedDuration - AHEAD_MS, signal);
  }
}
