// The entry point of the demo.
import { HELP, readOptions, type Options } from './options';
import { logProblem, log } from './output';

/** Shutdown takes at most this long. */
const SHUTDOWN_TIMEOUT_MS = 2_500;

async function main(): Promise<number> {
  const { audience, args } = splitAudienceArgs(process.argv.slice(2));
  const options = read(args);
  if (typeof options === 'number') return options;
  // The import loads the native library, which some platforms lack.
  const [roles, failure] = await import('./roles').then(
    (it) => [it, null] as const,
    (error: unknown) => [null, error] as const,
  );
  if (!roles) {
    log(`there is no WebRTC library for ${process.platform} on ${process.arch} (${firstLine(failure)}), so the demo can’t broadcast`);
    return 1;
  }
  if (args.includes('--check')) return 0;
  const shutdown = new AbortController();
  const run = audience ? roles.watch(audience, shutdown.signal) : roles.play(options, shutdown.signal);
  endOn(['SIGTERM', 'SIGINT'], shutdown);
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

/** The processes of a load test's audience run this program with an internal option. */
function splitAudienceArgs(all: string[]): { audience: string | null; args: string[] } {
  const [first, audience = null] = all;
  return first === '--audience' ? { audience, args: [] } : { audience: null, args: all };
}

function endOn(signals: NodeJS.Signals[], shutdown: AbortController): void {
  for (const signal of signals) {
    process.on(signal, () => {
      if (shutdown.signal.aborted) process.exit(1);
      shutdown.abort();
      setTimeout(() => process.exit(0), SHUTDOWN_TIMEOUT_MS).unref();
    });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

// The library rejects promises of calls that a lost connection interrupted; nothing can await them.
process.on('unhandledRejection', (error) => logProblem(`an error occurred, the demo continues: ${firstLine(error)}`));
process.exit(await main());
