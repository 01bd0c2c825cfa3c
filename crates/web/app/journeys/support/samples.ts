// What measurements come to: `cargo xtask bench` makes a table of it.
import { appendFileSync } from 'node:fs';

/** How often to measure. */
export function runs(): number[] {
  return Array.from({ length: Number(process.env.ONAIR_RUNS ?? 10) }, (_, run) => run);
}

/** Keeps what was measured of one thing, as a line of JSON. */
export function keep(name: string, unit: 'ms' | 's' | 'kB', values: number[]): void {
  const line = JSON.stringify({ name, unit, values });
  if (process.env.ONAIR_SAMPLES) appendFileSync(process.env.ONAIR_SAMPLES, `${line}\n`);
  else process.stdout.write(`${line}\n`);
}
