// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionState } from './connectionState';
import { useAutoRejoin } from './useAutoRejoin';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const failed = (): ConnectionState => ({ phase: 'failed', problem: { code: 'MEDIA_UNREACHABLE', message: 'away', canRetry: true } });
const connecting: ConnectionState = { phase: 'connecting', attempt: 3, lastProblem: null };

const renderAutoRejoin = (isActiveWhenHidden = false) => {
  const [start, probe] = [vi.fn(), vi.fn()];
  const { rerender } = renderHook(
    ({ state, statusVersion, canRejoin }) =>
      useAutoRejoin({ state, start, probe, leave: async () => {} }, { canRejoin, statusVersion, isActiveWhenHidden }),
    { initialProps: { state: connecting as ConnectionState, statusVersion: 'a', canRejoin: true } },
  );
  return { start, probe, rerender };
};

const hide = (isHidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

it('probes once after each failure', () => {
  const { probe, start, rerender } = renderAutoRejoin();
  const state = failed();
  rerender({ state, statusVersion: 'a', canRejoin: true });
  vi.advanceTimersByTime(7_000);
  expect(probe).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(probe).toHaveBeenCalledOnce();
  rerender({ state: failed(), statusVersion: 'a', canRejoin: true });
  vi.advanceTimersByTime(9_000);
  expect(probe).toHaveBeenCalledTimes(2);
  expect(start).not.toHaveBeenCalled();
});

it('doesn’t wait after a status change, and uses each change once', () => {
  const { probe, rerender } = renderAutoRejoin();
  const state = failed();
  rerender({ state, statusVersion: 'a', canRejoin: true });
  rerender({ state, statusVersion: 'b', canRejoin: true });
  vi.advanceTimersByTime(1_500);
  expect(probe).toHaveBeenCalledOnce();
  rerender({ state: failed(), statusVersion: 'b', canRejoin: true });
  vi.advanceTimersByTime(5_000);
  expect(probe).toHaveBeenCalledOnce();
});

it('starts again after the room was deleted', () => {
  const { probe, start, rerender } = renderAutoRejoin();
  rerender({ state: { phase: 'closed', closeReason: 'ended' }, statusVersion: 'a', canRejoin: true });
  vi.advanceTimersByTime(9_000);
  expect(start).toHaveBeenCalledOnce();
  expect(probe).not.toHaveBeenCalled();
});

it('waits while the page is hidden, and catches up when it is visible', () => {
  const { probe, rerender } = renderAutoRejoin();
  hide(true);
  rerender({ state: failed(), statusVersion: 'a', canRejoin: true });
  vi.advanceTimersByTime(60_000);
  expect(probe).not.toHaveBeenCalled();
  hide(false);
  vi.advanceTimersByTime(0);
  expect(probe).toHaveBeenCalledOnce();
});

it('rejoins while hidden if it is allowed to', () => {
  const { probe, rerender } = renderAutoRejoin(true);
  hide(true);
  rerender({ state: failed(), statusVersion: 'a', canRejoin: true });
  vi.advanceTimersByTime(9_000);
  expect(probe).toHaveBeenCalledOnce();
});

it('stops when the broadcast is over', () => {
  const { probe, rerender } = renderAutoRejoin();
  const state = failed();
  rerender({ state, statusVersion: 'a', canRejoin: true });
  rerender({ state, statusVersion: 'b', canRejoin: false });
  vi.advanceTimersByTime(60_000);
  expect(probe).not.toHaveBeenCalled();
});
