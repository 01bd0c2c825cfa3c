import { describe, expect, it } from 'vitest';
import { countNewer, EMPTY, KEPT, next, PAGE, type ChatEvent, type ChatLog, type Question } from './log';
import type { ChatMessage } from './message';
import { aMessage } from './testMessage';

const heard = (message: ChatMessage): ChatEvent => ({ type: 'heard', news: { type: 'message', message }, ownId: 'vera' });
const removed = (id: string): ChatEvent => ({ type: 'heard', news: { type: 'removed', id }, ownId: 'vera' });
const joined: ChatEvent = { type: 'joined' };
const numbers = (log: ChatLog) => log.messages.map(({ seq }) => seq);
const after = (log: ChatLog, ...events: ChatEvent[]) => events.reduce(next, log);
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index));

/** Gives what is asked the answer. */
const answer = (log: ChatLog, messages: ChatMessage[]): ChatLog => {
  if (!log.question) throw new Error('nothing is asked');
  return next(log, { type: 'answered', question: log.question, messages });
};
const begun = (...messages: ChatMessage[]) => answer(after(EMPTY, { type: 'session', session: 'one' }, joined), messages);

describe('the chat of a session', () => {
  it('begins with what was said before', () => {
    const log = after(EMPTY, { type: 'session', session: 'one' }, joined);
    expect(log.question).toEqual({ about: 'beginning' });
    expect(numbers(answer(log, many(3, 5)))).toEqual([3, 4, 5]);
  });

  it('misses nothing that comes before its beginning is there', () => {
    const log = after(EMPTY, { type: 'session', session: 'one' }, joined, heard(aMessage(6)));
    expect(log).toMatchObject({ question: { about: 'beginning' }, later: null });
    const told = answer(log, many(4, 6));
    expect(numbers(told)).toEqual([4, 5, 6]);
    expect(told.question).toBeNull();
  });

  it('is in order and shows nothing twice, in whatever order it comes', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(3)), heard(aMessage(2)), heard(aMessage(3)), heard(aMessage(1)));
    expect(numbers(log)).toEqual([1, 2, 3]);
  });

  it('is emptied by the next session, and by nothing else', () => {
    const log = begun(aMessage(1));
    expect(next(log, { type: 'session', session: 'one' })).toBe(log);
    expect(next(log, { type: 'session', session: 'two' })).toEqual({ ...EMPTY, session: 'two' });
  });

  it('takes no answer to a question of another session', () => {
    const old = after(EMPTY, { type: 'session', session: 'one' }, joined);
    const log = after(old, { type: 'session', session: 'two' }, joined);
    const late: ChatEvent = { type: 'answered', question: old.question as Question, messages: many(1, 3) };
    expect(next(log, late)).toBe(log);
  });

  it('keeps so many and no more', () => {
    const log = after(begun(), ...many(1, KEPT + 5).map(heard));
    expect(log.messages).toHaveLength(KEPT);
    expect(log.messages[0]?.seq).toBe(6);
    expect(numbers(next(log, heard(aMessage(2))))[0]).toBe(6);
    const forgetful = after(log, ...many(1, KEPT + 5).map(({ id }) => removed(`other ${id}`)));
    expect(forgetful.removed).toHaveLength(KEPT);
  });
});

describe('removals', () => {
  it('take a message away, for good', () => {
    const log = after(begun(aMessage(1), aMessage(2)), removed('m1'), removed('m1'), heard(aMessage(1)));
    expect(numbers(log)).toEqual([2]);
  });

  it('count before the message comes, too', () => {
    expect(numbers(after(begun(), removed('m1'), heard(aMessage(1))))).toEqual([]);
    expect(numbers(answer(after(EMPTY, joined, removed('m2')), many(1, 3)))).toEqual([1, 3]);
  });

  it('change nothing when they are of something unknown', () => {
    const log = begun(aMessage(1));
    expect(after(log, removed('x')).messages).toBe(log.messages);
  });
});

