// Blurs the background of the camera's picture, if the creator wants that. The track stays the same one: viewers receive
// the processed picture of the track that is published already.
import type { LocalVideoTrack, Track, TrackProcessor, VideoProcessorOptions } from 'livekit-client';
import { logError } from '../../errors/logError';
import { NO_FRAMES, withFrame, type FrameTimes } from './frameTimes';

export type BlurProcessor = TrackProcessor<Track.Kind.Video, VideoProcessorOptions>;

export interface BlurState {
  /** The picture is shown and sent as it is while it isn't `on`. */
  status: 'off' | 'starting' | 'on' | 'failed';
  /** The computer is too slow for it. */
  isSlow: boolean;
}

interface Options {
  isWanted: () => boolean;
  /** Loads what is needed. `onFrame` is called for each picture with the time that it took, in ms. */
  createProcessor: (onFrame: (ms: number) => void) => Promise<BlurProcessor>;
}

type BlurTrack = Pick<LocalVideoTrack, 'getProcessor' | 'setProcessor' | 'stopProcessor' | 'mediaStreamTrack' | 'isMuted'>;

/** The camera isn't shown before, so a slow network must not keep it away. */
const START_TIMEOUT_MS = 30_000;

const OFF: BlurState = { status: 'off', isSlow: false };

export class BackgroundBlur {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #state = OFF;
  #frames: FrameTimes = NO_FRAMES;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): BlurState => this.#state;

  /**
   * Applies the creator's wish to a track that was started or restarted, or after the wish has changed. Resolves when it
   * is applied, or has failed; never rejects.
   */
  readonly apply = async (track: BlurTrack): Promise<void> => {
    const task = this.#queue.then(async () => this.#apply(track));
    this.#queue = task;
    return task;
  };

  async #apply(track: BlurTrack): Promise<void> {
    try {
      if (!this.#options.isWanted()) {
        if (track.getProcessor()) await track.stopProcessor();
        this.#update(OFF);
        return;
      }
      if (track.getProcessor()) return;
      // A camera that is off has no picture. It is prepared when it is started again.
      if (track.isMuted || track.mediaStreamTrack.readyState === 'ended') return;
      this.#update({ status: 'starting', isSlow: false });
      await withTimeout(this.#start(track), START_TIMEOUT_MS);
    } catch (error) {
      logError('Blurring the background', error);
      this.#update({ status: 'failed', isSlow: false });
    }
  }

  /** Also after the timeout it is applied, unless it isn't wanted any more. */
  async #start(track: BlurTrack): Promise<void> {
    const { isWanted, createProcessor } = this.#options;
    this.#frames = NO_FRAMES;
    const processor = await createProcessor(this.#onFrame);
    if (!isWanted()) return;
    await track.setProcessor(processor);
    if (isWanted()) this.#update({ status: 'on' });
    else await track.stopProcessor();
  }

  readonly #onFrame = (ms: number): void => {
    this.#frames = withFrame(this.#frames, ms);
    if (this.#frames.isSlow !== this.#state.isSlow) this.#update({ isSlow: this.#frames.isSlow });
  };

  #update(change: Partial<BlurState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

async function withTimeout(task: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([task, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
