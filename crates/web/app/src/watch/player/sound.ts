// The volume of the player and whether it is muted. Pure.

export interface Sound {
  /** From 0 to 1. */
  volume: number;
  isMuted: boolean;
}

export const DEFAULT_SOUND: Sound = { volume: 1, isMuted: false };

/** Of the arrow keys. */
export const VOLUME_STEP = 0.05;

/** The volume after unmuting a player whose volume is 0. */
const AUDIBLE = 0.5;

export function toggleMute({ volume, isMuted }: Sound): Sound {
  if (!isMuted) return { volume, isMuted: true };
  return { volume: volume === 0 ? AUDIBLE : volume, isMuted: false };
}

/** A volume of 0 mutes, any other unmutes. */
export function withVolume(volume: number): Sound {
  // Without the rounding, steps of 0.05 would add up to 0.15000000000000002.
  const rounded = Math.round(Math.min(1, Math.max(0, volume)) * 100) / 100;
  return { volume: rounded, isMuted: rounded === 0 };
}

/** What is heard: the position of the slider. */
export function audibleVolume({ volume, isMuted }: Sound): number {
  return isMuted ? 0 : volume;
}

export function parseSound(stored: string | null): Sound {
  const match = /^(muted|audible) (\d(?:\.\d+)?)$/.exec(stored ?? '');
  const volume = Number(match?.[2] ?? Number.NaN);
  if (!match || volume > 1) return DEFAULT_SOUND;
  return { volume, isMuted: match[1] === 'muted' };
}

export function formatSound({ volume, isMuted }: Sound): string {
  return `${isMuted ? 'muted' : 'audible'} ${volume}`;
}
