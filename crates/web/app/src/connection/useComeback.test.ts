import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionState } from './machine';
import { useComeback } from './useComeback';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const failed = (): ConnectionState => ({ at: 'failed', problem: { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true } });
const connecting: ConnectionState = { at: 'connecting', attempt: 3, lastProblem: null };

const comingBack = (isHiddenToo = false) => {
  const [start, probe] = [vi.fn(), vi.fn()];
  const { rerender } = renderHook(
    ({ state, news, goesOn }) =>
      useComeback({ state, start, probe, leave: async () => {} }, { goesOn, news, isHiddenToo }),
    { initialProps: { state: connecting as ConnectionState, news: 'a', goesOn: true } },
  );
  return { start, probe, rerender };
};

const hide = (isHidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

it('tries once for each time it has failed', () => {
  const { probe, start, rerender } = comingBack();
  const state = failed();
  rerender({ state, news: 'a', goesOn: true });
  vi.advanceTimersByTime(7_000);
  expect(probe).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(probe).toHaveBeenCalledOnce();
  rerender({ state: failed(), news: 'a', goesOn: true });
  vi.advanceTimersByTime(9_000);
  expect(probe).toHaveBeenCalledTimes(2);
  expect(start).not.toHaveBeenCalled();
});

it('doesn’t wait when there is news, and takes none twice', () => {
  const { probe, rerender } = comingBack();
  const state = failed();
  rerender({ state, news: 'a', goesOn: true });
  rerender({ state, news: 'b', goesOn: true });
  vi.advanceTimersByTime(1_500);
  expect(probe).toHaveBeenCalledOnce();
  rerender({ state: failed(), news: 'b', goesOn: true });
  vi.advanceTimersByTime(5_000);
  expect(probe).toHaveBeenCalledOnce();
});

it('starts anew after a room’s end', () => {
  const { probe, start, rerender } = comingBack();
  rerender({ state: { at: 'closed', why: 'ended' }, news: 'a', goesOn: true });
  vi.advanceTimersByTime(9_000);
  expect(start).toHaveBeenCalledOnce();
  expect(probe).not.toHaveBeenCalled();
});

it('waits while nobody looks, and makes up for it', () => {
  const { probe, rerender } = comingBack();
  hide(true);
  rerender({ state: failed(), news: 'a', goesOn: true });
  vi.advanceTimersByTime(60_000);
  expect(probe).not.toHaveBeenCalled();
  hide(false);
  vi.advanceTimersByTime(0);
  expect(probe).toHaveBeenCalledOnce();
});

it('comes back unseen where others wait for it', () => {
  const { probe, rerender } = comingBack(true);
  hide(true);
  rerender({ state: failed(), news: 'a', goesOn: true });
  vi.advanceTimersByTime(9_000);
  expect(probe).toHaveBeenCalledOnce();
});

it('stops when the broadcast is over', () => {
  const { probe, rerender } = comingBack();
  const state = failed();
  rerender({ state, news: 'a', goesOn: true });
  rerender({ state, news: 'b', goesOn: false });
  vi.advanceTimersByTime(60_000);
  expect(probe).not.toHaveBeenCalled();
});
