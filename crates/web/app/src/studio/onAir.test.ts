import { describe, expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { faultText, onAirState, type MediaState } from './onAir';

const working: MediaState = { hasTrack: true, isOn: true, fault: null };
const missing: MediaState = { hasTrack: false, isOn: true, fault: null };
const off: MediaState = { ...working, isOn: false };
const broken: MediaState = { ...working, fault: 'ended' };

describe('on air', () => {
  it.each([
    [working, working],
    [working, missing],
    [missing, working],
    [off, working],
  ])('is a creator whose enabled devices are sent', (camera, microphone) => {
    expect(onAirState(camera, microphone)).toEqual({ isSending: true, problem: null, note: null });
  });

  it('is a creator who switched everything off, with a note about it', () => {
    expect(onAirState(off, off)).toMatchObject({ isSending: true, problem: null });
    expect(onAirState(off, off).note).not.toBeNull();
    expect(onAirState(off, off, true).note).toBeNull();
    expect(onAirState(missing, off).note).not.toBeNull();
  });

  it('has a problem title if one of two devices fails', () => {
    expect(onAirState(broken, working)).toMatchObject({ isSending: true, problem: studio.notSeen });
    expect(onAirState(working, broken)).toMatchObject({ isSending: true, problem: studio.notHeard });
  });

  it('is false if no enabled device is sent', () => {
    expect(onAirState(broken, broken)).toMatchObject({ isSending: false, problem: studio.notSeenNotHeard });
    expect(onAirState(broken, broken, true).isSending).toBe(true);
    expect(onAirState(broken, off)).toMatchObject({ isSending: false, problem: studio.notSeen });
    expect(onAirState(missing, broken)).toMatchObject({ isSending: false, problem: studio.notHeard });
  });
});

it('has a text for every fault', () => {
  for (const fault of ['ended', 'paused', 'frozen', 'unpublished', 'stalled'] as const) {
    expect(currentT()(faultText('camera', fault))).toContain('camera');
    expect(currentT()(faultText('microphone', fault))).toContain('microphone');
  }
});
