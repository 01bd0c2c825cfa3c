// What measurements come to: `cargo xtask bench` makes tables of it.
import { appendFileSync } from 'node:fs';

/** How often to measure. */
export function runs(): number[] {
  return Array.from({ length: Number(process.env.ONAIR_RUNS ?? 10) }, (_, run) => run);
}

/** Keeps what was measured of one thing, as a line of JSON. */
export function keep(name: string, unit: 'ms' | 's' | 'kB' | '/s', values: number[]): void {
  write({ name, unit, values });
}

/** Keeps a row of a table of its own: what was measured together. */
export function keepRow(table: string, cells: [title: string, value: string][]): void {
  write({ table, cells });
}

function write(line: object): void {
  const text = `${JSON.stringify(line)}\n`;
  if (process.env.ONAIR_SAMPLES) appendFileSync(process.env.ONAIR_SAMPLES, text);
  else process.stdout.write(text);
}
