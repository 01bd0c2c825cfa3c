import { describe, expect, it } from 'vitest';
import { countNewer, EMPTY_LOG, MAX_MESSAGES, chatReducer, NEWEST_SIZE, PAGE_SIZE, type ChatAction, type ChatLog, type HistoryRequest } from './chatLog';
import type { ChatMessage } from './message';
import { aMessage } from './testMessage';

const received = (message: ChatMessage): ChatAction => ({ type: 'received', event: { type: 'message', message }, ownId: 'vera' });
const removal = (id: string): ChatAction => ({ type: 'received', event: { type: 'removed', id }, ownId: 'vera' });
const joined: ChatAction = { type: 'joined' };
const numbers = (log: ChatLog) => log.messages.map(({ seq }) => seq);
const applyAll = (log: ChatLog, ...events: ChatAction[]) => events.reduce(chatReducer, log);
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index));

/** Answers the pending request. */
const respond = (log: ChatLog, messages: ChatMessage[]): ChatLog => {
  if (!log.request) throw new Error('nothing is asked');
  return chatReducer(log, { type: 'loaded', request: log.request, messages });
};
const loadedLog = (...messages: ChatMessage[]) => respond(applyAll(EMPTY_LOG, { type: 'session', session: 'one' }, joined), messages);

describe('the chat of a session', () => {
  it('starts with the latest messages', () => {
    const log = applyAll(EMPTY_LOG, { type: 'session', session: 'one' }, joined);
    expect(log.request).toEqual({ kind: 'latest' });
    expect(numbers(respond(log, many(3, 5)))).toEqual([3, 4, 5]);
  });

  it('keeps messages that arrive before the latest ones are loaded', () => {
    const log = applyAll(EMPTY_LOG, { type: 'session', session: 'one' }, joined, received(aMessage(6)));
    expect(log).toMatchObject({ request: { kind: 'latest' }, queuedRequest: null });
    const loaded = respond(log, many(4, 6));
    expect(numbers(loaded)).toEqual([4, 5, 6]);
    expect(loaded.request).toBeNull();
  });

  it('is ordered and has no duplicates, in whatever order messages arrive', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(3)), received(aMessage(2)), received(aMessage(3)), received(aMessage(1)));
    expect(numbers(log)).toEqual([1, 2, 3]);
  });

  it('is cleared by the next session only', () => {
    const log = loadedLog(aMessage(1));
    expect(chatReducer(log, { type: 'session', session: 'one' })).toBe(log);
    expect(chatReducer(log, { type: 'session', session: 'two' })).toEqual({ ...EMPTY_LOG, session: 'two' });
  });

  it('ignores the response to a request of another session', () => {
    const old = applyAll(EMPTY_LOG, { type: 'session', session: 'one' }, joined);
    const log = applyAll(old, { type: 'session', session: 'two' }, joined);
    const late: ChatAction = { type: 'loaded', request: old.request as HistoryRequest, messages: many(1, 3) };
    expect(chatReducer(log, late)).toBe(log);
  });

  it('keeps a limited number of messages', () => {
    const log = applyAll(loadedLog(), ...many(1, MAX_MESSAGES + 5).map(received));
    expect(log.messages).toHaveLength(MAX_MESSAGES);
    expect(log.messages[0]?.seq).toBe(6);
    expect(numbers(chatReducer(log, received(aMessage(2))))[0]).toBe(6);
    const withManyRemovals = applyAll(log, ...many(1, MAX_MESSAGES + 5).map(({ id }) => removal(`other ${id}`)));
    expect(withManyRemovals.removedIds).toHaveLength(MAX_MESSAGES);
  });
});

describe('removals', () => {
  it('remove a message permanently', () => {
    const log = applyAll(loadedLog(aMessage(1), aMessage(2)), removal('m1'), removal('m1'), received(aMessage(1)));
    expect(numbers(log)).toEqual([2]);
  });

  it('apply to messages that arrive later', () => {
    expect(numbers(applyAll(loadedLog(), removal('m1'), received(aMessage(1))))).toEqual([]);
    expect(numbers(respond(applyAll(EMPTY_LOG, joined, removal('m2')), many(1, 3)))).toEqual([1, 3]);
  });

  it('of unknown messages change nothing', () => {
    const log = loadedLog(aMessage(1));
    expect(applyAll(log, removal('x')).messages).toBe(log.messages);
  });
});

