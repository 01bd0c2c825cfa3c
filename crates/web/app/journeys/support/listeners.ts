// Listeners to a stream's events without a browser, as many as it takes.
import { get, type ClientRequest } from 'node:http';
import type { Stack } from './stack';

export interface Listeners {
  /** Resolves once all have received this text, with the time of the last one by `performance.now()`. */
  allHear: (text: string) => Promise<number>;
  close: () => void;
}

const AT_A_TIME = 100;

interface Listener {
  request: ClientRequest;
  hear: (chunk: string) => void;
}

/** All of them have had their snapshot. */
export async function openListeners(stack: Stack, username: string, count: number): Promise<Listeners> {
  const listeners: Listener[] = [];
  for (let open = 0; open < count; open += AT_A_TIME) {
    const more = Array.from({ length: Math.min(AT_A_TIME, count - open) }, () => openOne(stack, username));
    listeners.push(...(await Promise.all(more)));
  }
  return {
    allHear: async (text) => {
      const heard = listeners.map(
        (listener) =>
          new Promise<void>((resolve) => {
            listener.hear = (chunk) => {
              if (chunk.includes(text)) resolve();
            };
          }),
      );
      await Promise.all(heard);
      return performance.now();
    },
    close: () => {
      for (const { request } of listeners) request.destroy();
    },
  };
}

async function openOne(stack: Stack, username: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    // A connection for each, as browsers have.
    const request = get(`${stack.url}/api/viewer/stream/${username}/events`, { agent: false });
    const listener: Listener = { request, hear: () => resolve(listener) };
    request.on('error', reject);
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('data', (chunk: string) => listener.hear(chunk));
    });
  });
}
