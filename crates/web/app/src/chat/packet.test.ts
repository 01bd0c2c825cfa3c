import { describe, expect, it } from 'vitest';
import { newsOfPacket, type Packet } from './packet';
import { aMessage } from './testMessage';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const packet = (value: unknown, change: Partial<Packet> = {}): Packet => ({
  payload: bytes(value),
  topic: 'chat',
  senderIdentity: '',
  ...change,
});
const written = { type: 'message', ...aMessage(7) };

describe('what counts as chat', () => {
  it('is what the service relayed', () => {
    expect(newsOfPacket(packet(written))).toEqual({ type: 'message', message: aMessage(7) });
    expect(newsOfPacket(packet({ type: 'removed', id: 'm7' }))).toEqual({ type: 'removed', id: 'm7' });
  });

  it('is nothing that a participant sent, known to this page or not', () => {
    for (const senderIdentity of ['victor', 'ada', 'guest-1-2', ' ', undefined]) {
      expect(newsOfPacket(packet(written, { senderIdentity }))).toBeNull();
      expect(newsOfPacket(packet({ type: 'removed', id: 'm7' }, { senderIdentity }))).toBeNull();
    }
  });

  it('is nothing under another topic', () => {
    for (const topic of ['', 'Chat', 'lk.chat', undefined]) expect(newsOfPacket(packet(written, { topic }))).toBeNull();
  });

  it('leaves out whatever else a newer service may tell', () => {
    expect(newsOfPacket(packet({ ...written, mood: 'sunny', author: { ...written.author, age: 7 } }))).toEqual({
      type: 'message',
      message: aMessage(7),
    });
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['null', null],
    ['a list', []],
    ['a number', 5],
    ['another kind of news', { type: 'party' }],
    ['no kind', aMessage(1)],
    ['a removal of nothing', { type: 'removed' }],
    ['a removal of a number', { type: 'removed', id: 1 }],
    ['no id', { ...written, id: undefined }],
    ['an empty text', { ...written, text: '' }],
    ['a text that is none', { ...written, text: { toString: 'x' } }],
    ['no number', { ...written, seq: '7' }],
    ['the number 0', { ...written, seq: 0 }],
    ['half a number', { ...written, seq: 1.5 }],
    ['a number past counting', { ...written, seq: 2 ** 60 }],
    ['no time', { ...written, sentAt: 'yesterday' }],
    ['a time that is none', { ...written, sentAt: 5 }],
    ['no author', { ...written, author: null }],
    ['an author without a name', { ...written, author: { ...written.author, name: undefined } }],
    ['an author who may be the host', { ...written, author: { ...written.author, isHost: 'yes' } }],
  ])('passes over %s', (_, value) => {
    expect(newsOfPacket(packet(value))).toBeNull();
  });

  it('passes over what isn’t text', () => {
    expect(newsOfPacket({ payload: new Uint8Array([0xff, 0xfe, 0]), topic: 'chat', senderIdentity: '' })).toBeNull();
  });
});
