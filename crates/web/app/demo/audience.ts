// A part of a load's audience, in a process of its own: the library hands each packet to each room of a
// process, so that many in one would measure it, and not the product.
import { setMaxListeners } from 'node:events';
import { apiOf } from './api';
import { viewerName } from './cast';
import { Figures } from './figures';
import { pause } from './pause';
import { Person } from './person';
import { Viewer } from './viewer';
import type { World } from './world';

export interface Seats {
  url: string;
  hostId: string;
  /** The number of the first of them. */
  first: number;
  viewers: number;
  guests: number;
}

/** What it tells its starter. */
export interface Heard {
  /** How many are in. */
  present: number;
  arrivals: [viewer: string, message: string, at: number][];
}

const TELL_EVERY_MS = 100;

export async function watch(seats: string, signal: AbortSignal): Promise<void> {
  const { url, hostId, first, viewers, guests } = JSON.parse(seats) as Seats;
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  signal.addEventListener('abort', () => ending.abort(), { once: true });
  // Its starter is gone.
  process.once('disconnect', () => ending.abort());
  const api = apiOf(url);
  const world: World = { url, api, admin: new Person('admin', api), figures: new Figures(), signal: ending.signal, haste: 1 };
  const heard: Heard['arrivals'] = [];
  const people = Array.from({ length: viewers + guests }, (_, index) => {
    const [name, isGuest] = [viewerName(first + index), index >= viewers];
    return new Viewer({ hostId, name, isGuest, listeners: () => 0, hear: ({ id }, at) => void heard.push([name, id, at]) }, world);
  });
  const telling = setInterval(() => {
    const news: Heard = { present: people.filter(({ isIn }) => isIn).length, arrivals: heard.splice(0) };
    // A starter that is just going away hears nothing more.
    if (process.connected) process.send?.(news, undefined, {}, () => undefined);
  }, TELL_EVERY_MS);
  const lives = people.map(async (person, index) => {
    await pause(index * 50, world.signal);
    await person.live();
  });
  await new Promise<void>((resolve) => world.signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(telling);
  await Promise.all(people.map((person) => person.leave()));
  await Promise.all(lives);
}
