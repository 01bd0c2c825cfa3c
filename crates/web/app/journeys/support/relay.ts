// What stands between LiveKit and the service, and does to webhooks what a bad day does to them.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './processes';

export type Treatment = 'passes on' | 'drops' | 'doubles' | 'delays' | 'reverses';

export interface Relay {
  /** Where LiveKit sends them. */
  url: string;
  /** Where they go, from now on. */
  passOnTo: (stackUrl: string) => void;
  /** What becomes of this room's from now on. */
  treat: (room: string, treatment: Treatment) => RoomsReports;
  stop: () => void;
}

export interface RoomsReports {
  /** Resolves with their number, once LiveKit has told everything of the room, to its end. */
  told: () => Promise<number>;
  /** Resolves with the number that the service has taken, once they have arrived as far as they ever will. */
  taken: () => Promise<number>;
}

interface Report {
  event: string;
  room: string;
  body: string;
  headers: Record<string, string>;
}

interface Kept {
  treatment: Treatment;
  reports: Report[];
  /** The service's answers. */
  answers: Promise<number>[];
}

export const DELAY_MS = 60_000;

export async function startRelay(): Promise<Relay> {
  const rooms = new Map<string, Kept>();
  let target = '';
  const send = async ({ body, headers }: Report) => (await fetch(target, { method: 'POST', headers, body })).status;

  const keep = (room: string, treatment: Treatment): Kept => {
    const kept: Kept = { treatment, reports: [], answers: [] };
    rooms.set(room, kept);
    return kept;
  };

  /** The answer for LiveKit. */
  const take = async (report: Report): Promise<number> => {
    const { treatment, reports, answers } = rooms.get(report.room) ?? keep(report.room, 'passes on');
    reports.push(report);
    switch (treatment) {
      case 'drops':
      case 'reverses':
        return 200;
      case 'delays':
        answers.push(pause(DELAY_MS).then(() => send(report)));
        return 200;
      case 'doubles':
        answers.push(send(report));
        await answers.at(-1);
    }
    const answer = send(report);
    answers.push(answer);
    return answer;
  };

  const server = createServer((request, response) => {
    void read(request)
      .then(take)
      .then((status) => response.writeHead(status).end(), () => response.writeHead(503).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}/`,
    passOnTo: (stackUrl) => {
      target = `${stackUrl}/api/webhook/livekit`;
    },
    treat: (room, treatment) => {
      const { reports, answers } = keep(room, treatment);
      return {
        told: async () => {
          await until(() => reports.some(({ event }) => event === 'room_finished'));
          return reports.length;
        },
        taken: async () => {
          // One after the other, or they would overtake each other.
          if (treatment === 'reverses') for (const report of reports.toReversed()) answers.push(Promise.resolve(await send(report)));
          return (await Promise.all(answers)).filter((status) => status === 200).length;
        },
      };
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<Report> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { event, room } = JSON.parse(body) as { event: string; room?: { name?: string } };
  const headers = { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' };
  return { event, room: room?.name ?? '', body, headers };
}
