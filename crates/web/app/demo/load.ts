// So many messages a second, whatever becomes of them, from as many people as the rule asks for.
import type { Audience } from './audience-processes';
import type { Answer } from './api';
import { Figures, now } from './figures';
import type { Options } from './options';
import { peopleFor } from './pace';
import { pause } from './pause';
import { Person } from './person';
import { tell } from './say';
import { straightTo } from './straight';
import { filler } from './talk';
import type { World } from './world';

/** Those who are still waiting for their answer; more would only measure the queue. */
const MOST_AT_ONCE = 1_000;
const SIGN_IN_AT_ONCE = 16;
/** How long after a step's last message one may still arrive. */
const STRAGGLERS_MS = 3_000;

type Send = (room: string, text: string) => Promise<Answer<{ id: string }>>;

/** One step after the other, each told by a line of figures. */
export async function runLoad(options: Options, audiences: Audience[], world: World): Promise<void> {
  const send = options.straight ? straightTo(options.straight) : await crowd(Math.max(...options.rates) * audiences.length, world);
  for (const rate of options.rates) {
    if (world.signal.aborted) return;
    const figures = new Figures();
    for (const audience of audiences) audience.tellTo(figures);
    // To those who measure what the processes use meanwhile.
    tell({ begins: rate });
    await Promise.all(audiences.map((audience) => step(rate, options, audience, send, figures, world)));
    const endedAt = now();
    while (figures.missing > 0 && now() - endedAt < STRAGGLERS_MS && !world.signal.aborted) await pause(20, world.signal);
    tell({ rate, viewers: audiences.reduce((sum, audience) => sum + audience.present(), 0), ...figures.summary(endedAt) });
  }
}

async function step(rate: number, { seconds, textLength }: Options, audience: Audience, send: Send, figures: Figures, { signal }: World): Promise<void> {
  const beganAt = now();
  const underWay = new Set<Promise<void>>();
  for (let number = 0; number < rate * (seconds ?? 0) && !signal.aborted; number += 1) {
    // By the plan, not after the last one: who falls behind catches up.
    const waitMs = beganAt + (number * 1_000) / rate - now();
    if (waitMs > 1) await pause(waitMs, signal);
    if (underWay.size >= MOST_AT_ONCE) {
      figures.refuse('TOO_MANY_AT_ONCE');
      continue;
    }
    const [sentAt, listeners] = [now(), audience.present()];
    const sending = send(audience.hostId, filler(textLength, number)).then(({ code, data }) => {
      underWay.delete(sending);
      if (data) figures.taken(data.id, sentAt, listeners);
      else figures.refuse(code);
    });
    underWay.add(sending);
  }
  await Promise.all(underWay);
}

/** People who take turns, so that none of them writes more than the service lets them. */
async function crowd(messagesPerSecond: number, { api, signal }: World): Promise<Send> {
  const people = Array.from({ length: peopleFor(messagesPerSecond) }, (_, index) => new Person(`load-${index + 1}`, api));
  const waiting = [...people];
  const signIn = async () => {
    for (let person = waiting.pop(); person && !signal.aborted; person = waiting.pop()) await person.signIn();
  };
  await Promise.all(Array.from({ length: SIGN_IN_AT_ONCE }, signIn));
  let turn = 0;
  return async (room, text) => {
    const person = people[(turn += 1) % people.length];
    if (!person) throw new Error('nobody is there');
    return person.call(`/api/chat/${encodeURIComponent(room)}/messages`, { method: 'POST', body: { text } });
  };
}
