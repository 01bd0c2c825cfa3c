// A stack of a journey's own, for journeys that break its parts.
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnLiveKit } from './ownLiveKit';
import { end, kill, start, until, xtask } from './processes';
import { readStack, type Stack } from './stack';

/** `cargo xtask dev` starts the server again by itself; the others are for whoever sees them end. */
type Part = 'server' | 'livekit' | 'postgres';
type Restartable = Exclude<Part, 'server'>;

export interface OwnStack {
  stack: Stack;
  /** kill -9; for PostgreSQL what it calls an immediate shutdown. Resolves once it is gone. */
  kill: (part: Part) => Promise<void>;
  /** Starts what was killed, by the command that `cargo xtask dev` has told for it. */
  startAgain: (part: Restartable) => Promise<void>;
  stop: () => Promise<void>;
}

const NAMES = { livekit: 'LiveKit', postgres: 'PostgreSQL' };
const SIGNALS = { server: 'SIGKILL', livekit: 'SIGKILL', postgres: 'SIGQUIT' } as const;

/** Over a LiveKit of its own, or one that is given. */
export async function startOwnStack(livekit?: OwnLiveKit): Promise<OwnStack> {
  const folder = await mkdtemp(join(tmpdir(), 'onair-journey-'));
  const [statePath, logPath] = [join(folder, 'state.json'), join(folder, 'stack.log')];
  const command = [xtask(), 'dev', '--port', '0', '--data', join(folder, 'data'), '--state', statePath];
  const log = openSync(logPath, 'a');
  const dev = start(command, 'SIGTERM', { stdio: ['ignore', log, log], env: { ...process.env, ...livekit?.environment } });
  closeSync(log);

  const startedAgain = new Map<Restartable, ChildProcess>();
  const startAgain = async (part: Restartable) => {
    let line: string | null = null;
    await until(async () => (line = commandIn(await readFile(logPath, 'utf8'), NAMES[part])) !== null);
    startedAgain.set(part, start(['sh', '-c', `exec ${line}`], 'SIGKILL', { cwd: '/', stdio: 'ignore' }));
  };
  const pidOf = (part: Part) => {
    const again = part === 'server' ? undefined : startedAgain.get(part);
    return again?.pid ?? readStack(statePath).pids[part];
  };
  const stop = async () => {
    await end(dev, 'SIGTERM');
    for (const [part, child] of startedAgain) await end(child, SIGNALS[part]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // The file is written whole, once everything is ready.
    await until(async () => {
      if (dev.exitCode !== null) throw new Error(`the stack ended before it was ready:\n${await readFile(logPath, 'utf8')}`);
      return (await readFile(statePath, 'utf8').catch(() => null)) !== null;
    });
    return {
      stack: readStack(statePath),
      kill: async (part) => kill(pidOf(part), SIGNALS[part]),
      startAgain,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The last one that was told for the part: it is told once, whoever starts it after that. */
function commandIn(log: string, name: string): string | null {
  const told = log.slice(log.lastIndexOf(`\n${name} ended (`));
  return / By hand:\n(.+)\n/.exec(told)?.[1] ?? null;
}
