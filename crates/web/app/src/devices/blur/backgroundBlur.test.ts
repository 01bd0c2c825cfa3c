import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BackgroundBlur, type BlurProcessor } from './backgroundBlur';

const processor = { name: 'blur' } as unknown as BlurProcessor;
let isWanted = true;
let onFrame: (ms: number) => void = () => undefined;
const createProcessor = vi.fn<(listener: (ms: number) => void) => Promise<BlurProcessor>>();

class FakeTrack {
  current: BlurProcessor | undefined;
  isMuted = false;
  mediaStreamTrack = { readyState: 'live' } as MediaStreamTrack;
  getProcessor = () => this.current;
  setProcessor = vi.fn<(next: BlurProcessor) => Promise<void>>(async (next) => {
    this.current = next;
  });
  stopProcessor = vi.fn<() => Promise<void>>(async () => {
    this.current = undefined;
  });
}

const setUp = () => {
  const track = new FakeTrack();
  const blur = new BackgroundBlur({ isWanted: () => isWanted, createProcessor });
  return { track, blur, apply: async () => blur.apply(track as unknown as Parameters<typeof blur.apply>[0]) };
};

beforeEach(() => {
  isWanted = true;
  vi.spyOn(console, 'error').mockReturnValue();
  createProcessor.mockReset().mockImplementation(async (listener) => {
    onFrame = listener;
    return processor;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('loads nothing unless it is wanted', async () => {
  isWanted = false;
  const { blur, apply } = setUp();
  await apply();
  expect(createProcessor).not.toHaveBeenCalled();
  expect(blur.state().status).toBe('off');
});

it('is switched on and off on the same track', async () => {
  const { track, blur, apply } = setUp();
  await Promise.all([apply(), apply()]);
  expect(track.setProcessor.mock.calls).toEqual([[processor]]);
  expect(blur.state().status).toBe('on');
  isWanted = false;
  await apply();
  expect(track.current).toBeUndefined();
  expect(blur.state().status).toBe('off');
});

it('waits until a camera that is off is on again', async () => {
  const { track, blur, apply } = setUp();
  track.isMuted = true;
  await apply();
  expect(track.setProcessor).not.toHaveBeenCalled();
  track.isMuted = false;
  await apply();
  expect(blur.state().status).toBe('on');
});

it('reports a failure, and can be tried again', async () => {
  const { blur, apply } = setUp();
  createProcessor.mockRejectedValueOnce(new Error('no model'));
  await apply();
  expect(blur.state().status).toBe('failed');
  await apply();
  expect(blur.state().status).toBe('on');
});

it('doesn’t keep the camera away on a slow network, and isn’t applied late if it isn’t wanted any more', async () => {
  vi.useFakeTimers();
  const { track, blur, apply } = setUp();
  const waiting: ((value: BlurProcessor) => void)[] = [];
  createProcessor.mockImplementation(() => new Promise((resolve) => void waiting.push(resolve)));
  const applied = apply();
  await vi.advanceTimersByTimeAsync(30_000);
  await applied;
  expect(blur.state().status).toBe('failed');
  isWanted = false;
  waiting[0]?.(processor);
  await vi.advanceTimersByTimeAsync(0);
  expect(track.setProcessor).not.toHaveBeenCalled();
});

it('says when the computer is too slow', async () => {
  const { blur, apply } = setUp();
  await apply();
  for (let frame = 0; frame < 40; frame += 1) onFrame(20);
  expect(blur.state().isSlow).toBe(false);
  for (let frame = 0; frame < 40; frame += 1) onFrame(120);
  expect(blur.state()).toEqual({ status: 'on', isSlow: true });
});
