// Starting and killing processes.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** The path of the `cargo xtask` executable. */
export function xtask(): string {
  const path = process.env.ONAIR_XTASK;
  if (!path) throw new Error('ONAIR_XTASK must name the xtask executable');
  return path;
}

/** Starts a program that ends with this process, even if this process is killed. */
export function start(command: string[], signal: 'SIGTERM' | 'SIGKILL', options: SpawnOptions & { stdio: SpawnOptions['stdio'] }): ChildProcess {
  const number = { SIGTERM: '15', SIGKILL: '9' }[signal];
  return spawn(xtask(), ['bound', '--parent', String(process.pid), '--signal', number, '--', ...command], options);
}

/** Ends a program started by this process, and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await exited;
}

/** Sends a signal to another process, and waits until it is gone. */
export async function kill(pid: number, signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
  process.kill(pid, signal);
  await waitUntil(() => !isAlive(pid));
}

/** Polls until the condition is true. The test's timeout limits it. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
