// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveMedia } from './LiveMedia';

/** What the browser permits before a gesture. */
let allowed: 'everything' | 'silent' | 'nothing';

class FakeStream {
  readonly #tracks: MediaStreamTrack[];
  constructor(tracks: MediaStreamTrack[] = []) {
    this.#tracks = tracks;
  }
  readonly active = true;
  getTracks = () => [...this.#tracks];
  getAudioTracks = () => this.#tracks.filter(({ kind }) => kind === 'audio');
  addTrack = (track: MediaStreamTrack) => void this.#tracks.push(track);
  removeTrack = (track: MediaStreamTrack) => void this.#tracks.splice(this.#tracks.indexOf(track), 1);
}

const camera = { kind: 'video' } as MediaStreamTrack;
const microphone = { kind: 'audio' } as MediaStreamTrack;

beforeEach(() => {
  allowed = 'everything';
  localStorage.clear();
  document.body.innerHTML = '<div></div>';
  vi.stubGlobal('MediaStream', FakeStream);
  vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockReturnValue();
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(async function play(this: HTMLMediaElement) {
    if (allowed === 'nothing' || (allowed === 'silent' && !this.muted)) throw new DOMException('', 'NotAllowedError');
  });
});

function shown(): LiveMedia {
  const media = new LiveMedia();
  media.show(document.body);
  return media;
}

describe('the element', () => {
  it('plays picture and sound', async () => {
    const media = shown();
    media.setTracks([camera, microphone]);
    await vi.waitFor(() => expect(media.element.muted).toBe(false));
    expect(media.getState().playback).toBe('playing');
  });

  it('is muted without sound, so that the picture may start, but the viewer has not muted it', () => {
    const media = shown();
    media.setTracks([camera]);
    expect([media.element.muted, media.getState().isMuted]).toEqual([true, false]);
    media.setTracks([camera, microphone]);
    expect(media.element.muted).toBe(false);
  });

  it('plays silently until a gesture if the browser blocks sound, however often it starts', async () => {
    allowed = 'silent';
    const media = shown();
    media.setTracks([microphone]);
    media.setTracks([camera, microphone]);
    await vi.waitFor(() => expect(media.getState().playback).toBe('sound-blocked'));
    expect(media.element.muted).toBe(true);
    allowed = 'everything';
    media.toggleMute();
    expect([media.getState().playback, media.element.muted]).toEqual(['playing', false]);
  });

  it('says that the browser plays nothing', async () => {
    allowed = 'nothing';
    const media = shown();
    media.setTracks([camera, microphone]);
    await vi.waitFor(() => expect(media.getState().playback).toBe('blocked'));
    allowed = 'everything';
    media.resume();
    expect([media.getState().playback, media.element.muted]).toEqual(['playing', false]);
  });

  it('remembers volume and mute', () => {
    shown().setSound({ volume: 0.3, isMuted: true });
    const next = shown();
    expect(next.getState()).toMatchObject({ volume: 0.3, isMuted: true });
    expect(next.element.volume).toBe(0.3);
  });

  it('takes over what the system’s controls change', () => {
    const media = shown();
    media.setTracks([camera, microphone]);
    media.element.muted = true;
    media.element.dispatchEvent(new Event('volumechange'));
    expect(media.getState().isMuted).toBe(true);
  });

  it('has no source after it is released, and plays again', () => {
    const setSource = vi.spyOn(HTMLMediaElement.prototype, 'srcObject', 'set').mockReturnValue();
    const media = shown();
    media.setTracks([camera, microphone]);
    media.release();
    expect(setSource).toHaveBeenLastCalledWith(null);
    media.setTracks([camera, microphone]);
    expect(setSource.mock.lastCall?.[0]).toBeInstanceOf(FakeStream);
  });

  it('says that it was paused from outside, and not when it leaves the page', () => {
    const media = new LiveMedia();
    const hide = media.show(document.body);
    media.setTracks([camera, microphone]);
    media.element.dispatchEvent(new Event('pause'));
    expect(media.getState().playback).toBe('paused');
    media.element.dispatchEvent(new Event('playing'));
    hide();
    media.element.dispatchEvent(new Event('pause'));
    expect(media.getState().playback).toBe('playing');
  });
});
