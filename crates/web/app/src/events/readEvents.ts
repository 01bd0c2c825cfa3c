// Reads server-sent events from an answer as it comes in. Not by `EventSource`: that can't send the
// sign-in, and an address is no place for a token.
import { createParser } from 'eventsource-parser';
import { eventOf, type StreamEvent } from './event';

interface Reader {
  hear: (event: StreamEvent) => void;
  /** Anything at all came in, also the comments that say "still here". */
  onSign: () => void;
}

/** Until the other side ends it; rejects when the connection breaks. */
export async function readEvents(body: ReadableStream<Uint8Array>, { hear, onSign }: Reader): Promise<void> {
  const parser = createParser({
    onEvent: ({ event: name, data }) => {
      const event = eventOf(name, data);
      if (event) hear(event);
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}
