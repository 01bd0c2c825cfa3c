// The viewers of a room in a load test, distributed over child processes.
import { fork, type ChildProcess } from 'node:child_process';
import type { AudienceReport, AudienceOptions } from './audience';
import type { ChatMetrics } from './chatMetrics';
import { pause } from './pause';

export interface Audience {
  hostId: string;
  /** The number of connected viewers. */
  present: () => number;
  /** Records received messages in these metrics from now on. */
  recordTo: (metrics: ChatMetrics) => void;
  end: () => void;
}

const IN_ONE_PROCESS = 10;

/** Resolves when all are connected. */
export async function startAudience({ url, hostId, viewers, guests }: Omit<AudienceOptions, 'first'>, signal: AbortSignal): Promise<Audience> {
  const present = new Map<ChildProcess, number>();
  let metrics: ChatMetrics | null = null;
  const all = viewers + guests;
  for (let first = 0; first < all; first += IN_ONE_PROCESS) {
    const count = Math.min(IN_ONE_PROCESS, all - first);
    const signedIn = Math.max(0, Math.min(count, viewers - first));
    const audienceOptions: AudienceOptions = { url, hostId, first, viewers: signedIn, guests: count - signedIn };
    const child = fork(process.argv[1] ?? '', ['--audience', JSON.stringify(audienceOptions)]);
    present.set(child, 0);
    child.on('message', (report: AudienceReport) => {
      present.set(child, report.present);
      for (const [viewer, message, at] of report.arrivals) metrics?.arrived(viewer, message, at);
    });
    child.on('exit', () => present.set(child, 0));
  }
  const audience: Audience = {
    hostId,
    present: () => [...present.values()].reduce((sum, count) => sum + count, 0),
    recordTo: (next) => (metrics = next),
    end: () => {
      for (const child of present.keys()) if (child.connected) child.disconnect();
    },
  };
  while (audience.present() < all && !signal.aborted) await pause(100, signal);
  return audience;
}
