// The camera or the microphone: its track, what keeps it from having one, and what the person wants of it. What
// happens to one of the two never touches the other. A track that is there may be on air, so it is mended in place.
import { createLocalTracks, TrackEvent, VideoPresets, type CreateLocalTracksOptions, type LocalTrack } from 'livekit-client';
import { deviceProblem, factsAbout, type DeviceProblem, type InputName } from './deviceProblem';
import { preferDevice, preferredDevice } from './preferredDevice';

export interface InputState<T> {
  track: T | null;
  problem: DeviceProblem | null;
  /** The person wants it on. It stays so when the device is lost: only a press switches it off. */
  isOn: boolean;
  isStarting: boolean;
}

export class LocalInput<T extends LocalTrack = LocalTrack> {
  readonly name: InputName;
  readonly #isOwn: (track: LocalTrack) => track is T;
  readonly #listeners = new Set<() => void>();
  #state: InputState<T> = START;
  #isOpen = false;
  #deviceId: string | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(name: InputName, isOwn: (track: LocalTrack) => track is T) {
    this.name = name;
    this.#isOwn = isOwn;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): InputState<T> => this.#state;

  /** Which device it is, if there is one. */
  readonly deviceId = (): string | undefined => (this.#state.track === null || this.isLost() ? undefined : this.#deviceId);

  open(): void {
    this.#isOpen = true;
    this.#change({ ...START, isStarting: true });
  }

  /** Lets go of the device. What is still being started is stopped as soon as it is there. */
  close(): void {
    this.#isOpen = false;
    this.#forget();
    this.#change(START);
  }

  /** Takes the track that was made for it, if there is one among these. */
  adopt(tracks: LocalTrack[]): void {
    const track = tracks.find(this.#isOwn);
    if (!track) return;
    // The page was left meanwhile, or opened twice.
    if (!this.#isOpen || this.#state.track !== null) {
      track.stop();
      return;
    }
    this.#deviceId = track.mediaStreamTrack.getSettings().deviceId;
    track.on(TrackEvent.Muted, this.#onMuted).on(TrackEvent.Unmuted, this.#refresh);
    track.on(TrackEvent.Ended, this.#onEnded).on(TrackEvent.Restarted, this.#onRestarted);
    this.#change({ track, problem: null, isStarting: false });
  }

  async fail(error: unknown): Promise<void> {
    const problem = deviceProblem(error, this.name, await factsAbout(this.name));
    this.refuse(problem);
  }

  /** Whether the device would be refused, as far as that is known without asking. If so, it is told. */
  async tellRefusal(): Promise<boolean> {
    const { permission, isPresent } = await factsAbout(this.name);
    if (permission !== 'denied' && isPresent !== false) return false;
    this.refuse({ kind: permission === 'denied' ? 'denied' : 'missing', device: this.name });
    return true;
  }

  refuse(problem: DeviceProblem): void {
    if (this.#isOpen) this.#change({ problem, isStarting: false });
  }

  /** Asks for the device if it is wanted and isn't there. A failure is in `problem` then. */
  readonly start = async (): Promise<void> =>
    this.#inTurn(async () => {
      if (this.#state.track === null || this.isLost()) await this.#start();
    });

  /** The same though it seems to be there. */
  readonly restart = async (): Promise<void> => this.#inTurn(async () => this.#start());

  /** Whether it has ended though the person wants it on: nobody but the device did that. */
  isLost(): boolean {
    const { track, isOn } = this.#state;
    return isOn && track !== null && (track.isMuted || track.mediaStreamTrack.readyState === 'ended');
  }

  /** Changes the device. Rejects, and goes on with the one before, if it can't be started. */
  readonly choose = async (deviceId: string): Promise<void> =>
    this.#inTurn(async () => {
      const { track } = this.#state;
      const before = this.#deviceId;
      try {
        if (track === null) await this.#acquire({ exact: deviceId });
        else await this.#switchTo(track, { exact: deviceId });
      } catch (error) {
        if (track === null) await this.fail(error);
        else await this.#switchTo(track, { ideal: before ?? '' }).catch(async (second: unknown) => this.fail(second));
        throw error;
      }
      preferDevice(this.#kind, deviceId);
      // Switched off, it is the one that it will be started with.
      this.#deviceId = deviceId;
      this.#change({ problem: null });
    });

  readonly toggle = (): void => {
    this.#change({ isOn: !this.#state.isOn });
    void this.#inTurn(async () => {
      const { track, isOn } = this.#state;
      if (isOn) await this.#start();
      else if (track && !track.isMuted) await track.mute();
    });
  };

  get #kind(): 'videoinput' | 'audioinput' {
    return this.name === 'camera' ? 'videoinput' : 'audioinput';
  }

