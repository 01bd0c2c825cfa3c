// A relay between LiveKit and the service, which drops, duplicates, delays or reorders webhooks.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from './processes';

export type Treatment = 'forwards' | 'drops' | 'duplicates' | 'delays' | 'reverses';

export interface Relay {
  /** The URL for LiveKit. */
  url: string;
  /** Forwards to this stack from now on. */
  forwardTo: (stackUrl: string) => void;
  /** Sets the treatment of a room's webhooks. */
  setTreatment: (room: string, treatment: Treatment) => RoomWebhooks;
  stop: () => void;
}

export interface RoomWebhooks {
  /** Resolves with the number of webhooks that LiveKit has sent, when the room has finished. */
  allSent: () => Promise<number>;
  /** Resolves with the number of webhooks that the service has accepted, when all have been forwarded. */
  accepted: () => Promise<number>;
}

interface Webhook {
  event: string;
  room: string;
  body: string;
  headers: Record<string, string>;
}

interface Kept {
  treatment: Treatment;
  webhooks: Webhook[];
  /** The service's responses. */
  answers: Promise<number>[];
}

const DELAY_MS = 60_000;

export async function startRelay(): Promise<Relay> {
  const rooms = new Map<string, Kept>();
  let target = '';
  const send = async ({ body, headers }: Webhook) => (await fetch(target, { method: 'POST', headers, body })).status;

  const keep = (room: string, treatment: Treatment): Kept => {
    const kept: Kept = { treatment, webhooks: [], answers: [] };
    rooms.set(room, kept);
    return kept;
  };

  /** The response to LiveKit. */
  const take = async (webhook: Webhook): Promise<number> => {
    const { treatment, webhooks, answers } = rooms.get(webhook.room) ?? keep(webhook.room, 'forwards');
    webhooks.push(webhook);
    switch (treatment) {
      case 'drops':
      case 'reverses':
        return 200;
      case 'delays':
        answers.push(pause(DELAY_MS).then(() => send(webhook)));
        return 200;
      case 'duplicates':
        answers.push(send(webhook));
        await answers.at(-1);
    }
    const answer = send(webhook);
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
    forwardTo: (stackUrl) => {
      target = `${stackUrl}/api/webhook/livekit`;
    },
    setTreatment: (room, treatment) => {
      const { webhooks, answers } = keep(room, treatment);
      return {
        allSent: async () => {
          await waitUntil(() => webhooks.some(({ event }) => event === 'room_finished'));
          return webhooks.length;
        },
        accepted: async () => {
          // One after the other, to keep the order.
          if (treatment === 'reverses') for (const webhook of webhooks.toReversed()) answers.push(Promise.resolve(await send(webhook)));
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

async function read(request: IncomingMessage): Promise<Webhook> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const { event, room } = JSON.parse(body) as { event: string; room?: { name?: string } };
  const headers = { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' };
  return { event, room: room?.name ?? '', body, headers };
}
