// A stack of a journey's own, for journeys that break its parts.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from './stack';

export interface OwnStack {
  stack: Stack;
  stop: () => Promise<void>;
}

export async function startOwnStack(): Promise<OwnStack> {
  const xtask = process.env.ONAIR_XTASK;
  if (!xtask) throw new Error('ONAIR_XTASK must name the xtask executable');
  const folder = await mkdtemp(join(tmpdir(), 'onair-journey-'));
  const statePath = join(folder, 'state.json');
  const child = spawn(xtask, ['dev', '--data', join(folder, 'data'), '--state', statePath], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { stack: await stateOf(child, statePath), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The file is written whole, once everything is ready. */
async function stateOf(child: ChildProcess, path: string): Promise<Stack> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the stack ended with ${child.exitCode} before it was ready`);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as Stack;
    await pause(100);
  }
}
