// A delay that ends when the signal aborts.
import { setTimeout as timeout } from 'node:timers/promises';

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await timeout(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}

/** The value, or null after the timeout. */
export async function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
