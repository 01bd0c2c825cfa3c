import { describe, expect, it, vi } from 'vitest';
import { readEvents } from './readEvents';
import { TestSource } from './testSource';

const reading = () => {
  const source = new TestSource();
  const hear = vi.fn();
  const onSign = vi.fn();
  const done = readEvents(source.body, { hear, onSign });
  return { source, hear, onSign, done };
};

describe('readEvents', () => {
  it('hears events however they are cut up', async () => {
    const { source, hear, done } = reading();
    const text = 'event: info\ndata: {"title":"Wörter"}\n\nevent: ended\ndata: {"sessionId":"s"}\n\n';
    for (const letter of text) source.send(letter);
    source.end();
    await done;
    expect(hear.mock.calls.flat()).toEqual([
      { event: 'info', data: { title: 'Wörter' } },
      { event: 'ended', data: { sessionId: 's' } },
    ]);
  });

  it('takes a comment for a sign of life and for nothing else', async () => {
    const { source, hear, onSign, done } = reading();
    source.send(':\n\n');
    source.end();
    await done;
    expect(onSign).toHaveBeenCalledTimes(1);
    expect(hear).not.toHaveBeenCalled();
  });

  it('passes over what it doesn’t know', async () => {
    const { source, hear, done } = reading();
    source.send('event: confetti\ndata: 1\n\ndata: 2\n\nevent: info\ndata: {"title":"T"}\n\n');
    source.end();
    await done;
    expect(hear).toHaveBeenCalledTimes(1);
  });

  it('says when the connection breaks', async () => {
    const { source, done } = reading();
    source.breakOff();
    await expect(done).rejects.toThrow('network error');
  });
});
