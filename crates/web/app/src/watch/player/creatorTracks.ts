// Chooses what the player shows and plays of the creator's tracks. Pure.

type CreatorSource = 'camera' | 'microphone' | 'screen_share' | 'screen_share_audio';

export interface CreatorTrack {
  source: string;
  isMuted: boolean;
}

export interface ChosenTracks<T> {
  /** The large picture: the shared screen, or else the camera. */
  main: T | null;
  /** The camera, small, while a screen is shared. */
  inset: T | null;
  /** Everything that is heard, mixed. */
  sounds: T[];
}

export function chooseTracks<T extends CreatorTrack>(tracks: readonly T[]): ChosenTracks<T> {
  const find = (source: CreatorSource): T | null => tracks.find((track) => track.source === source) ?? null;
  const screen = find('screen_share');
  const camera = find('camera');
  const sounds = [find('microphone'), find('screen_share_audio')].filter((track) => track !== null);
  if (screen === null || screen.isMuted) return { main: camera, inset: null, sounds };
  return { main: screen, inset: camera?.isMuted === false ? camera : null, sounds };
}

/** The track whose reception stands for the sound: one that isn't muted, and the microphone first. */
export function mainSound<T extends CreatorTrack>(sounds: readonly T[]): T | null {
  return sounds.find(({ isMuted }) => !isMuted) ?? sounds[0] ?? null;
}
