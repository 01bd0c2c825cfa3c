// A creator's camera and microphone, which are a drawing and a melody.
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
import { excerpt, roundOf, SAMPLE_RATE } from './melody';
import { pause } from './pause';
import { pictureOf } from './picture';

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 15;
const MOST_BITS_PER_SECOND = 700_000n;
/** So much of the melody is handed over at a time, and so much is kept ready. */
const CHUNK_MS = 100;
const AHEAD_MS = 300;

/** Sends both until the signal; resolves once they are published. */
export async function publish(room: Room, creator: Creator, signal: AbortSignal): Promise<void> {
  const [camera, microphone] = [new VideoSource(WIDTH, HEIGHT), new AudioSource(SAMPLE_RATE, 1, 1_000)];
  signal.addEventListener('abort', () => void Promise.all([camera.close(), microphone.close()]), { once: true });
  film(camera, creator, signal);
  await room.localParticipant?.publishTrack(
    LocalVideoTrack.createVideoTrack('camera', camera),
    new TrackPublishOptions({
      source: TrackSource.SOURCE_CAMERA,
      // A second, smaller picture for slow lines would cost as much again.
      simulcast: false,
      videoEncoding: { maxBitrate: MOST_BITS_PER_SECOND, maxFramerate: FRAMES_PER_SECOND },
    }),
  );
  void play(microphone, creator, signal);
  await room.localParticipant?.publishTrack(
    LocalAudioTrack.createAudioTrack('microphone', microphone),
    new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: false, red: false }),
  );
}

function film(camera: VideoSource, { style }: Creator, signal: AbortSignal): void {
  const picture = pictureOf(style, WIDTH, HEIGHT);
  const frame = new VideoFrame(picture.data, WIDTH, HEIGHT, VideoBufferType.I420);
  const timer = setInterval(() => {
    if (camera.closed) return;
    picture.paint(new Date());
    camera.captureFrame(frame);
  }, 1_000 / FRAMES_PER_SECOND);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function play(microphone: AudioSource, { melody }: Creator, signal: AbortSignal): Promise<void> {
  const round = roundOf(melody);
  const count = (SAMPLE_RATE * CHUNK_MS) / 1_000;
  for (let from = 0; !signal.aborted; from += count) {
    try {
      await microphone.captureFrame(new AudioFrame(excerpt(round, from, count), SAMPLE_RATE, 1, count));
    } catch {
      // It was closed meanwhile.
      return;
    }
    await pause(microphone.queuedDuration - AHEAD_MS, signal);
  }
}
