// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { audioConstraints, isMirrored, isNoiseSuppressed, resolution, videoConstraints } from './mediaSettings';

afterEach(() => localStorage.clear());

it('is 720p, mirrored and without effects by default', () => {
  expect([resolution.get(), isMirrored.get(), isNoiseSuppressed.get()]).toEqual(['720p', true, false]);
  expect(videoConstraints().resolution).toMatchObject({ width: 1280, height: 720 });
});

it('remembers what the creator chose, and reports it', () => {
  const listener = vi.fn();
  const stop = resolution.subscribe(listener);
  resolution.set('1080p');
  expect(listener).toHaveBeenCalledOnce();
  stop();
  isMirrored.set(false);
  isNoiseSuppressed.set(true);
  expect([resolution.get(), isMirrored.get(), isNoiseSuppressed.get()]).toEqual(['1080p', false, true]);
  expect(videoConstraints().resolution).toMatchObject({ width: 1920, height: 1080 });
  expect(audioConstraints()).toMatchObject({ noiseSuppression: true, voiceIsolation: true, echoCancellation: true });
});

it('ignores values that it doesn’t know', () => {
  localStorage.setItem('onair.media.resolution', '8k');
  expect(resolution.get()).toBe('720p');
});
