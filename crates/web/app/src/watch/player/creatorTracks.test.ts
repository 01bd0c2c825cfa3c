import { describe, expect, it } from 'vitest';
import { chooseTracks, mainSound } from './creatorTracks';

const track = (source: string, isMuted = false) => ({ source, isMuted });
const camera = track('camera');
const microphone = track('microphone');
const screen = track('screen_share');
const screenSound = track('screen_share_audio');

describe('what the player shows', () => {
  it('is the camera, with the microphone', () => {
    expect(chooseTracks([microphone, camera])).toEqual({ main: camera, inset: null, sounds: [microphone] });
  });

  it('is the shared screen with the camera as an inset, and both sounds', () => {
    expect(chooseTracks([camera, screenSound, microphone, screen])).toEqual({ main: screen, inset: camera, sounds: [microphone, screenSound] });
  });

  it('has no inset while the camera is off', () => {
    expect(chooseTracks([track('camera', true), screen])).toMatchObject({ main: screen, inset: null });
  });

  it('is the camera while sharing is paused', () => {
    expect(chooseTracks([camera, track('screen_share', true)])).toMatchObject({ main: camera, inset: null });
  });

  it('is the camera even if it is off, so that the player can say so', () => {
    const off = track('camera', true);
    expect(chooseTracks([off]).main).toBe(off);
  });

  it('is nothing without tracks', () => {
    expect(chooseTracks([])).toEqual({ main: null, inset: null, sounds: [] });
  });
});

describe('the sound that is monitored', () => {
  it('is the microphone, or the screen’s sound while the microphone is off', () => {
    expect(mainSound([microphone, screenSound])).toBe(microphone);
    expect(mainSound([track('microphone', true), screenSound])).toBe(screenSound);
    expect(mainSound([track('microphone', true)])).toEqual(track('microphone', true));
    expect(mainSound([])).toBeNull();
  });
});
