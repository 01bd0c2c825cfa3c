// Lines for the person before the terminal.

const AGAIN_MS = 5 * 60_000;
const saidAt = new Map<string, number>();

export function say(sentence: string): void {
  process.stdout.write(`demo: ${sentence}\n`);
}

/** What goes wrong: the same not again for minutes, so that what does so all the time is told once. */
export function complain(sentence: string): void {
  const now = Date.now();
  if (now - (saidAt.get(sentence) ?? -Infinity) < AGAIN_MS) return;
  saidAt.set(sentence, now);
  say(sentence);
}

/** A line for a program. */
export function tell(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