describe('gaps', () => {
  it('are requested once', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(4)), received(aMessage(5)));
    expect(log).toMatchObject({ request: { kind: 'gap', after: 1, upTo: 3 }, queuedRequest: null });
    const filled = respond(log, many(2, 5));
    expect(numbers(filled)).toEqual([1, 2, 3, 4, 5]);
    expect(filled.request).toBeNull();
  });

  it('that remain are removed or delayed messages, and aren’t requested again', () => {
    const log = respond(applyAll(loadedLog(aMessage(1)), received(aMessage(3))), [aMessage(3)]);
    expect(applyAll(log, received(aMessage(4))).request).toBeNull();
    expect(numbers(applyAll(log, received(aMessage(4)), received(aMessage(2))))).toEqual([1, 2, 3, 4]);
  });

  it('that are filled before the request starts need no request', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(4)), received(aMessage(3)));
    expect(log.request).not.toBeNull();
    expect(chatReducer(log, received(aMessage(2))).request).toBeNull();
  });

  it('are requested page by page while responses are full', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(PAGE_SIZE + 10)));
    const half = respond(log, many(2, PAGE_SIZE + 1));
    expect(half.request).toMatchObject({ kind: 'next-page', after: PAGE_SIZE + 1 });
    const whole = respond(half, many(PAGE_SIZE + 2, PAGE_SIZE + 10));
    expect(whole.request).toBeNull();
    expect(whole.messages).toHaveLength(PAGE_SIZE + 10);
  });

  it('that open during a request are requested next', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(3)), received(aMessage(6)));
    expect(log.queuedRequest).toEqual({ kind: 'gap', after: 3, upTo: 5 });
    const first = respond(log, many(2, 3));
    expect(first).toMatchObject({ request: { kind: 'gap', after: 3 }, queuedRequest: null });
    expect(numbers(respond(first, many(4, 6)))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are given up if the service rejects the request', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(3)));
    expect(chatReducer(log, { type: 'load-failed', request: log.request as HistoryRequest }).request).toBeNull();
  });

  it('are detected by the response to an own message, too', () => {
    const log = applyAll(loadedLog(aMessage(1)), { type: 'sending', text: 'x' }, { type: 'sent', message: aMessage(3) });
    expect(log.request).toMatchObject({ kind: 'gap', after: 1 });
  });
});

describe('after rejoining, the catch-up', () => {
  it('adds new messages and removes deleted ones', () => {
    const log = chatReducer(loadedLog(...many(1, 3)), joined);
    expect(log.request).toEqual({ kind: 'catch-up', after: 0, known: ['m1', 'm2', 'm3'] });
    const loaded = respond(log, [aMessage(1), aMessage(3), aMessage(4)]);
    expect(numbers(loaded)).toEqual([1, 3, 4]);
    expect(loaded.request).toBeNull();
  });

  it('keeps messages that arrived after the request', () => {
    const log = applyAll(loadedLog(aMessage(1)), joined, received(aMessage(2)));
    expect(numbers(respond(log, [aMessage(1)]))).toEqual([1, 2]);
  });

  it('removes only messages in the range of the response', () => {
    const log = chatReducer(loadedLog(...many(1, 60)), joined);
    const full = many(1, PAGE_SIZE).filter(({ seq }) => seq !== 7);
    const half = respond(log, [...full, aMessage(PAGE_SIZE + 1)]);
    expect(numbers(half)).not.toContain(7);
    expect(half.request).toMatchObject({ kind: 'next-page', after: PAGE_SIZE + 1 });
  });

  it('covers as many messages as fit into one response with new ones', () => {
    const log = chatReducer(loadedLog(...many(1, 400)), joined);
    expect(log.request).toMatchObject({ kind: 'catch-up', after: 250 });
    // Earlier messages aren't affected by the response.
    expect(respond(log, many(251, 410)).messages).toHaveLength(410);
  });

  it('waits for the running request', () => {
    const log = applyAll(loadedLog(aMessage(1)), received(aMessage(3)), joined);
    expect(log).toMatchObject({ request: { kind: 'gap' }, queuedRequest: { kind: 'catch-up', after: 0 } });
  });
});

