// Some viewers of a load test in a child process. The library passes each packet to each room of a process, so many
// rooms in one process would measure the library instead of the product.
import { setMaxListeners } from 'node:events';
import { createApi } from './api';
import { viewerName } from './cast';
import { ChatMetrics } from './chatMetrics';
import { pause } from './pause';
import { Person } from './person';
import { Viewer } from './viewer';
import type { BotContext } from './context';

export interface AudienceOptions {
  url: string;
  hostId: string;
  /** The index of the first viewer. */
  first: number;
  viewers: number;
  guests: number;
}

/** What it reports to the parent process. */
export interface AudienceReport {
  /** The number of connected viewers. */
  present: number;
  arrivals: [viewer: string, message: string, at: number][];
}

const REPORT_INTERVAL_MS = 100;

export async function watch(audienceOptions: string, signal: AbortSignal): Promise<void> {
  const { url, hostId, first, viewers, guests } = JSON.parse(audienceOptions) as AudienceOptions;
  const shutdown = new AbortController();
  setMaxListeners(0, shutdown.signal);
  signal.addEventListener('abort', () => shutdown.abort(), { once: true });
  // The parent process has exited.
  process.once('disconnect', () => shutdown.abort());
  const api = createApi(url);
  const context: BotContext = { url, api, admin: new Person('admin', api), metrics: new ChatMetrics(), signal: shutdown.signal, speed: 1 };
  const pendingArrivals: AudienceReport['arrivals'] = [];
  const people = Array.from({ length: viewers + guests }, (_, index) => {
    const [name, isGuest] = [viewerName(first + index), index >= viewers];
    return new Viewer({ hostId, name, isGuest, listeners: () => 0, onMessage: ({ id }, at) => void pendingArrivals.push([name, id, at]) }, context);
  });
  const reportTimer = setInterval(() => {
    const report: AudienceReport = { present: people.filter(({ isConnected }) => isConnected).length, arrivals: pendingArrivals.splice(0) };
    // The parent process may be exiting.
    if (process.connected) process.send?.(report, undefined, {}, () => undefined);
  }, REPORT_INTERVAL_MS);
  const running = people.map(async (person, index) => {
    await pause(index * 50, context.signal);
    await person.run();
  });
  await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(reportTimer);
  await Promise.all(people.map((person) => person.leave()));
  await Promise.all(running);
}
