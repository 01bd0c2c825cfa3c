// Lines for the person before the terminal.

const AGAIN_MS = 5 * 60_000;
const saidAt = new Map<string, number>();

/** A sentence; the same one not again for minutes, so that what goes wrong all the time is told once. */
export function say(sentence: string): void {
  const now = Date.now();
  if (now - (saidAt.get(sentence) ?? -Infinity) < AGAIN_MS) return;
  saidAt.set(sentence, now);
  process.stdout.write(`demo: ${sentence}\n`);
}

/** A line for a program. */
export function tell(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
