// Runs the bots: creators, viewers and chat; or a load test.
import { setMaxListeners } from 'node:events';
import { createApi } from './api';
import { startAudience, type Audience } from './audience-processes';
import { creators, guestName, viewerName } from './cast';
import { ChatMetrics } from './chatMetrics';
import { Host } from './host';
import { runLoad } from './load';
import type { Options } from './options';
import { pause } from './pause';
import { Person } from './person';
import { talk } from './room-talk';
import { logProblem, printJson } from './output';
import { Viewer } from './viewer';
import type { BotContext } from './context';

/** A creator with their viewers. */
interface Group {
  host: Host;
  viewers: Viewer[];
}

export async function play(options: Options, signal: AbortSignal): Promise<void> {
  const api = createApi(options.url);
  const shutdown = new AbortController();
  // Every bot adds a listener.
  setMaxListeners(0, shutdown.signal);
  signal.addEventListener('abort', () => shutdown.abort(), { once: true });
  const context: BotContext = { url: options.url, api, admin: new Person('admin', api), metrics: new ChatMetrics(), signal: shutdown.signal, speed: options.speed };
  const groups = creators(options.creatorCount, options.creators).map((creator): Group => {
    const viewers: Viewer[] = [];
    const isBot = (id: string) => viewers.some(({ identity }) => identity === id);
    return { host: new Host(creator, context, () => viewers.filter(({ isConnected }) => isConnected).length, isBot), viewers };
  });
  const isLoad = options.rates.length > 0;
  const running = groups.map(({ host }) => host.run());
  if (isLoad) await load(options, groups, context);
  else {
    const { metrics } = context;
    running.push(...groups.map((group, index) => runViewers(group, index, options, context)));
    await (options.seconds === null ? aborted(context.signal) : pause(options.seconds * 1_000, context.signal));
    if (options.seconds !== null) printJson(metrics.summary());
  }
  shutdown.abort();
  await Promise.all(groups.flatMap(({ host, viewers }) => [host, ...viewers]).map((bot) => bot.leave()));
  await Promise.all(running);
}

/** Adds the viewers of a creator one by one, and starts the chat. */
async function runViewers({ host, viewers }: Group, group: number, options: Options, context: BotContext): Promise<void> {
  const hostId = await idOf(host, context);
  await onAir(host, context);
  if (hostId === null) return;
  const addViewer = (name: string, isGuest: boolean) => {
    const onMessage = (message: { id: string }, at: number) => context.metrics.arrived(`${name} at ${host.creator.username}`, message.id, at);
    const listeners = () => viewers.filter(({ isConnected }) => isConnected).length;
    viewers.push(new Viewer({ hostId, name, isGuest, listeners, onMessage }, context));
  };
  for (let index = 0; index < options.viewers; index += 1) addViewer(viewerName(group * options.viewers + index), false);
  for (let index = 0; index < options.guests; index += 1) addViewer(guestName(group * options.guests + index), true);
  const visits = viewers.map(async (viewer, index) => {
    await pause((index * 700) / options.speed, context.signal);
    await viewer.run();
  });
  await Promise.all([...visits, talk(host.creator.talk, host, viewers, context)]);
}

async function load(options: Options, groups: Group[], context: BotContext): Promise<void> {
  const audiences: Audience[] = [];
  try {
    for (const { host } of groups) {
      const hostId = await idOf(host, context);
      await onAir(host, context);
      if (hostId !== null) audiences.push(await startAudience({ url: options.url, hostId, viewers: options.viewers, guests: options.guests }, context.signal));
    }
    await runLoad(options, audiences, context);
  } finally {
    for (const audience of audiences) audience.end();
  }
}

async function onAir(host: Host, { signal }: BotContext): Promise<void> {
  while (!host.isOnAir && !signal.aborted) await pause(50, signal);
}

async function idOf({ person }: Host, { signal }: BotContext): Promise<string | null> {
  const beganAt = Date.now();
  while (person.id === null && !signal.aborted) {
    await pause(100, signal);
    if (person.id === null && Date.now() - beganAt > 5_000) logProblem('waiting for the server');
  }
  return person.id;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
