// For tests: a stream of events that is written while it is read.
import type { StreamEvent } from './event';

export class TestSource {
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.#controller = controller;
    },
  });

  send(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  tell({ event, data }: StreamEvent): void {
    this.send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    this.#controller?.close();
  }

  breakOff(): void {
    this.#controller?.error(new TypeError('network error'));
  }
}
