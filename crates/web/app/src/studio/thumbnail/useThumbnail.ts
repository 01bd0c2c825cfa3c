// Sends a picture of the broadcast now and then, while the creator wants it.
import type { LocalVideoTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { logError } from '../../errors/logError';
import { useStored } from '../../storage/storedValue';
import { deleteThumbnail, putThumbnail } from './api';
import { thumbnailConsent } from './consent';
import { PictureSchedule, type Outcome, type Target } from './pictureSchedule';
import { takePicture, type PictureSource } from './takePicture';

interface Input {
  userId: string;
  /** The start time of the broadcast that this page sends; null while it sends none, or is reconnecting. */
  session: string | null;
  /** An earlier page may have sent a picture of it. */
  isResumed: boolean;
  isGuestsAllowed: boolean;
  screen: LocalVideoTrack | null;
  /** Null also while it is off. */
  camera: LocalVideoTrack | null;
}

export function useThumbnail({ userId, session, isResumed, isGuestsAllowed, screen, camera }: Input): void {
  const consent = useStored(thumbnailConsent(userId));
  const tracks = useRef({ screen, camera });
  useEffect(() => {
    tracks.current = { screen, camera };
  });
  const schedule = useRef<{ session: string; of: PictureSchedule } | null>(null);
  const source = sourceName(screen !== null, camera !== null);
  const isWanted = consent === 'given' && isGuestsAllowed;

  useEffect(() => {
    if (session === null) {
      schedule.current?.of.setTarget({ kind: 'paused' });
      return;
    }
    if (schedule.current?.session !== session) {
      schedule.current?.of.stop();
      const send = async (signal: AbortSignal) => sendPicture(sourceOf(tracks.current), signal);
      schedule.current = { session, of: new PictureSchedule({ send, remove: deleteThumbnail, mayHavePicture: isResumed }) };
    }
    schedule.current.of.setTarget(targetOf(isWanted, source));
  }, [session, isResumed, isWanted, source]);
  useEffect(() => () => schedule.current?.of.stop(), []);
}

function targetOf(isWanted: boolean, source: string | null): Target {
  return isWanted && source !== null ? { kind: 'picture', source } : { kind: 'none' };
}

/** A change of it calls for another picture. */
function sourceName(hasScreen: boolean, hasCamera: boolean): string | null {
  if (hasScreen) return hasCamera ? 'screen and camera' : 'screen';
  return hasCamera ? 'camera' : null;
}

function sourceOf({ screen, camera }: Pick<Input, 'screen' | 'camera'>): PictureSource | null {
  const main = screen ?? camera;
  return main && { main: main.mediaStreamTrack, isScreen: main === screen, inset: screen && (camera?.mediaStreamTrack ?? null) };
}

async function sendPicture(source: PictureSource | null, signal: AbortSignal): Promise<Outcome> {
  try {
    const picture = source && (await takePicture(source, signal));
    return picture && !signal.aborted ? await putThumbnail(picture, signal) : 'failed';
  } catch (error) {
    logError('Taking a picture of the broadcast', error);
    return 'failed';
  }
}
