// The video element of the watch page. It plays picture and sound together, so that they are in step, and belongs to
// one player for the life of the page: iOS permits sound per element.
import { localStore } from '../../storage/storage';
import { formatSound, parseSound, toggleMute, type Sound } from './sound';

/**
 * `sound-blocked`: the browser plays the picture, and sound only after a gesture. `blocked`: it plays nothing before
 * one. `paused`: something outside this page has paused it, for example headphones that were unplugged.
 */
type Playback = 'playing' | 'sound-blocked' | 'blocked' | 'paused';

export interface LiveMediaState extends Sound {
  playback: Playback;
}

const STORAGE_KEY = 'onair.sound';

export class LiveMedia {
  /** Not created by React, whose elements refer to the page's whole tree. */
  readonly element = document.createElement('video');
  readonly #listeners = new Set<() => void>();
  #stream = new MediaStream();
  #state: LiveMediaState;

  constructor() {
    this.#state = { ...parseSound(localStore.get(STORAGE_KEY)), playback: 'playing' };
    const { element } = this;
    element.playsInline = true;
    element.volume = this.#state.volume;
    element.addEventListener('volumechange', () => this.#onVolumeChange());
    element.addEventListener('pause', () => this.#onPause());
    element.addEventListener('playing', () => this.#onPlaying());
    // Safari pauses the element when it leaves its own full screen or picture-in-picture.
    for (const event of ['webkitendfullscreen', 'leavepictureinpicture']) element.addEventListener(event, () => void this.#play());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly getState = (): LiveMediaState => this.#state;

  /** Shows the element there, as the first child. The returned function removes it. */
  show(place: Element): () => void {
    place.prepend(this.element);
    if (this.#hasTracks()) void this.#play();
    return () => this.element.remove();
  }

  /** The sound continues without a picture. */
  setPictureShown(isShown: boolean): void {
    this.element.hidden = !isShown;
  }

  /** Plays these tracks together. */
  setTracks(tracks: readonly MediaStreamTrack[]): void {
    const current = this.#stream.getTracks();
    const added = tracks.filter((track) => !current.includes(track));
    const removed = current.filter((track) => !tracks.includes(track));
    if (added.length === 0 && removed.length === 0) return;
    for (const track of removed) this.#stream.removeTrack(track);
    for (const track of added) this.#stream.addTrack(track);
    this.#applySound();
    if (!this.#hasTracks()) return;
    // A stream whose tracks all ended stays inactive in the element: a new one starts again.
    if (current.length === removed.length) this.#stream = new MediaStream([...tracks]);
    if (this.element.srcObject !== this.#stream) this.element.srcObject = this.#stream;
    void this.#play();
  }

  /** Plays nothing. Chromium keeps an element that has a source in memory, even if it has left the page. */
  release(): void {
    this.setTracks([]);
    this.element.srcObject = null;
  }

  setSound(sound: Sound): void {
    localStore.set(STORAGE_KEY, formatSound(sound));
    const isAllowed = !sound.isMuted && this.#state.playback === 'sound-blocked';
    this.#update({ ...sound, ...(isAllowed ? { playback: 'playing' } : {}) });
    this.#applySound();
    if (isAllowed) void this.#play();
  }

  toggleMute(): void {
    if (this.#state.playback === 'sound-blocked') this.resume();
    else this.setSound(toggleMute(this.#state));
  }

  /** Plays after the browser or the system has stopped it; called in a gesture. */
  resume(): void {
    this.#update({ playback: 'playing' });
    this.#applySound();
    void this.#play();
  }

  async #play(): Promise<void> {
    // By the time it fails, another request may have muted the element.
    const wasMuted = this.element.muted;
    try {
      await this.element.play();
    } catch (error) {
      // Others: a newer request replaces this one.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      if (wasMuted) {
        this.#update({ playback: 'blocked' });
        return;
      }
      this.#update({ playback: 'sound-blocked' });
      this.#applySound();
      await this.#play();
    }
  }

  #hasTracks(): boolean {
    return this.#stream.getTracks().length > 0;
  }

  /** Without sound, an element starts without a gesture only if it is muted. */
  #isSilent(): boolean {
    return this.#state.isMuted || this.#state.playback === 'sound-blocked' || this.#stream.getAudioTracks().length === 0;
  }

  #applySound(): void {
    this.element.muted = this.#isSilent();
    this.element.volume = this.#state.volume;
  }

  /** The system's own controls, for example in the full screen of iOS, change the element. */
  #onVolumeChange(): void {
    const { muted, volume } = this.element;
    const isSame = muted === this.#isSilent() && Math.abs(volume - this.#state.volume) < 0.01;
    if (!isSame && this.element.isConnected && this.#stream.getAudioTracks().length > 0) this.setSound({ volume, isMuted: muted });
  }

  #onPause(): void {
    // An element pauses too when it leaves the document or its tracks end.
    if (!this.element.isConnected || !this.#stream.active || this.#state.playback !== 'playing') return;
    this.#update({ playback: 'paused' });
  }

  #onPlaying(): void {
    if (this.#state.playback === 'paused' || this.#state.playback === 'blocked') this.#update({ playback: 'playing' });
  }

  #update(change: Partial<LiveMediaState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
