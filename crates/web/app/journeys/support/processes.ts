// Programs that a journey starts and breaks.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** The executable of `cargo xtask`, as a program to run. */
export function xtask(): string {
  const path = process.env.ONAIR_XTASK;
  if (!path) throw new Error('ONAIR_XTASK must name the xtask executable');
  return path;
}

/** Starts a program that ends with this process, however this one ends. */
export function start(command: string[], signal: 'SIGTERM' | 'SIGKILL', options: SpawnOptions & { stdio: SpawnOptions['stdio'] }): ChildProcess {
  const number = { SIGTERM: '15', SIGKILL: '9' }[signal];
  return spawn(xtask(), ['bound', '--parent', String(process.pid), '--signal', number, '--', ...command], options);
}

/** Ends a program that this process has started, and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await exited;
}

/** Sends a signal that ends it to somebody else's program, and waits until it is gone. */
export async function kill(pid: number, signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
  process.kill(pid, signal);
  await until(() => !isAlive(pid));
}

/** Looks again and again until it is so. Whoever calls it has a time limit of their own. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
