import { describe, expect, it } from 'vitest';
import { isFailing, updateHealth, nextRecovery, withAttempt, type MediaHealth, type MediaSample, type Recovery } from './mediaHealth';

const HEALTHY: MediaSample = {
  isOn: true,
  captureState: 'live',
  isRefused: false,
  isPublished: true,
  isExpected: true,
  captured: 0,
  sent: 0,
};
/** The counters of a healthy input after this many seconds. */
const healthySample = (second: number): MediaSample => ({ ...HEALTHY, captured: 30 * second, sent: 30 * second });

interface WatchResult {
  recoveries: [second: number, recovery: Recovery][];
  failing: boolean[];
  health: MediaHealth | null;
}

/** Samples once per interval, and applies every recovery that is due. */
function watch(sampleAt: (second: number, recoveries: number) => Partial<MediaSample>, seconds: number, refetchIntervalMs = 1_000): WatchResult {
  const result: WatchResult = { recoveries: [], failing: [], health: null };
  for (let second = 0; second <= seconds; second += 1) {
    const sample = { ...healthySample(second), ...sampleAt(second, result.recoveries.length) };
    let health = updateHealth(result.health, sample, second * refetchIntervalMs);
    const recovery = nextRecovery(health, sample);
    if (recovery !== null) {
      result.recoveries.push([second, recovery]);
      health = withAttempt(health);
    }
    result.failing.push(isFailing(health));
    result.health = health;
  }
  return result;
}

describe('a healthy input', () => {
  it('is left alone', () => {
    expect(watch(() => ({}), 60)).toMatchObject({ recoveries: [], health: { fault: null } });
  });

  it.each<[string, Partial<MediaSample>]>([
    ['is switched off', { isOn: false, captureState: 'ended', isPublished: false, captured: 0, sent: 0 }],
    ['never existed', { captureState: 'none', isPublished: false }],
    ['has no viewers', { isExpected: false, captured: 0, sent: 0 }],
    ['has no counters in this browser', { captured: null, sent: null }],
  ])('has no fault if it %s', (_, sample) => {
    expect(watch(() => sample, 60)).toMatchObject({ recoveries: [], health: { fault: null } });
  });

  it('has no fault after an hour of sleep, nor in a hidden tab that is sampled once a minute', () => {
    let health = updateHealth(null, healthySample(0), 0);
    health = updateHealth(health, healthySample(0), 3_600_000);
    expect(nextRecovery(health, healthySample(0))).toBeNull();
    expect(isFailing(health)).toBe(false);
    health = updateHealth(health, healthySample(1), 3_601_000);
    expect(health.fault).toBeNull();
    expect(watch(() => ({}), 30, 60_000).recoveries).toEqual([]);
  });
});

describe('a fault', () => {
  it('is reported after two seconds, and no longer once it is over', () => {
    const { failing } = watch((second) => (second >= 3 && second < 8 ? { captureState: 'ended' } : {}), 9);
    expect(failing).toEqual([false, false, false, false, false, true, true, true, false, false]);
  });

  it('of an ended track is recovered by restarts with increasing delays', () => {
    const { recoveries } = watch(() => ({ captureState: 'ended' }), 90);
    expect(recoveries).toEqual([1, 4, 9, 19, 49, 79].map((second) => [second, 'restart']));
  });

  it('isn’t recovered after a denial', () => {
    const result = watch(() => ({ captureState: 'ended', isRefused: true }), 90);
    expect(result.recoveries).toEqual([]);
    expect(result.failing.at(-1)).toBe(true);
  });

  it('of a device that pauses briefly isn’t recovered', () => {
    expect(watch((second) => (second % 10 < 5 ? { captureState: 'paused' } : {}), 60).recoveries).toEqual([]);
    expect(watch(() => ({ captureState: 'paused' }), 10).recoveries).toEqual([[6, 'restart'], [9, 'restart']]);
  });

  it('of a lost publication is recovered by publishing, then by rejoining', () => {
    const { recoveries } = watch(() => ({ isPublished: false }), 20);
    expect(recoveries).toEqual([[2, 'publish'], [5, 'publish'], [10, 'rejoin'], [20, 'rejoin']]);
  });

  it('of a device without data is recovered by a restart', () => {
    const { recoveries } = watch((second, count) => (count > 0 ? {} : { captured: 7, sent: 30 * Math.min(second, 1) }), 30);
    expect(recoveries).toEqual([[5, 'restart']]);
  });

  it('of a stalled encoder is recovered by republishing, then by rejoining', () => {
    // After republishing the counter restarts, and stalls again.
    const { recoveries } = watch((_, count) => ({ sent: 100 + count }), 30);
    expect(recoveries).toEqual([[6, 'republish'], [13, 'rejoin'], [20, 'rejoin'], [30, 'rejoin']]);
  });

  it('that returns after a healthy period is a new one', () => {
    const { recoveries } = watch((second) => (second < 7 || (second >= 20 && second < 27) ? { sent: second < 7 ? 1 : 2 } : {}), 30);
    expect(recoveries).toEqual([[6, 'republish'], [26, 'republish']]);
  });
});