  async #start(): Promise<void> {
    const { track, isOn } = this.#state;
    if (!this.#isOpen || !isOn) return;
    try {
      if (track === null) await this.#acquire(wantedDevice(this.#kind));
      else if (track.isMuted && track.mediaStreamTrack.readyState === 'live') await track.unmute();
      else await this.#switchTo(track, { ideal: this.#deviceId ?? '' });
      if (this.#isOpen) this.#change({ problem: null });
    } catch (error) {
      await this.fail(error);
    }
  }

  async #acquire(deviceId: ConstrainDOMStringParameters | null): Promise<void> {
    this.#change({ isStarting: true });
    this.adopt(await createLocalTracks({ video: false, audio: false, ...optionsFor(this.name, deviceId) }));
  }

  /** Never by an exact id where the person didn't choose just now: a device that is gone is passed over. */
  async #switchTo(track: T, deviceId: ConstrainDOMStringParameters): Promise<void> {
    // Of a muted track the library only notes the device, and takes it when the track is unmuted.
    await track.setDeviceId(deviceId);
    // Unmuting opens the device, which a page that was left meanwhile must not do.
    if (this.#isOpen && this.#state.isOn && track.isMuted) await track.unmute();
  }

  readonly #onMuted = (): void => {
    this.#refresh();
    // Not the person's doing: the library gave up on it. Asking again brings it back, or says why it can't be.
    if (this.isLost()) void this.start();
  };

  readonly #onEnded = (): void => {
    const { track, isOn } = this.#state;
    // On air the media library looks for another device first, and mutes the track when there is none.
    if (isOn && track && !track.sender) void this.start();
    // What will keep it from coming back can be told now.
    if (!isOn) void this.tellRefusal();
    this.#refresh();
  };

  readonly #onRestarted = (): void => {
    this.#deviceId = this.#state.track?.mediaStreamTrack.getSettings().deviceId ?? this.#deviceId;
    this.#change({ problem: null });
  };

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #forget(): void {
    const { track } = this.#state;
    if (!track) return;
    track.off(TrackEvent.Muted, this.#onMuted).off(TrackEvent.Unmuted, this.#refresh);
    track.off(TrackEvent.Ended, this.#onEnded).off(TrackEvent.Restarted, this.#onRestarted);
    track.stop();
  }

  readonly #refresh = (): void => this.#change({});

  #change(change: Partial<InputState<T>>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const START = { track: null, problem: null, isOn: true, isStarting: false } as const;

/** What to ask for, of one of the two. */
export function optionsFor(name: InputName, deviceId: ConstrainDOMStringParameters | null): CreateLocalTracksOptions {
  const wanted = deviceId ? { deviceId } : {};
  if (name === 'camera') return { video: { resolution: VideoPresets.h720.resolution, ...wanted } };
  return { audio: deviceId ? wanted : true };
}

/** The one that the person chose last time, if it is still there. */
export function wantedDevice(kind: 'videoinput' | 'audioinput'): ConstrainDOMStringParameters | null {
  const deviceId = preferredDevice(kind);
  return deviceId === null ? null : { ideal: deviceId };
}
