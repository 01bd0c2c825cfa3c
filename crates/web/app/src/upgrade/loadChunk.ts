// Loads a chunk of the app. The server may have another build by then.

import { logError } from '../errors/logError';

/** A chunk that the server didn't return: it is unreachable, or was updated after this page was opened. */
export class LoadError extends Error {
  override name = 'LoadError';
}

export async function loadChunk<T>(part: () => Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (error) {
    // The chunk was loaded, and is broken.
    if (error instanceof SyntaxError) throw error;
    const missing = new LoadError('A part of the page could not be loaded.', { cause: error });
    logError('Loading a part of the page', missing);
    throw missing;
  }
}
