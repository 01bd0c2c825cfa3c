// The chat scripts: short exchanges between a few participants.

/** The sender: the host, or one of the participating viewers. */
type ChatBot = 'host' | 0 | 1 | 2;

export interface Line {
  who: ChatBot;
  text: string;
}

export type Exchange = readonly Line[];

function exchange(...lines: [ChatBot, string][]): Exchange {
  return lines.map(([who, text]) => ({ who, text }));
}

const ANYWHERE: Exchange[] = [
  exchange([0, 'hi all 👋'], [1, 'hey! you didn’t miss much'], [2, 'hello hello']),
  exchange([0, 'how big is the delay here?'], [1, 'look at the clock in the picture and at your own'], [0, 'oh. that is nothing at all!']),
  exchange([0, 'is there sound? I hear nothing'], [1, 'tap the picture, browsers keep quiet until you do'], [0, 'ah, there it is. thanks!']),
  exchange([0, 'do I need an account to write here?'], ['host', 'Not as long as guests are welcome, and here they are.']),
  exchange([0, 'watching from my phone on the train, works fine'], [1, 'even in tunnels?'], [0, 'it comes back by itself 😄']),
  exchange([0, 'brb, tea'], [1, 'get me one too'], [0, 'milk?'], [1, 'never']),
  exchange([0, 'where is everybody from?'], [1, 'Gdańsk'], [2, 'Accra, 28 degrees'], [0, 'it rains here, of course']),
  exchange([0, 'good night everyone'], ['host', 'Sleep well! Same time tomorrow.'], [1, 'night!']),
];

export const MIRA_TALK: readonly Exchange[] = [
  ...ANYWHERE,
  exchange([0, 'this orange 😍'], [1, 'wait for the turquoise'], [0, 'ok I see what you mean']),
  exchange([0, 'what do you call this colour?'], ['host', 'I call it “almost evening”.'], [1, 'I call it my new wallpaper']),
  exchange([0, 'how do you make the bands sway?'], ['host', 'One sine for each row. That is the whole trick.'], [0, 'so little for so much']),
  exchange([0, 'which scale is that?'], [1, 'sounds lydian to me'], ['host', 'Lydian it is, it never quite comes to rest.']),
  exchange([0, 'the moon just touched the clock'], [1, 'screenshot or it didn’t happen']),
  exchange([0, 'I have this on while I work'], [1, 'same, best colleague I ever had']),
  exchange(['host', 'Any wishes for the next palette?'], [0, 'forest!'], [1, 'something with a lot of blue'], ['host', 'A blue forest then.']),
];

export const OTTO_TALK: readonly Exchange[] = [
  ...ANYWHERE,
  exchange([0, 'THAT WAS SO CLOSE'], [1, 'two pixels!!'], [2, 'I can’t watch'], ['host', 'Nobody said it would be easy.']),
  exchange([0, 'has it ever hit the corner?'], [1, 'once, they say'], [2, 'my cousin was there'], ['host', 'I was making coffee. I don’t want to talk about it.']),
  exchange([0, 'calling it: top left, next minute'], [1, 'bottom right or nothing'], [0, 'well. we’ll see']),
  exchange([0, 'I like the pink one best'], [1, 'yellow is the fastest'], [0, 'they are all equally fast'], [1, 'yellow FEELS faster']),
  exchange([0, 'what happens when it hits?'], ['host', 'We all go home.'], [1, 'please never hit then']),
  exchange([0, 'did the math, it takes hours'], [1, 'don’t spoil it!'], [2, 'math is not a spoiler']),
  exchange(['host', 'Who just came in: welcome. It has not hit the corner yet.'], [0, 'then I’m staying']),
];

/** A creator's welcome for a person who isn't a bot. */
export function welcome(name: string): string {
  return `Hello ${name}, nice to have you here! I’m a bot of the demo, so I only draw and wave.`;
}

/** All exchanges in random order, again and again. */
export function* conversation(exchanges: readonly Exchange[], random: () => number): Generator<Exchange, never> {
  for (;;) yield* shuffled(exchanges, random);
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const rest = [...items];
  const accepted: T[] = [];
  while (rest.length > 0) accepted.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return accepted;
}

/** A text of this length. */
export function filler(length: number, number: number): string {
  const text = `Message ${number}, as long as it was asked to be. `;
  return text.repeat(Math.ceil(length / text.length)).slice(0, length).trim().padEnd(length, '.');
}
