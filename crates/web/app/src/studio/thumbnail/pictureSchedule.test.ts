import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FIRST_DELAY_MS, INTERVAL_MS, PictureSchedule, type Outcome } from './pictureSchedule';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CAMERA = { kind: 'picture', source: 'camera' } as const;
const SCREEN = { kind: 'picture', source: 'screen' } as const;

const start = ({ mayHavePicture = false, outcome = 'done' as Outcome } = {}) => {
  const send = vi.fn(async (_signal: AbortSignal) => outcome);
  const remove = vi.fn(async () => outcome);
  return { send, remove, schedule: new PictureSchedule({ send, remove, mayHavePicture }) };
};

it('sends the first picture after a moment, and then one each minute', async () => {
  const { send, schedule } = start();
  schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS - 1);
  expect(send).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(send).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS);
  expect(send).toHaveBeenCalledTimes(11);
});

it('keeps its times although timers are late, and leaves out those that it missed', async () => {
  const { send, schedule } = start();
  const sentAt: number[] = [];
  const startMs = Date.now();
  send.mockImplementation(async () => {
    sentAt.push(Date.now() - startMs - FIRST_DELAY_MS);
    // The page was frozen for two and a half minutes.
    if (sentAt.length === 2) vi.setSystemTime(Date.now() + 2.5 * INTERVAL_MS);
    return 'done';
  });
  schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS + 3 * INTERVAL_MS);
  expect(sentAt.slice(0, 2)).toEqual([0, INTERVAL_MS]);
  expect(sentAt.length).toBe(4);
  expect(sentAt.at(-1)).toBe(5 * INTERVAL_MS);
});

it('sends another picture soon after the source has changed', async () => {
  const { send, remove, schedule } = start();
  schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS);
  schedule.setTarget({ ...CAMERA });
  schedule.setTarget(SCREEN);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS);
  expect(send).toHaveBeenCalledTimes(2);
  expect(remove).not.toHaveBeenCalled();
});

it('removes the picture at once, after a call that is under way', async () => {
  const { send, remove, schedule } = start();
  send.mockImplementation(async (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('failed'))));
  schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS);
  expect(remove).not.toHaveBeenCalled();
  schedule.setTarget({ kind: 'none' });
  await vi.advanceTimersByTimeAsync(0);
  expect(remove).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5 * INTERVAL_MS);
  expect(remove).toHaveBeenCalledTimes(1);
  expect(send).toHaveBeenCalledTimes(1);
});

it('removes nothing if nothing was ever sent, but what an earlier page may have sent', async () => {
  const fresh = start();
  fresh.schedule.setTarget({ kind: 'none' });
  const resumed = start({ mayHavePicture: true });
  resumed.schedule.setTarget({ kind: 'none' });
  await vi.advanceTimersByTimeAsync(2 * INTERVAL_MS);
  expect(fresh.remove).not.toHaveBeenCalled();
  expect(resumed.remove).toHaveBeenCalledTimes(1);
});

it('tries again at the next minute after a failure', async () => {
  const { send, remove, schedule } = start({ outcome: 'failed' });
  schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS + INTERVAL_MS);
  expect(send).toHaveBeenCalledTimes(2);
  schedule.setTarget({ kind: 'none' });
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  expect(remove).toHaveBeenCalledTimes(2);
});

it('stops when the service has no broadcast, and when the broadcast is over', async () => {
  const offline = start({ outcome: 'offline' });
  offline.schedule.setTarget(CAMERA);
  const over = start();
  over.schedule.setTarget(CAMERA);
  await vi.advanceTimersByTimeAsync(FIRST_DELAY_MS);
  over.schedule.setTarget({ kind: 'paused' });
  await vi.advanceTimersByTimeAsync(5 * INTERVAL_MS);
  expect(offline.send).toHaveBeenCalledTimes(1);
  expect(over.send).toHaveBeenCalledTimes(1);
  expect(over.remove).not.toHaveBeenCalled();
});
