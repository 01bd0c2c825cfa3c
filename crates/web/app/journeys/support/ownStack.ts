// A separate stack, for journeys that stop its parts.
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnLiveKit } from './ownLiveKit';
import { end, kill, start, waitUntil, xtask } from './processes';
import { readStack, type Stack } from './stack';

/** `cargo xtask dev` restarts the server automatically; the others are restarted by hand. */
type Part = 'server' | 'livekit' | 'postgres';
type Restartable = Exclude<Part, 'server'>;

export interface OwnStack {
  stack: Stack;
  /** kill -9; for PostgreSQL an immediate shutdown. Resolves when the process is gone. */
  kill: (part: Part) => Promise<void>;
  /** Restarts a killed part with the command that `cargo xtask dev` has printed. */
  restart: (part: Restartable) => Promise<void>;
  stop: () => Promise<void>;
}

const NAMES = { livekit: 'LiveKit', postgres: 'PostgreSQL' };
const SIGNALS = { server: 'SIGKILL', livekit: 'SIGKILL', postgres: 'SIGQUIT' } as const;

/** With its own LiveKit, or the given one. */
export async function startOwnStack(livekit?: OwnLiveKit): Promise<OwnStack> {
  const folder = await mkdtemp(join(tmpdir(), 'onair-journey-'));
  const [statePath, logPath] = [join(folder, 'state.json'), join(folder, 'stack.log')];
  const command = [xtask(), 'dev', '--port', '0', '--data', join(folder, 'data'), '--state', statePath];
  const log = openSync(logPath, 'a');
  const dev = start(command, 'SIGTERM', { stdio: ['ignore', log, log], env: { ...process.env, ...livekit?.environment } });
  closeSync(log);

  const startedAgain = new Map<Restartable, ChildProcess>();
  const restart = async (part: Restartable) => {
    let line: string | null = null;
    await waitUntil(async () => (line = commandIn(await readFile(logPath, 'utf8'), NAMES[part])) !== null);
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
    // The file is written when everything is ready.
    await waitUntil(async () => {
      if (dev.exitCode !== null) throw new Error(`the stack ended before it was ready:\n${await readFile(logPath, 'utf8')}`);
      return (await readFile(statePath, 'utf8').catch(() => null)) !== null;
    });
    return {
      stack: readStack(statePath),
      kill: async (part) => kill(pidOf(part), SIGNALS[part]),
      restart,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The last command printed for the part. It is printed once, even if the part ends again. */
function commandIn(log: string, name: string): string | null {
  const lastExit = log.slice(log.lastIndexOf(`\n${name} ended (`));
  return / By hand:\n(.+)\n/.exec(lastExit)?.[1] ?? null;
}
