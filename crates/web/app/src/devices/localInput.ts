// A local camera or microphone: its track, its problem and whether it is switched on. The two are independent of
// each other. A track that exists may be published, so it is restarted in place.
import { createLocalTracks, LocalAudioTrack, LocalVideoTrack, TrackEvent, type CreateLocalTracksOptions, type LocalTrack } from 'livekit-client';
import { deviceProblem, deviceAccess, type DeviceProblem, type InputName } from './deviceProblem';
import { audioConstraints, videoConstraints } from './mediaSettings';
import { storePreferredDevice, preferredDevice } from './preferredDevice';

export interface InputState<T> {
  track: T | null;
  problem: DeviceProblem | null;
  /** Whether the user has switched it on. It stays true when the device is lost. */
  isOn: boolean;
  isStarting: boolean;
}

export class LocalInput<T extends LocalTrack = LocalTrack> {
  readonly name: InputName;
  readonly #isOwnTrack: (track: LocalTrack) => track is T;
  readonly #prepare: ((track: T) => Promise<void>) | undefined;
  readonly #listeners = new Set<() => void>();
  #state: InputState<T> = INITIAL_STATE;
  #isOpen = false;
  /** The track was started with older settings. */
  #hasNewSettings = false;
  #deviceId: string | undefined;
  #queue: Promise<void> = Promise.resolve();

  /** `prepare` is called with each track before it is shown or sent. It never rejects. */
  constructor(name: InputName, isOwnTrack: (track: LocalTrack) => track is T, prepare?: (track: T) => Promise<void>) {
    this.name = name;
    this.#isOwnTrack = isOwnTrack;
    this.#prepare = prepare;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): InputState<T> => this.#state;

  /** The id of the device in use. */
  readonly deviceId = (): string | undefined => (this.#state.track === null || this.isLost() ? undefined : this.#deviceId);

  open(): void {
    this.#isOpen = true;
    this.#update({ ...INITIAL_STATE, isStarting: true });
  }

  /** Releases the device. A track that is still starting is stopped as soon as it is there. */
  close(): void {
    this.#isOpen = false;
    this.#detachTrack();
    this.#update(INITIAL_STATE);
  }

  /** Attaches the track of this kind, if there is one. */
  async attachTrack(tracks: LocalTrack[]): Promise<void> {
    const track = tracks.find(this.#isOwnTrack);
    if (!track) return;
    if (this.#prepare) await this.#prepare(track);
    // The input was closed meanwhile, or has a track already.
    if (!this.#isOpen || this.#state.track !== null) {
      track.stop();
      return;
    }
    this.#deviceId = track.getSourceTrackSettings().deviceId;
    track.on(TrackEvent.Muted, this.#onMuted).on(TrackEvent.Unmuted, this.#refresh);
    track.on(TrackEvent.Ended, this.#onEnded).on(TrackEvent.Restarted, this.#onRestarted);
    this.#update({ track, problem: null, isStarting: false });
  }

  async fail(error: unknown): Promise<void> {
    const problem = deviceProblem(error, this.name, await deviceAccess(this.name));
    this.setProblem(problem);
  }

  /** Reports a problem that is known without requesting the device. Returns whether there is one. */
  async reportKnownProblem(): Promise<boolean> {
    const { permission, isPresent } = await deviceAccess(this.name);
    if (permission !== 'denied' && isPresent !== false) return false;
    this.setProblem({ kind: permission === 'denied' ? 'denied' : 'missing', device: this.name });
    return true;
  }

  setProblem(problem: DeviceProblem): void {
    if (this.#isOpen) this.#update({ problem, isStarting: false });
  }

  /** Starts the device unless it is running or switched off. A failure is reported in `problem`. */
  readonly start = async (): Promise<void> =>
    this.#enqueue(async () => {
      if (this.#state.track === null || this.isLost()) await this.#start();
    });

  /** As `start`, even if the device seems to be running. */
  readonly restart = async (): Promise<void> => this.#enqueue(async () => this.#start());

  /** Whether the track has ended although the device is switched on: the device itself ended it. */
  isLost(): boolean {
    const { track, isOn } = this.#state;
    return isOn && track !== null && (track.isMuted || track.mediaStreamTrack.readyState === 'ended');
  }

  /** Switches to another device. If that fails, it rejects and restores the previous device. */
  readonly selectDevice = async (deviceId: string): Promise<void> =>
    this.#enqueue(async () => {
      const { track } = this.#state;
      const previousId = this.#deviceId;
      try {
        if (track === null) await this.#acquire({ exact: deviceId });
        else await this.#switchTo(track, { exact: deviceId });
      } catch (error) {
        if (track === null) await this.fail(error);
        else await this.#switchTo(track, { ideal: previousId ?? '' }).catch(async (fallbackError: unknown) => this.fail(fallbackError));
        throw error;
      }
      storePreferredDevice(this.#kind, deviceId);
      // While switched off, this is the device for the next start.
      this.#deviceId = deviceId;
      this.#update({ problem: null });
    });

  /** Applies the stored settings to the running track. One that is switched off gets them when it is switched on. */
  readonly applySettings = async (): Promise<void> =>
    this.#enqueue(async () => {
      this.#hasNewSettings = true;
      const { track, isOn } = this.#state;
      if (!isOn || track === null || this.isLost()) return;
      try {
        await this.#useNewSettings(track);
      } catch (error) {
        await this.fail(error);
      }
    });

  /** Prepares the track again: before it is sent, and when what it is prepared for has changed. */
  readonly prepare = async (): Promise<void> =>
    this.#enqueue(async () => {
      const { track } = this.#state;
      if (track !== null) await this.#prepare?.(track);
    });

  readonly toggle = (): void => {
    this.#update({ isOn: !this.#state.isOn });
    void this.#enqueue(async () => {
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
      if (track === null) await this.#acquire(preferredDeviceConstraint(this.#kind));
      else if (track.isMuted && track.mediaStreamTrack.readyState === 'live') await track.unmute();
      else await this.#switchTo(track, { ideal: this.#deviceId ?? '' });
      if (track !== null && this.#hasNewSettings) await this.#useNewSettings(track);
      if (track !== null) await this.#prepare?.(track);
      if (this.#isOpen) this.#update({ problem: null });
    } catch (error) {
      await this.fail(error);
    }
  }

  async #useNewSettings(track: T): Promise<void> {
    if (!this.#isOpen) return;
    this.#hasNewSettings = false;
    const deviceId = { ideal: this.#deviceId ?? 'default' };
    if (track instanceof LocalVideoTrack) await track.restartTrack({ ...videoConstraints(), deviceId });
    if (track instanceof LocalAudioTrack) await track.restartTrack({ ...audioConstraints(), deviceId });
  }

  async #acquire(deviceId: ConstrainDOMStringParameters | null): Promise<void> {
    this.#update({ isStarting: true });
    this.#hasNewSettings = false;
    await this.attachTrack(await createLocalTracks({ video: false, audio: false, ...trackOptions(this.name, deviceId) }));
  }

  /** An exact id is used only for the user's selection; otherwise a missing device is replaced by another. */
  async #switchTo(track: T, deviceId: ConstrainDOMStringParameters): Promise<void> {
    // For a muted track, the library stores the device id and applies it on unmute.
    await track.setDeviceId(deviceId);
    // Unmuting opens the device, which a closed input must not do.
    if (this.#isOpen && this.#state.isOn && track.isMuted) await track.unmute();
  }

  readonly #onMuted = (): void => {
    this.#refresh();
    // The library muted the track because the device failed. Starting it again either works or reports the problem.
    if (this.isLost()) void this.start();
  };

  readonly #onEnded = (): void => {
    const { track, isOn } = this.#state;
    // For a published track, the library tries another device first, and mutes the track if there is none.
    if (isOn && track && !track.sender) void this.start();
    // While switched off, report now what would prevent the next start.
    if (!isOn) void this.reportKnownProblem();
    this.#refresh();
  };

