// Decides what is received of the creator's picture and sound, and what the player shows about it. Pure.
import { readCounter, type CounterReading } from '../connection/counterReading';
import { player } from '../i18n/en/player';
import type { Message } from '../i18n/message';

/** `stalled`: published but not received. `pending`: not received yet. */
export type Reception = 'unpublished' | 'muted' | 'pending' | 'receiving' | 'stalled';

/** The state of a track at one moment. */
export interface ReceptionSample {
  isPublished: boolean;
  /** The creator has muted it, or the device is lost. */
  isMuted: boolean;
  isSubscribed: boolean;
  /** False while the page is hidden: then no video is sent to it. */
  isExpected: boolean;
  /** Frames or packets received; null if the browser doesn't provide the counter. */
  received: number | null;
}

/** After this time without data, a track counts as stalled. */
const STALLED_AFTER_MS = 2_000;
/** The first frame waits for a key frame, which the media server requests only occasionally. */
const FIRST_FRAME_TIMEOUT_MS = 5_000;

export function readReception(last: CounterReading | null, sample: ReceptionSample, at: number): CounterReading | null {
  const isCounted = sample.isPublished && sample.isSubscribed && sample.isExpected && !sample.isMuted;
  return isCounted && sample.received !== null ? readCounter(last, sample.received, at) : null;
}

export function receptionOf(sample: ReceptionSample, reading: CounterReading | null): Reception {
  if (!sample.isPublished) return 'unpublished';
  if (sample.isMuted) return 'muted';
  if (!sample.isSubscribed) return 'pending';
  if (reading === null) return 'receiving';
  const afterMs = reading.count === 0 ? FIRST_FRAME_TIMEOUT_MS : STALLED_AFTER_MS;
  return reading.stalledMs >= afterMs ? 'stalled' : 'receiving';
}

export interface PlayerNote {
  title: Message;
  text?: Message;
  /** Over a frozen picture or instead of one; otherwise a line in a corner. */
  replacesPicture: boolean;
}

export function playerNote(picture: Reception, sound: Reception): PlayerNote | null {
  const hasSound = sound === 'receiving';
  switch (picture) {
    case 'stalled':
      return hasSound
        ? { title: player.noPicture, text: player.noPictureText, replacesPicture: true }
        : { title: player.reconnecting, text: player.nothingArrives, replacesPicture: true };
    case 'muted':
      return { title: hasSound || sound === 'pending' ? player.cameraOff : player.bothOff, replacesPicture: true };
    case 'unpublished':
      return withoutPicture(sound);
    case 'pending':
    case 'receiving':
      return besidePicture(sound);
  }
}

function withoutPicture(sound: Reception): PlayerNote | null {
  switch (sound) {
    case 'receiving':
    case 'pending':
      return { title: player.soundOnly, text: player.noPictureSent, replacesPicture: true };
    case 'muted':
      return { title: player.soundOnly, text: player.microphoneOffText, replacesPicture: true };
    case 'stalled':
      return { title: player.reconnecting, text: player.nothingArrives, replacesPicture: true };
    case 'unpublished':
      return null;
  }
}

function besidePicture(sound: Reception): PlayerNote | null {
  switch (sound) {
    case 'unpublished':
      return { title: player.pictureOnly, replacesPicture: false };
    case 'muted':
      return { title: player.microphoneOff, replacesPicture: false };
    case 'stalled':
      return { title: player.noSound, replacesPicture: false };
    case 'pending':
    case 'receiving':
      return null;
  }
}
