// The whole play: creators, who watches them, and what is said; or, as a load, what is sent.
import { setMaxListeners } from 'node:events';
import { apiOf } from './api';
import { startAudience, type Audience } from './audience-processes';
import { creators, guestName, viewerName } from './cast';
import { Figures } from './figures';
import { Host } from './host';
import { runLoad } from './load';
import type { Options } from './options';
import { pause } from './pause';
import { Person } from './person';
import { talk } from './room-talk';
import { complain, tell } from './say';
import { Viewer } from './viewer';
import type { World } from './world';

/** A creator with those who watch. */
interface Circle {
  host: Host;
  viewers: Viewer[];
}

export async function play(options: Options, signal: AbortSignal): Promise<void> {
  const api = apiOf(options.url);
  const ending = new AbortController();
  // Each bot waits with it.
  setMaxListeners(0, ending.signal);
  signal.addEventListener('abort', () => ending.abort(), { once: true });
  const world: World = { url: options.url, api, admin: new Person('admin', api), figures: new Figures(), signal: ending.signal, haste: options.haste };
  const circles = creators(options.creatorCount, options.creators).map((creator): Circle => {
    const viewers: Viewer[] = [];
    const isBot = (id: string) => viewers.some(({ identity }) => identity === id);
    return { host: new Host(creator, world, () => viewers.filter(({ isIn }) => isIn).length, isBot), viewers };
  });
  const isLoad = options.rates.length > 0;
  const lives = circles.map(({ host }) => host.live());
  if (isLoad) await load(options, circles, world);
  else {
    const { figures } = world;
    lives.push(...circles.map((circle, index) => gather(circle, index, options, world)));
    await (options.seconds === null ? aborted(world.signal) : pause(options.seconds * 1_000, world.signal));
    if (options.seconds !== null) tell(figures.summary());
  }
  ending.abort();
  await Promise.all(circles.flatMap(({ host, viewers }) => [host, ...viewers]).map((bot) => bot.leave()));
  await Promise.all(lives);
}

/** Lets the viewers of a creator come, one by one, and talk. */
async function gather({ host, viewers }: Circle, circle: number, options: Options, world: World): Promise<void> {
  const hostId = await idOf(host, world);
  await onAir(host, world);
  if (hostId === null) return;
  const arrive = (name: string, isGuest: boolean) => {
    const hear = (message: { id: string }, at: number) => world.figures.arrived(`${name} at ${host.creator.username}`, message.id, at);
    const listeners = () => viewers.filter(({ isIn }) => isIn).length;
    viewers.push(new Viewer({ hostId, name, isGuest, listeners, hear }, world));
  };
  for (let index = 0; index < options.viewers; index += 1) arrive(viewerName(circle * options.viewers + index), false);
  for (let index = 0; index < options.guests; index += 1) arrive(guestName(circle * options.guests + index), true);
  const comings = viewers.map(async (viewer, index) => {
    await pause((index * 700) / options.haste, world.signal);
    await viewer.live();
  });
  await Promise.all([...comings, talk(host.creator.talk, host, viewers, world)]);
}

async function load(options: Options, circles: Circle[], world: World): Promise<void> {
  const audiences: Audience[] = [];
  try {
    for (const { host } of circles) {
      const hostId = await idOf(host, world);
      await onAir(host, world);
      if (hostId !== null) audiences.push(await startAudience({ url: options.url, hostId, viewers: options.viewers, guests: options.guests }, world.signal));
    }
    await runLoad(options, audiences, world);
  } finally {
    for (const audience of audiences) audience.end();
  }
}

async function onAir(host: Host, { signal }: World): Promise<void> {
  while (!host.isOnAir && !signal.aborted) await pause(50, signal);
}

async function idOf({ person }: Host, { signal }: World): Promise<string | null> {
  const beganAt = Date.now();
  while (person.id === null && !signal.aborted) {
    await pause(100, signal);
    if (person.id === null && Date.now() - beganAt > 5_000) complain('waiting for the server');
  }
  return person.id;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
