import { describe, expect, it, vi } from 'vitest';
import { readEventStream } from './readEventStream';
import { TestEventStream } from './testEventStream';

const reading = () => {
  const source = new TestEventStream();
  const onEvent = vi.fn();
  const onActivity = vi.fn();
  const done = readEventStream(source.body, { onEvent, onActivity });
  return { source, onEvent, onActivity, done };
};

describe('readEventStream', () => {
  it('parses events across chunk boundaries', async () => {
    const { source, onEvent, done } = reading();
    const text = 'event: info\ndata: {"title":"Wörter"}\n\nevent: ended\ndata: {"sessionId":"s"}\n\n';
    for (const letter of text) source.send(letter);
    source.end();
    await done;
    expect(onEvent.mock.calls.flat()).toEqual([
      { event: 'info', data: { title: 'Wörter' } },
      { event: 'ended', data: { sessionId: 's' } },
    ]);
  });

  it('treats a comment as activity only', async () => {
    const { source, onEvent, onActivity, done } = reading();
    source.send(':\n\n');
    source.end();
    await done;
    expect(onActivity).toHaveBeenCalledTimes(1);
    expect(onEvent).not.toHaveBeenCalled();
  });

  it('skips unknown events', async () => {
    const { source, onEvent, done } = reading();
    source.send('event: confetti\ndata: 1\n\ndata: 2\n\nevent: info\ndata: {"title":"T"}\n\n');
    source.end();
    await done;
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  it('rejects when the connection breaks', async () => {
    const { source, done } = reading();
    source.fail();
    await expect(done).rejects.toThrow('network error');
  });
});
