// The demo's beginning: what it needs, when it ends, and that it ends in time.
import { HELP, readOptions, type Options } from './options';
import { complain, say } from './say';

/** Whoever stops it shan't wait longer, whatever doesn't answer. */
const FAREWELL_MS = 2_500;

async function main(): Promise<number> {
  const { audience, args } = split(process.argv.slice(2));
  const options = read(args);
  if (typeof options === 'number') return options;
  // Its import opens the native library, which not every platform has.
  const [roles, failure] = await import('./roles').then(
    (it) => [it, null] as const,
    (error: unknown) => [null, error] as const,
  );
  if (!roles) {
    say(`there is no WebRTC library for ${process.platform} on ${process.arch} (${firstLine(failure)}), so nobody broadcasts here`);
    return 1;
  }
  if (args.includes('--check')) return 0;
  const ending = new AbortController();
  const run = audience ? roles.watch(audience, ending.signal) : roles.play(options, ending.signal);
  endOn(['SIGTERM', 'SIGINT'], ending);
  await run;
  return 0;
}

function read(args: string[]): Options | number {
  try {
    const options = readOptions(args.filter((arg) => arg !== '--check'), process.env);
    if (options !== 'help') return options;
    process.stdout.write(HELP);
    return 0;
  } catch (error) {
    process.stderr.write(`${firstLine(error)}\n\n${HELP}`);
    return 2;
  }
}

/** A part of a load's audience is this program once more, told so by its starter. */
function split(all: string[]): { audience: string | null; args: string[] } {
  const [first, audience = null] = all;
  return first === '--audience' ? { audience, args: [] } : { audience: null, args: all };
}

function endOn(signals: NodeJS.Signals[], ending: AbortController): void {
  for (const signal of signals) {
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(1);
      ending.abort();
      setTimeout(() => process.exit(0), FAREWELL_MS).unref();
    });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

// The library rejects calls that a lost connection has overtaken, and nobody can wait for those.
process.on('unhandledRejection', (error) => complain(`something went wrong, and the demo goes on: ${firstLine(error)}`));
process.exit(await main());
