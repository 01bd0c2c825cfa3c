// Loading a part of the page when it is first needed, from a server that may have another build by then.

import { logError } from '../errors/logError';

/** A file of the page that the server didn't give: it is away, or has been upgraded since this page was opened. */
export class LoadError extends Error {
  override name = 'LoadError';
}

export async function load<T>(part: () => Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (error) {
    // It was loaded, and is broken.
    if (error instanceof SyntaxError) throw error;
    const missing = new LoadError('A part of the page could not be loaded.', { cause: error });
    logError('Loading a part of the page', missing);
    throw missing;
  }
}
