import { describe, expect, it } from 'vitest';
import { parseChatPacket, type Packet } from './chatPacket';
import { aMessage } from './testMessage';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const packet = (value: unknown, change: Partial<Packet> = {}): Packet => ({
  payload: bytes(value),
  topic: 'chat',
  senderIdentity: '',
  ...change,
});
const message = { type: 'message', ...aMessage(7) };

const quoted = (replyTo: unknown) => {
  const event = parseChatPacket(packet({ ...message, replyTo }));
  return event?.type === 'message' ? event.message.replyTo : undefined;
};

describe('a chat packet', () => {
  it('is one that the service sent', () => {
    expect(parseChatPacket(packet(message))).toEqual({ type: 'message', message: aMessage(7) });
    expect(parseChatPacket(packet({ type: 'removed', id: 'm7' }))).toEqual({ type: 'removed', id: 'm7' });
  });

  it('is never one that a participant sent, known to this page or not', () => {
    for (const senderIdentity of ['victor', 'ada', 'guest-1-2', ' ', undefined]) {
      expect(parseChatPacket(packet(message, { senderIdentity }))).toBeNull();
      expect(parseChatPacket(packet({ type: 'removed', id: 'm7' }, { senderIdentity }))).toBeNull();
    }
  });

  it('is never one with another topic', () => {
    for (const topic of ['', 'Chat', 'lk.chat', undefined]) expect(parseChatPacket(packet(message, { topic }))).toBeNull();
  });

  it('may contain unknown fields', () => {
    expect(parseChatPacket(packet({ ...message, mood: 'sunny', author: { ...message.author, age: 7 } }))).toEqual({
      type: 'message',
      message: aMessage(7),
    });
  });

  it('may quote a message, removed or not, and is shown without a quote that can’t be read', () => {
    const quote = { id: 'm1', author: { id: 'ada', name: '' }, text: null };
    expect(quoted(quote)).toEqual(quote);
    expect(quoted({ ...quote, text: 'Hello' })).toEqual({ ...quote, text: 'Hello' });
    for (const broken of [undefined, null, 'm1', {}, { ...quote, text: 5 }, { ...quote, author: { id: 'ada' } }]) expect(quoted(broken)).toBeNull();
  });

  it.each<[string, unknown]>([
    ['invalid JSON', '{'],
    ['no content', ''],
    ['null', null],
    ['an array', []],
    ['a number', 5],
    ['an unknown type', { type: 'party' }],
    ['no type', aMessage(1)],
    ['a removal without an id', { type: 'removed' }],
    ['a removal with a numeric id', { type: 'removed', id: 1 }],
    ['no id', { ...message, id: undefined }],
    ['an empty text', { ...message, text: '' }],
    ['an object as text', { ...message, text: { toString: 'x' } }],
    ['a sequence number as text', { ...message, seq: '7' }],
    ['the sequence number 0', { ...message, seq: 0 }],
    ['a fractional sequence number', { ...message, seq: 1.5 }],
    ['an unsafe sequence number', { ...message, seq: 2 ** 60 }],
    ['an invalid time', { ...message, sentAt: 'yesterday' }],
    ['a number as time', { ...message, sentAt: 5 }],
    ['no author', { ...message, author: null }],
    ['an author without a name', { ...message, author: { ...message.author, name: undefined } }],
    ['an author with an invalid host flag', { ...message, author: { ...message.author, isHost: 'yes' } }],
  ])('is skipped if it has %s', (_, value) => {
    expect(parseChatPacket(packet(value))).toBeNull();
  });

  it('is skipped if it isn’t text', () => {
    expect(parseChatPacket({ payload: new Uint8Array([0xff, 0xfe, 0]), topic: 'chat', senderIdentity: '' })).toBeNull();
  });
});
