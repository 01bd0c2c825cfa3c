// Measurement results: `cargo xtask bench` formats them as tables.
import { appendFileSync } from 'node:fs';

/** The number of runs. */
export function runs(): number[] {
  return Array.from({ length: Number(process.env.ONAIR_RUNS ?? 10) }, (_, run) => run);
}

/** Writes the values of one measurement, as a line of JSON. */
export function keep(name: string, unit: 'ms' | 's' | 'kB' | '/s', values: number[]): void {
  write({ name, unit, values });
}

/** Writes a row of a table of values that were measured together. */
export function keepRow(table: string, cells: [title: string, value: string][]): void {
  write({ table, cells });
}

function write(line: object): void {
  const text = `${JSON.stringify(line)}\n`;
  if (process.env.ONAIR_SAMPLES) appendFileSync(process.env.ONAIR_SAMPLES, text);
  else process.stdout.write(text);
}
