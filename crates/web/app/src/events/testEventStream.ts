// For tests: an event stream that the test writes.
import type { StreamEvent } from './streamEvent';

export class TestEventStream {
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.#controller = controller;
    },
  });

  send(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  emit({ event, data }: StreamEvent): void {
    this.send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.#controller?.close();
  }

  fail(): void {
    this.#controller?.error(new TypeError('network error'));
  }
}
