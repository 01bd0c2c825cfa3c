import { describe, expect, it } from 'vitest';
import { faultWords, onAirOf, type OneOfTwo } from './onAir';

const fine: OneOfTwo = { isThere: true, isOn: true, fault: null };
const absent: OneOfTwo = { isThere: false, isOn: true, fault: null };
const off: OneOfTwo = { ...fine, isOn: false };
const broken: OneOfTwo = { ...fine, fault: 'ended' };

describe('on air', () => {
  it.each([
    [fine, fine],
    [fine, absent],
    [absent, fine],
    [off, fine],
  ])('is whoever sends what they mean to', (camera, microphone) => {
    expect(onAirOf(camera, microphone)).toEqual({ isSending: true, problem: null, note: null });
  });

  it('is whoever switched everything off, and is told what that means', () => {
    expect(onAirOf(off, off)).toMatchObject({ isSending: true, problem: null });
    expect(onAirOf(off, off).note).not.toBeNull();
    expect(onAirOf(absent, off).note).not.toBeNull();
  });

  it('is half of it where one gets through', () => {
    expect(onAirOf(broken, fine)).toMatchObject({ isSending: true, problem: 'Viewers don’t see you' });
    expect(onAirOf(fine, broken)).toMatchObject({ isSending: true, problem: 'Viewers don’t hear you' });
  });

  it('is not where nothing gets through', () => {
    expect(onAirOf(broken, broken)).toMatchObject({ isSending: false, problem: 'Viewers don’t see or hear you' });
    expect(onAirOf(broken, off)).toMatchObject({ isSending: false, problem: 'Viewers don’t see you' });
    expect(onAirOf(absent, broken)).toMatchObject({ isSending: false, problem: 'Viewers don’t hear you' });
  });
});

it('has words for every fault', () => {
  for (const fault of ['ended', 'paused', 'frozen', 'unpublished', 'stalled'] as const) {
    expect(faultWords('camera', fault)).toContain('camera');
  }
});
