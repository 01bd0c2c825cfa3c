import { describe, expect, it } from 'vitest';
import { isFailing, read, remedyOf, tried, type Medium, type MediumFacts, type Remedy } from './sending';

const healthy: MediumFacts = {
  isOn: true,
  source: 'live',
  isRefused: false,
  isPublished: true,
  isExpected: true,
  captured: 0,
  sent: 0,
};
/** What the counters say that many seconds after the start, while all goes well. */
const flowing = (second: number): MediumFacts => ({ ...healthy, captured: 30 * second, sent: 30 * second });

interface Told {
  remedies: [second: number, remedy: Remedy][];
  failing: boolean[];
  medium: Medium | null;
}

/** Reads once a second, and takes every remedy that is due. */
function watch(factsAt: (second: number, remedies: number) => Partial<MediumFacts>, seconds: number, refetchIntervalMs = 1_000): Told {
  const told: Told = { remedies: [], failing: [], medium: null };
  for (let second = 0; second <= seconds; second += 1) {
    const facts = { ...flowing(second), ...factsAt(second, told.remedies.length) };
    let medium = read(told.medium, facts, second * refetchIntervalMs);
    const remedy = remedyOf(medium, facts);
    if (remedy !== null) {
      told.remedies.push([second, remedy]);
      medium = tried(medium);
    }
    told.failing.push(isFailing(medium));
    told.medium = medium;
  }
  return told;
}

describe('what is meant and sent', () => {
  it('is left alone', () => {
    expect(watch(() => ({}), 60)).toMatchObject({ remedies: [], medium: { fault: null } });
  });

  it.each<[string, Partial<MediumFacts>]>([
    ['is switched off', { isOn: false, source: 'ended', isPublished: false, captured: 0, sent: 0 }],
    ['was never there', { source: 'none', isPublished: false }],
    ['nobody watches', { isExpected: false, captured: 0, sent: 0 }],
    ['the browser doesn’t count', { captured: null, sent: null }],
  ])('is no fault when it %s', (_, facts) => {
    expect(watch(() => facts, 60)).toMatchObject({ remedies: [], medium: { fault: null } });
  });

  it('is no fault after a sleep of an hour, nor in a hidden tab that is read once a minute', () => {
    let medium = read(null, flowing(0), 0);
    medium = read(medium, flowing(0), 3_600_000);
    expect(remedyOf(medium, flowing(0))).toBeNull();
    expect(isFailing(medium)).toBe(false);
    medium = read(medium, flowing(1), 3_601_000);
    expect(medium.fault).toBeNull();
    expect(watch(() => ({}), 30, 60_000).remedies).toEqual([]);
  });
});

describe('a fault', () => {
  it('is told after two seconds, and no more once it is over', () => {
    const { failing } = watch((second) => (second >= 3 && second < 8 ? { source: 'ended' } : {}), 9);
    expect(failing).toEqual([false, false, false, false, false, true, true, true, false, false]);
  });

  it('of a track that has ended is mended by restarting it, again and again but ever more seldom', () => {
    const { remedies } = watch(() => ({ source: 'ended' }), 90);
    expect(remedies).toEqual([1, 4, 9, 19, 49, 79].map((second) => [second, 'restart']));
  });

  it('isn’t mended against a refusal', () => {
    const told = watch(() => ({ source: 'ended', isRefused: true }), 90);
    expect(told.remedies).toEqual([]);
    expect(told.failing.at(-1)).toBe(true);
  });

  it('of a device that pauses for a moment isn’t mended', () => {
    expect(watch((second) => (second % 10 < 5 ? { source: 'paused' } : {}), 60).remedies).toEqual([]);
    expect(watch(() => ({ source: 'paused' }), 10).remedies).toEqual([[6, 'restart'], [9, 'restart']]);
  });

  it('of a publication that is lost is mended by publishing, then by coming back', () => {
    const { remedies } = watch(() => ({ isPublished: false }), 20);
    expect(remedies).toEqual([[2, 'publish'], [5, 'publish'], [10, 'rejoin'], [20, 'rejoin']]);
  });

  it('of a device that delivers nothing is mended by restarting it', () => {
    const { remedies } = watch((second, count) => (count > 0 ? {} : { captured: 7, sent: 30 * Math.min(second, 1) }), 30);
    expect(remedies).toEqual([[5, 'restart']]);
  });

  it('of an encoder that is stuck is mended by publishing anew, then by coming back', () => {
    // Sent anew, the counter starts over, and stands still again.
    const { remedies } = watch((_, count) => ({ sent: 100 + count }), 30);
    expect(remedies).toEqual([[6, 'republish'], [13, 'rejoin'], [20, 'rejoin'], [30, 'rejoin']]);
  });

  it('that comes again after all went well is a new one', () => {
    const { remedies } = watch((second) => (second < 7 || (second >= 20 && second < 27) ? { sent: second < 7 ? 1 : 2 } : {}), 30);
    expect(remedies).toEqual([[6, 'republish'], [26, 'republish']]);
  });
});
