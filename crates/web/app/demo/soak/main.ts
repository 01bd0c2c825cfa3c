// One person of the endurance test (`cargo xtask soak`), or its view into LiveKit and PostgreSQL. Reads commands and
// prints events, one line of JSON each.
import { createInterface } from 'node:readline';
import { printJson } from '../output';
import { query, rooms, type Access } from './observer';
import type { Join, Participant } from './participant';

type Command =
  | ({ do: 'join' } & Join)
  | { do: 'leave' }
  | ({ do: 'rooms'; id: number } & Access)
  | { do: 'query'; id: number; url: string; sql: string };

let participant: Participant | null = null;

async function run(command: Command): Promise<void> {
  switch (command.do) {
    case 'join':
      return (await person()).join(command);
    case 'leave':
      return participant?.leave();
    case 'rooms':
      return answer(command.id, rooms(command));
    case 'query':
      return answer(command.id, query(command.url, command.sql));
  }
}

/** The import loads the native library, which the observer does not need. */
async function person(): Promise<Participant> {
  participant ??= new (await import('./participant')).Participant(printJson);
  return participant;
}

async function answer(id: number, outcome: Promise<unknown>): Promise<void> {
  await outcome.then(
    (value) => printJson({ event: 'answer', id, value }),
    (error: unknown) => printJson({ event: 'answer', id, error: error instanceof Error ? error.message : String(error) }),
  );
}

// The library rejects promises of calls that a lost connection interrupted; nothing can await them.
process.on('unhandledRejection', (error) => printJson({ event: 'problem', text: String(error) }));
// Ended by the test, which also closes standard input.
process.on('SIGTERM', () => process.exit(0));
for await (const line of createInterface({ input: process.stdin })) void run(JSON.parse(line) as Command);
process.exit(0);