describe('an own message', () => {
  const sending = applyAll(loadedLog(aMessage(1)), { type: 'sending', text: ' message 2\n' });

  it('is pending from the moment it is sent', () => {
    expect(sending.pending).toBe(' message 2\n');
    expect(chatReducer(sending, { type: 'send-failed' })).toMatchObject({ pending: null });
  });

  it('appears once, whether the response or the packet arrives first', () => {
    const sent: ChatAction = { type: 'sent', message: aMessage(2) };
    for (const events of [[sent, received(aMessage(2))], [received(aMessage(2)), sent]]) {
      const log = applyAll(sending, ...events);
      expect(numbers(log)).toEqual([1, 2]);
      expect(log.pending).toBeNull();
    }
    expect(chatReducer(sending, received(aMessage(2))).pending).toBeNull();
  });

  it('isn’t confused with another user’s message of the same text', () => {
    expect(chatReducer(sending, received(aMessage(2, { author: { id: 'victor' } }))).pending).not.toBeNull();
    expect(chatReducer(sending, received(aMessage(2, { text: 'other words' }))).pending).not.toBeNull();
  });
});

it('counts new messages', () => {
  expect(countNewer(many(1, 5), 3)).toBe(2);
  expect(countNewer(many(1, 5), 9)).toBe(0);
});

const poll = (log: ChatLog, messages: ChatMessage[], known = log.messages.map(({ id }) => id), ownId: string | null = null) =>
  chatReducer(log, { type: 'polled', known, messages, ownId });

describe('newest messages that were polled', () => {
  it('changes nothing if nothing has changed', () => {
    const log = poll(EMPTY_LOG, [aMessage(1), aMessage(2)]);
    expect(poll(log, [aMessage(1), aMessage(2)])).toBe(log);
  });

  it('keeps older messages than a full response contains', () => {
    const log = poll(EMPTY_LOG, many(1, NEWEST_SIZE));
    // Number 20 was removed, so the newest 50 begin with number 10.
    const newest = many(10, NEWEST_SIZE + 10).filter(({ seq }) => seq !== 20);
    expect(newest).toHaveLength(NEWEST_SIZE);
    expect(numbers(poll(log, newest))).toEqual([...numbers(log).slice(0, 9), ...newest.map(({ seq }) => seq)]);
  });

  it('keeps a message that was sent while the newest were being read', () => {
    const log = poll(EMPTY_LOG, [aMessage(1)]);
    const known = log.messages.map(({ id }) => id);
    const sent = chatReducer(chatReducer(log, { type: 'sending', text: 'message 2' }), { type: 'sent', message: aMessage(2) });
    expect(poll(sent, [aMessage(1)], known).messages.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('shows an own message once, also if it is read before the response', () => {
    const sending = chatReducer(poll(EMPTY_LOG, [aMessage(1)]), { type: 'sending', text: 'message 2' });
    expect(poll(sending, [aMessage(1), aMessage(2)], ['m1'], 'vera').pending).toBeNull();
    expect(poll(sending, [aMessage(1), aMessage(2)], ['m1'], 'victor').pending).toBe('message 2');
  });
});

const reply = (seq: number, to: number, text: string | null = `message ${to}`) => aMessage(seq, { replyTo: { id: `m${to}`, author: { id: 'ada', name: 'Ada' }, text } });
const quotes = (log: ChatLog) => log.messages.flatMap(({ replyTo }) => (replyTo ? [replyTo.text] : []));

describe('replies', () => {
  it('lose the quoted text when the original is removed, in whatever order that arrives', () => {
    expect(quotes(applyAll(loadedLog(aMessage(1), reply(2, 1)), removal('m1')))).toEqual([null]);
    expect(quotes(applyAll(loadedLog(), removal('m1'), received(reply(2, 1))))).toEqual([null]);
    expect(quotes(applyAll(loadedLog(reply(2, 1), reply(3, 2)), removal('m1')))).toEqual([null, 'message 2']);
  });

  it('lose it when the service no longer lists the original, or quotes it as removed', () => {
    const rejoined = applyAll(loadedLog(aMessage(1), reply(2, 1)), joined);
    expect(quotes(respond(rejoined, [reply(2, 1, null)]))).toEqual([null]);
    const polled: ChatAction = { type: 'polled', known: ['m1', 'm2'], messages: [reply(2, 1)], ownId: null };
    expect(quotes(applyAll(loadedLog(aMessage(1), reply(2, 1)), polled))).toEqual([null]);
    expect(quotes(applyAll(loadedLog(reply(5, 1)), received(reply(6, 1, null))))).toEqual([null, null]);
  });

  it('stay the same objects otherwise', () => {
    const log = loadedLog(aMessage(1), reply(2, 1));
    expect(applyAll(log, removal('m9')).messages).toBe(log.messages);
    expect(applyAll(log, received(aMessage(3))).messages[1]).toBe(log.messages[1]);
  });
});
