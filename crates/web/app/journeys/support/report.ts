// What a journey measures on its way, for whoever reads the log: a bound that isn't required isn't asserted.
import { test } from '@playwright/test';

export function report(what: string, sinceMs: number): void {
  const description = `${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`;
  test.info().annotations.push({ type: what, description });
  process.stdout.write(`       ${what}: ${description}\n`);
}
