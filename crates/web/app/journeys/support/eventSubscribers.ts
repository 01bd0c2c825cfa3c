// Subscribes to a stream's events without a browser.
import { get, type ClientRequest } from 'node:http';
import type { Stack } from './stack';

export interface Subscribers {
  /** Resolves when all have received this text, with the time of the last one by `performance.now()`. */
  allReceive: (text: string) => Promise<number>;
  close: () => void;
}

const AT_A_TIME = 100;

interface Subscriber {
  request: ClientRequest;
  onChunk: (chunk: string) => void;
}

/** Resolves when all have received their snapshot. */
export async function openSubscribers(stack: Stack, username: string, count: number): Promise<Subscribers> {
  const listeners: Subscriber[] = [];
  for (let open = 0; open < count; open += AT_A_TIME) {
    const more = Array.from({ length: Math.min(AT_A_TIME, count - open) }, () => openOne(stack, username));
    listeners.push(...(await Promise.all(more)));
  }
  return {
    allReceive: async (text) => {
      const received = listeners.map(
        (listener) =>
          new Promise<void>((resolve) => {
            listener.onChunk = (chunk) => {
              if (chunk.includes(text)) resolve();
            };
          }),
      );
      await Promise.all(received);
      return performance.now();
    },
    close: () => {
      for (const { request } of listeners) request.destroy();
    },
  };
}

async function openOne(stack: Stack, username: string): Promise<Subscriber> {
  return new Promise((resolve, reject) => {
    // One connection each, like browsers.
    const request = get(`${stack.url}/api/viewer/stream/${username}/events`, { agent: false });
    const listener: Subscriber = { request, onChunk: () => resolve(listener) };
    request.on('error', reject);
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (chunk: string) => listener.onChunk(chunk));
    });
  });
}