describe('gaps', () => {
  it('are asked for once', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(4)), heard(aMessage(5)));
    expect(log).toMatchObject({ question: { about: 'gap', after: 1, upTo: 3 }, later: null });
    const filled = answer(log, many(2, 5));
    expect(numbers(filled)).toEqual([1, 2, 3, 4, 5]);
    expect(filled.question).toBeNull();
  });

  it('that stay are removed or held messages, and not asked for again', () => {
    const log = answer(after(begun(aMessage(1)), heard(aMessage(3))), [aMessage(3)]);
    expect(after(log, heard(aMessage(4))).question).toBeNull();
    expect(numbers(after(log, heard(aMessage(4)), heard(aMessage(2))))).toEqual([1, 2, 3, 4]);
  });

  it('that are filled before anybody was asked need no question', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(4)), heard(aMessage(3)));
    expect(log.question).not.toBeNull();
    expect(next(log, heard(aMessage(2))).question).toBeNull();
  });

  it('are asked on and on while answers are full', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(PAGE + 10)));
    const half = answer(log, many(2, PAGE + 1));
    expect(half.question).toMatchObject({ about: 'rest', after: PAGE + 1 });
    const whole = answer(half, many(PAGE + 2, PAGE + 10));
    expect(whole.question).toBeNull();
    expect(whole.messages).toHaveLength(PAGE + 10);
  });

  it('that open while one is asked about come next', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(3)), heard(aMessage(6)));
    expect(log.later).toEqual({ about: 'gap', after: 3, upTo: 5 });
    const first = answer(log, many(2, 3));
    expect(first).toMatchObject({ question: { about: 'gap', after: 3 }, later: null });
    expect(numbers(answer(first, many(4, 6)))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('that the service won’t speak of are let be', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(3)));
    expect(next(log, { type: 'refused', question: log.question as Question }).question).toBeNull();
  });

  it('show by the answer to an own message, too', () => {
    const log = after(begun(aMessage(1)), { type: 'sending', text: 'x' }, { type: 'sent', message: aMessage(3) });
    expect(log.question).toMatchObject({ about: 'gap', after: 1 });
  });
});

describe('coming back', () => {
  it('brings what came meanwhile and takes what was removed', () => {
    const log = next(begun(...many(1, 3)), joined);
    expect(log.question).toEqual({ about: 'absence', after: 0, known: ['m1', 'm2', 'm3'] });
    const told = answer(log, [aMessage(1), aMessage(3), aMessage(4)]);
    expect(numbers(told)).toEqual([1, 3, 4]);
    expect(told.question).toBeNull();
  });

  it('takes nothing that came after it was asked', () => {
    const log = after(begun(aMessage(1)), joined, heard(aMessage(2)));
    expect(numbers(answer(log, [aMessage(1)]))).toEqual([1, 2]);
  });

  it('judges no further than an answer goes', () => {
    const log = next(begun(...many(1, 60)), joined);
    const full = many(1, PAGE).filter(({ seq }) => seq !== 7);
    const half = answer(log, [...full, aMessage(PAGE + 1)]);
    expect(numbers(half)).not.toContain(7);
    expect(half.question).toMatchObject({ about: 'rest', after: PAGE + 1 });
  });

  it('looks back as far as one answer goes, with room for what is new', () => {
    const log = next(begun(...many(1, 400)), joined);
    expect(log.question).toMatchObject({ about: 'absence', after: 250 });
    // What lies before that isn't judged by the answer.
    expect(answer(log, many(251, 410)).messages).toHaveLength(410);
  });

  it('waits for the question that is under way', () => {
    const log = after(begun(aMessage(1)), heard(aMessage(3)), joined);
    expect(log).toMatchObject({ question: { about: 'gap' }, later: { about: 'absence', after: 0 } });
  });
});

describe('an own message', () => {
  const sending = after(begun(aMessage(1)), { type: 'sending', text: ' message 2\n' });

  it('is there from the moment it is sent', () => {
    expect(sending.pending).toBe(' message 2\n');
    expect(next(sending, { type: 'unsent' })).toMatchObject({ pending: null });
  });

  it('shows once, whether the answer or the room is first', () => {
    const sent: ChatEvent = { type: 'sent', message: aMessage(2) };
    for (const events of [[sent, heard(aMessage(2))], [heard(aMessage(2)), sent]]) {
      const log = after(sending, ...events);
      expect(numbers(log)).toEqual([1, 2]);
      expect(log.pending).toBeNull();
    }
    expect(next(sending, heard(aMessage(2))).pending).toBeNull();
  });

  it('isn’t taken for somebody else’s with the same words', () => {
    expect(next(sending, heard(aMessage(2, { author: { id: 'victor' } }))).pending).not.toBeNull();
    expect(next(sending, heard(aMessage(2, { text: 'other words' }))).pending).not.toBeNull();
  });
});

it('counts what is new', () => {
  expect(countNewer(many(1, 5), 3)).toBe(2);
  expect(countNewer(many(1, 5), 9)).toBe(0);
});
