// How camera and microphone are used. Remembered for the next broadcast, and followed by other tabs.
import { VideoPresets } from 'livekit-client';
import { storedSwitch, storedValue } from '../storage/storedValue';

export type Resolution = '720p' | '1080p';

export const resolution = storedValue<Resolution>('onair.media.resolution', (text) => (text === '1080p' ? '1080p' : '720p'));
/** Only of the preview; viewers never see a mirrored picture. */
export const isMirrored = storedSwitch('onair.media.isMirrored');
/** Off by default: it harms music, and many devices suppress noise themselves. */
export const isNoiseSuppressed = storedValue<boolean>('onair.media.isNoiseSuppressed', (text) => text === 'true');
/** Of the camera's picture, as viewers receive it. */
export const isBackgroundBlurred = storedValue<boolean>('onair.media.isBackgroundBlurred', (text) => text === 'true');

/** What the camera is asked for. It delivers less if it can't. */
export function videoConstraints() {
  return { resolution: (resolution.get() === '1080p' ? VideoPresets.h1080 : VideoPresets.h720).resolution };
}

/** All of them: the media library uses no defaults when it restarts a track. Voice isolation suppresses noise too. */
export function audioConstraints() {
  const isSuppressed = isNoiseSuppressed.get();
  return { autoGainControl: true, echoCancellation: true, noiseSuppression: isSuppressed, voiceIsolation: isSuppressed };
}