  readonly #onRestarted = (): void => {
    this.#deviceId = this.#state.track?.getSourceTrackSettings().deviceId ?? this.#deviceId;
    this.#update({ problem: null });
  };

  async #enqueue(run: () => Promise<void>): Promise<void> {
    const task = this.#queue.then(run);
    this.#queue = task.catch(() => undefined);
    return task;
  }

  #detachTrack(): void {
    const { track } = this.#state;
    if (!track) return;
    track.off(TrackEvent.Muted, this.#onMuted).off(TrackEvent.Unmuted, this.#refresh);
    track.off(TrackEvent.Ended, this.#onEnded).off(TrackEvent.Restarted, this.#onRestarted);
    track.stop();
  }

  readonly #refresh = (): void => this.#update({});

  #update(change: Partial<InputState<T>>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const INITIAL_STATE = { track: null, problem: null, isOn: true, isStarting: false } as const;

/** The capture options for a camera or a microphone. */
export function trackOptions(name: InputName, deviceId: ConstrainDOMStringParameters | null): CreateLocalTracksOptions {
  const preferred = deviceId ? { deviceId } : {};
  if (name === 'camera') return { video: { ...videoConstraints(), ...preferred } };
  return { audio: { ...audioConstraints(), ...preferred } };
}

/** The device that the user selected last time, if it is still there. */
export function preferredDeviceConstraint(kind: 'videoinput' | 'audioinput'): ConstrainDOMStringParameters | null {
  const deviceId = preferredDevice(kind);
  return deviceId === null ? null : { ideal: deviceId };
}
