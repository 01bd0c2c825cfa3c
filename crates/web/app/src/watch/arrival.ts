// What arrives of a creator's picture and sound, and what the player says about it. Pure.
import { readCounter, type CounterReading } from '../connection/counterReading';

/** `missing`: sent as far as anybody says, and not arriving. `pending`: on its way for the first time. */
export type Arrival = 'none' | 'off' | 'pending' | 'arriving' | 'missing';

/** What is known of one of the two at one moment. */
export interface ArrivalFacts {
  isPublished: boolean;
  /** The creator has switched it off, or their page says that the device is gone. */
  isMuted: boolean;
  isSubscribed: boolean;
  /** False while nobody looks: then no picture is sent to this page. */
  isExpected: boolean;
  /** Frames or packets received; null where the browser doesn't tell. */
  received: number | null;
}

/** So long a picture may stand still before it is spoken of. */
const MISSING_AFTER_MS = 2_000;
/** The first one waits for a key frame, which the media server asks for only now and then. */
const NEVER_CAME_AFTER_MS = 5_000;

export function readArrival(last: CounterReading | null, facts: ArrivalFacts, at: number): CounterReading | null {
  const counts = facts.isPublished && facts.isSubscribed && facts.isExpected && !facts.isMuted;
  return counts && facts.received !== null ? readCounter(last, facts.received, at) : null;
}

export function arrivalOf(facts: ArrivalFacts, flow: CounterReading | null): Arrival {
  if (!facts.isPublished) return 'none';
  if (facts.isMuted) return 'off';
  if (!facts.isSubscribed) return 'pending';
  if (flow === null) return 'arriving';
  const afterMs = flow.count === 0 ? NEVER_CAME_AFTER_MS : MISSING_AFTER_MS;
  return flow.stalledMs >= afterMs ? 'missing' : 'arriving';
}

export interface PlayerNote {
  title: string;
  text?: string;
  /** Over a picture that stands still, or instead of one; else a line in a corner. */
  isInstead: boolean;
}

export function noteFor(picture: Arrival, sound: Arrival): PlayerNote | null {
  const isSoundThere = sound === 'arriving';
  switch (picture) {
    case 'missing':
      return isSoundThere
        ? { title: 'No picture right now', text: 'The sound continues. The picture resumes automatically.', isInstead: true }
        : { title: 'Reconnecting…', text: 'No picture or sound is arriving from the creator. The stream resumes automatically.', isInstead: true };
    case 'off':
      return { title: isSoundThere || sound === 'pending' ? 'The camera is off' : 'Camera and microphone are off', isInstead: true };
    case 'none':
      return withoutPicture(sound);
    case 'pending':
    case 'arriving':
      return besidePicture(sound);
  }
}

function withoutPicture(sound: Arrival): PlayerNote | null {
  switch (sound) {
    case 'arriving':
    case 'pending':
      return { title: 'Sound only', text: 'The creator isn’t sending a picture.', isInstead: true };
    case 'off':
      return { title: 'Sound only', text: 'The microphone is off.', isInstead: true };
    case 'missing':
      return { title: 'Reconnecting…', text: 'No picture or sound is arriving from the creator. The stream resumes automatically.', isInstead: true };
    case 'none':
      return null;
  }
}

function besidePicture(sound: Arrival): PlayerNote | null {
  switch (sound) {
    case 'none':
      return { title: 'Picture only', isInstead: false };
    case 'off':
      return { title: 'The microphone is off', isInstead: false };
    case 'missing':
      return { title: 'No sound right now', isInstead: false };
    case 'pending':
    case 'arriving':
      return null;
  }
}
