// Sends and removes the picture of the broadcast. It is no part of the page's state: failures are only logged.
import { unwrap, api } from '../../api/client';
import { isApiError } from '../../api/apiError';
import { logError } from '../../errors/logError';
import type { Outcome } from './pictureSchedule';

export async function putThumbnail(picture: Blob, signal: AbortSignal): Promise<Outcome> {
  const init = { body: picture as unknown as number[], bodySerializer: (body: unknown) => body as Blob, headers: { 'content-type': 'image/jpeg' }, signal };
  return outcomeOf(unwrap(api.PUT('/api/stream/thumbnail', init)), signal);
}

export async function deleteThumbnail(): Promise<Outcome> {
  return outcomeOf(unwrap(api.DELETE('/api/stream/thumbnail')));
}

async function outcomeOf(call: Promise<unknown>, signal?: AbortSignal): Promise<Outcome> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (signal?.aborted) return 'failed';
    if (isApiError(error, 'STREAM_OFFLINE')) return 'offline';
    logError('The picture of the broadcast', error);
    return 'failed';
  }
}
