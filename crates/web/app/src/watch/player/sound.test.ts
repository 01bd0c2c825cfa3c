import { describe, expect, it } from 'vitest';
import { audibleVolume, DEFAULT_SOUND, formatSound, parseSound, toggleMute, withVolume } from './sound';

describe('the sound', () => {
  it('keeps its volume while muted', () => {
    const muted = toggleMute({ volume: 0.4, isMuted: false });
    expect([muted, audibleVolume(muted), toggleMute(muted)]).toEqual([{ volume: 0.4, isMuted: true }, 0, { volume: 0.4, isMuted: false }]);
  });

  it('is audible after unmuting at volume 0', () => {
    expect(toggleMute(withVolume(0))).toEqual({ volume: 0.5, isMuted: false });
  });

  it('stays within bounds, in round steps', () => {
    expect([withVolume(1.05).volume, withVolume(-0.1).volume, withVolume(0.1 + 0.05).volume]).toEqual([1, 0, 0.15]);
  });
});

describe('the stored sound', () => {
  it('is read as it was written', () => {
    for (const sound of [DEFAULT_SOUND, { volume: 0.35, isMuted: true }, { volume: 0, isMuted: true }]) expect(parseSound(formatSound(sound))).toEqual(sound);
  });

  it.each([null, '', 'loud', 'muted 7', 'audible -1', 'audible 0.5 '])('is the default if it reads %j', (stored) => {
    expect(parseSound(stored)).toEqual(DEFAULT_SOUND);
  });
});
