// A load's audience of one room, spread over processes, seen from their starter.
import { fork, type ChildProcess } from 'node:child_process';
import type { Heard, Seats } from './audience';
import type { Figures } from './figures';
import { pause } from './pause';

export interface Audience {
  hostId: string;
  /** How many are in. */
  present: () => number;
  /** From now on what they hear is counted here. */
  tellTo: (figures: Figures) => void;
  end: () => void;
}

const IN_ONE_PROCESS = 10;

/** Resolves once all are in. */
export async function startAudience({ url, hostId, viewers, guests }: Omit<Seats, 'first'>, signal: AbortSignal): Promise<Audience> {
  const present = new Map<ChildProcess, number>();
  let figures: Figures | null = null;
  const all = viewers + guests;
  for (let first = 0; first < all; first += IN_ONE_PROCESS) {
    const count = Math.min(IN_ONE_PROCESS, all - first);
    const signedIn = Math.max(0, Math.min(count, viewers - first));
    const seats: Seats = { url, hostId, first, viewers: signedIn, guests: count - signedIn };
    const child = fork(process.argv[1] ?? '', ['--audience', JSON.stringify(seats)]);
    present.set(child, 0);
    child.on('message', (news: Heard) => {
      present.set(child, news.present);
      for (const [viewer, message, at] of news.arrivals) figures?.arrived(viewer, message, at);
    });
    child.on('exit', () => present.set(child, 0));
  }
  const audience: Audience = {
    hostId,
    present: () => [...present.values()].reduce((sum, count) => sum + count, 0),
    tellTo: (next) => (figures = next),
    end: () => {
      for (const child of present.keys()) if (child.connected) child.disconnect();
    },
  };
  while (audience.present() < all && !signal.aborted) await pause(100, signal);
  return audience;
}
