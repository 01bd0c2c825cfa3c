// Runs the demo's bots against a running stack.
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { end, start } from './processes';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '../../dist-demo/main.js');

export interface Bots {
  pid: number;
  /** Its output by line; ends with the program. */
  lines: AsyncIterable<string>;
  /** Like Ctrl-C. Returns the exit code. */
  stop: () => Promise<number | null>;
}

/** `npm run build:demo` builds the program; `cargo xtask test` and `bench` do this. */
export function startBots(options: string[], environment: Record<string, string> = {}): Bots {
  const child: ChildProcess = start([process.execPath, PROGRAM, ...options], 'SIGTERM', {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  if (!child.stdout || child.pid === undefined) throw new Error('the demo doesn’t start');
  return {
    pid: child.pid,
    lines: createInterface(child.stdout),
    stop: async () => {
      await end(child, 'SIGTERM');
      return child.exitCode;
    },
  };
}
