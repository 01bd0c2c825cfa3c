// The conversation in one room, at human pace.
import { silenceMs, typingMs } from './pace';
import { pause } from './pause';
import { conversation, shuffled, type Exchange, type Line } from './talk';
import type { Speaker, World } from './world';

/** Whoever can't speak just now leaves a gap; where nobody can, nobody does. */
export async function talk(exchanges: readonly Exchange[], host: Speaker, people: readonly Speaker[], world: World): Promise<void> {
  const { signal, haste } = world;
  for (const exchange of conversation(exchanges, Math.random)) {
    const present = shuffled(people, Math.random).filter((person) => person.isFree);
    for (const line of present.length > 0 ? exchange : []) {
      await pause(typingMs(line.text, Math.random()) / haste, signal);
      if (signal.aborted) return;
      await speakerOf(line, host, present)?.say(line.text);
    }
    await pause(silenceMs(Math.random()) / haste, signal);
    if (signal.aborted) return;
  }
}

function speakerOf({ who }: Line, host: Speaker, present: readonly Speaker[]): Speaker | undefined {
  return who === 'host' ? host : present[who % present.length];
}
