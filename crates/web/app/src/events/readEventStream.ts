// Reads server-sent events from a response body. `EventSource` can't send the authorization header, and a token
// doesn't belong in a URL.
import { createParser } from 'eventsource-parser';
import { parseEvent, type StreamEvent } from './streamEvent';

interface EventHandlers {
  onEvent: (event: StreamEvent) => void;
  /** Called for each chunk, including keep-alive comments. */
  onActivity: () => void;
}

/** Resolves when the server closes the stream; rejects when the connection breaks. */
export async function readEventStream(body: ReadableStream<Uint8Array>, { onEvent, onActivity }: EventHandlers): Promise<void> {
  const parser = createParser({
    onEvent: ({ event: name, data }) => {
      const event = parseEvent(name, data);
      if (event) onEvent(event);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onActivity();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
