import { describe, expect, it } from 'vitest';
import { splitLinks } from './links';

const linksIn = (text: string) => splitLinks(text).filter((part) => typeof part !== 'string');
const addressesIn = (text: string) => linksIn(text).map((part) => part.text);

describe('splitLinks', () => {
  it('leaves a text without addresses whole', () => {
    expect(splitLinks('hello there')).toEqual(['hello there']);
    expect(splitLinks('')).toEqual([]);
  });

  it('finds addresses between words, and loses nothing of the text', () => {
    const text = 'see https://onair.example/a?b=c#d and HTTP://Other.example now';
    expect(splitLinks(text)).toEqual([
      'see ',
      { href: 'https://onair.example/a?b=c#d', text: 'https://onair.example/a?b=c#d' },
      ' and ',
      { href: 'http://other.example/', text: 'HTTP://Other.example' },
      ' now',
    ]);
    expect(splitLinks(text).map((part) => (typeof part === 'string' ? part : part.text)).join('')).toBe(text);
  });

  it.each([
    ['Look: https://a.example/x.', 'https://a.example/x'],
    ['https://a.example/x?!', 'https://a.example/x'],
    ['(https://a.example/x)', 'https://a.example/x'],
    ['(see https://a.example/x).', 'https://a.example/x'],
    ['https://a.example/Cup_(tea)', 'https://a.example/Cup_(tea)'],
    ['“https://a.example/x”', 'https://a.example/x'],
    ['<https://a.example/x>', 'https://a.example/x'],
    ['https://a.example/x, and more', 'https://a.example/x'],
    ['**https://a.example/x**', 'https://a.example/x'],
    ['https://a.example/👍', 'https://a.example/👍'],
  ])('takes no punctuation along: %s', (text, address) => {
    expect(addressesIn(text)).toEqual([address]);
  });

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT://x%0Aalert(1)',
    'data:text/html,<b>',
    'ftp://a.example/',
    'xhttps://a.example',
    'https://',
    'https://?',
    'http://[nonsense',
    'https://bank.example@elsewhere.example/',
    'www.a.example',
    '//a.example',
  ])('leaves text what is no address of the web: %s', (text) => {
    expect(splitLinks(text)).toEqual([text]);
  });

  it('shows where a disguised name really leads', () => {
    expect(linksIn('https://аpple.example/')[0]?.href).toBe('https://xn--pple-43d.example/');
  });

  it('is done quickly with what is made to be slow', () => {
    const before = performance.now();
    splitLinks(`https://a.example/${'('.repeat(240)}${')'.repeat(240)}`);
    splitLinks('https://'.repeat(62));
    splitLinks(`http://a${'.'.repeat(490)}`);
    expect(performance.now() - before).toBeLessThan(100);
  });
});
