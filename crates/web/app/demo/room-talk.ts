// The conversation in one room, at human speed.
import { pauseBetweenExchangesMs, typingMs } from './rateLimiter';
import { pause } from './pause';
import { conversation, shuffled, type Exchange, type Line } from './talk';
import type { ChatBot, BotContext } from './context';

/** A bot that can't send is skipped. */
export async function talk(exchanges: readonly Exchange[], host: ChatBot, people: readonly ChatBot[], context: BotContext): Promise<void> {
  const { signal, speed } = context;
  for (const exchange of conversation(exchanges, Math.random)) {
    const present = shuffled(people, Math.random).filter((person) => person.isFree);
    for (const line of present.length > 0 ? exchange : []) {
      await pause(typingMs(line.text, Math.random()) / speed, signal);
      if (signal.aborted) return;
      await speakerOf(line, host, present)?.sendMessage(line.text);
    }
    await pause(pauseBetweenExchangesMs(Math.random()) / speed, signal);
    if (signal.aborted) return;
  }
}

function speakerOf({ who }: Line, host: ChatBot, present: readonly ChatBot[]): ChatBot | undefined {
  return who === 'host' ? host : present[who % present.length];
}
