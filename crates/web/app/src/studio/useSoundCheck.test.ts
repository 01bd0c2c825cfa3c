// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { LocalAudioTrack } from 'livekit-client';
import { afterEach, expect, it, vi } from 'vitest';
import { useSoundCheck } from './useSoundCheck';

const fake = vi.hoisted(() => ({ finish: [] as ((value?: unknown) => void)[], fail: [] as ((error: Error) => void)[], signals: [] as AbortSignal[] }));

vi.mock('../devices/speaker', () => ({
  testTone: () => null,
  playSound: async (_: unknown, signal: AbortSignal) =>
    new Promise((resolve, reject) => {
      fake.signals.push(signal);
      fake.finish.push(resolve);
      fake.fail.push(reject);
    }),
}));
vi.mock('../devices/recordSample', () => ({
  recordSample: async (_: unknown, __: number, signal: AbortSignal) =>
    new Promise((resolve) => {
      fake.signals.push(signal);
      fake.finish.push(() => resolve(new Blob(['sound'])));
    }),
}));

class FakeContext {
  decodeAudioData = async () => ({ duration: 3 });
  close = async () => undefined;
}

afterEach(() => {
  cleanup();
  Object.assign(fake, { finish: [], fail: [], signals: [] });
  vi.unstubAllGlobals();
});

const open = () => {
  vi.stubGlobal('AudioContext', FakeContext);
  return renderHook(() => useSoundCheck(TRACK));
};
const TRACK = { mediaStreamTrack: {} } as LocalAudioTrack;

it('records the microphone, and then plays it', async () => {
  const { result } = open();
  act(() => result.current.recordAndPlay());
  expect(result.current.phase).toBe('recording');
  await act(async () => fake.finish[0]?.());
  expect(result.current.phase).toBe('playing');
  await act(async () => fake.finish[1]?.());
  expect(result.current.phase).toBe('idle');
});

it('a second check replaces the first', async () => {
  const { result } = open();
  act(() => result.current.recordAndPlay());
  act(() => result.current.playTestSound());
  expect(fake.signals[0]?.aborted).toBe(true);
  await act(async () => fake.finish[0]?.());
  expect(result.current.phase).toBe('playing');
});

it('reports a failure, and stops on unmount', async () => {
  const { result, unmount } = open();
  act(() => result.current.playTestSound());
  await act(async () => fake.fail[0]?.(new Error('no speaker')));
  expect(result.current.phase).toBe('failed');
  act(() => result.current.playTestSound());
  unmount();
  expect(fake.signals[1]?.aborted).toBe(true);
});
