// Console output.

const AGAIN_MS = 5 * 60_000;
const saidAt = new Map<string, number>();

export function log(sentence: string): void {
  process.stdout.write(`demo: ${sentence}\n`);
}

/** Logs a problem. The same message is repeated only after minutes. */
export function logProblem(sentence: string): void {
  const now = Date.now();
  if (now - (saidAt.get(sentence) ?? -Infinity) < AGAIN_MS) return;
  saidAt.set(sentence, now);
  log(sentence);
}

/** A line for programs. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
