// The load test: sends messages at fixed rates, from as many users as the rate limit requires.
import type { Audience } from './audience-processes';
import type { Answer } from './api';
import { ChatMetrics, now } from './chatMetrics';
import type { Options } from './options';
import { usersFor } from './rateLimiter';
import { pause } from './pause';
import { Person } from './person';
import { printJson } from './output';
import { sendThroughLiveKit } from './sendThroughLiveKit';
import { filler } from './talk';
import type { BotContext } from './context';

/** The maximum number of pending calls; more would only measure the queue. */
const MAX_CONCURRENT = 1_000;
const MAX_CONCURRENT_SIGN_INS = 16;
/** How long to wait for messages after the end of a step. */
const LATE_ARRIVAL_MS = 3_000;

type Send = (room: string, text: string) => Promise<Answer<{ id: string }>>;

/** Runs one step after the other and prints the metrics of each. */
export async function runLoad(options: Options, audiences: Audience[], context: BotContext): Promise<void> {
  const send = options.direct ? sendThroughLiveKit(options.direct) : await createSenders(Math.max(...options.rates) * audiences.length, context);
  for (const rate of options.rates) {
    if (context.signal.aborted) return;
    const metrics = new ChatMetrics();
    for (const audience of audiences) audience.recordTo(metrics);
    // For programs that measure the processes' resource usage.
    printJson({ begins: rate });
    await Promise.all(audiences.map((audience) => step(rate, options, audience, send, metrics, context)));
    const endedAt = now();
    while (metrics.missing > 0 && now() - endedAt < LATE_ARRIVAL_MS && !context.signal.aborted) await pause(20, context.signal);
    printJson({ rate, viewers: audiences.reduce((sum, audience) => sum + audience.present(), 0), ...metrics.summary(endedAt) });
  }
}

async function step(rate: number, { seconds, textLength }: Options, audience: Audience, send: Send, metrics: ChatMetrics, { signal }: BotContext): Promise<void> {
  const beganAt = now();
  const pending = new Set<Promise<void>>();
  for (let number = 0; number < rate * (seconds ?? 0) && !signal.aborted; number += 1) {
    // By schedule, not relative to the last message, so that delays are made up for.
    const waitMs = beganAt + (number * 1_000) / rate - now();
    if (waitMs > 1) await pause(waitMs, signal);
    if (pending.size >= MAX_CONCURRENT) {
      metrics.reject('TOO_MANY_AT_ONCE');
      continue;
    }
    const [sentAt, listeners] = [now(), audience.present()];
    const sending = send(audience.hostId, filler(textLength, number)).then(({ code, data }) => {
      pending.delete(sending);
      if (data) metrics.accepted(data.id, sentAt, listeners);
      else metrics.reject(code);
    });
    pending.add(sending);
  }
  await Promise.all(pending);
}

/** Users who send in turn, so that each stays within the rate limit. */
async function createSenders(messagesPerSecond: number, { api, signal }: BotContext): Promise<Send> {
  const people = Array.from({ length: usersFor(messagesPerSecond) }, (_, index) => new Person(`load-${index + 1}`, api));
  const waiting = [...people];
  const signIn = async () => {
    for (let person = waiting.pop(); person && !signal.aborted; person = waiting.pop()) await person.signIn();
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT_SIGN_INS }, signIn));
  let turn = 0;
  return async (room, text) => {
    const person = people[(turn += 1) % people.length];
    if (!person) throw new Error('no users');
    return person.call(`/api/chat/${encodeURIComponent(room)}/messages`, { method: 'POST', body: { text } });
  };
}
