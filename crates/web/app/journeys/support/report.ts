// Prints a measured duration to the log, without asserting a limit.
import { test } from '@playwright/test';

export function report(what: string, sinceMs: number): void {
  const description = `${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`;
  test.info().annotations.push({ type: what, description });
  process.stdout.write(`       ${what}: ${description}\n`);
}
