import { afterEach, describe, expect, it, vi } from 'vitest';
import { splitLinks, type Part } from './links';

const HANG_TIMEOUT_MS = 30_000;

const linksIn = (text: string) => splitLinks(text).filter((part) => typeof part !== 'string');
const joined = (parts: Part[]) => parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
const addressesIn = (text: string) => linksIn(text).map((part) => part.text);

describe('splitLinks', () => {
  it('leaves a text without URLs unchanged', () => {
    expect(splitLinks('hello there')).toEqual(['hello there']);
    expect(splitLinks('')).toEqual([]);
  });

  it('finds URLs between words, and loses no text', () => {
    const text = 'see https://onair.example/a?b=c#d and HTTP://Other.example now';
    expect(splitLinks(text)).toEqual([
      'see ',
      { href: 'https://onair.example/a?b=c#d', text: 'https://onair.example/a?b=c#d' },
      ' and ',
      { href: 'http://other.example/', text: 'HTTP://Other.example' },
      ' now',
    ]);
    expect(joined(splitLinks(text))).toBe(text);
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
    ['(https://a.example/a_(b))', 'https://a.example/a_(b)'],
    ['[https://a.example/x[1]]', 'https://a.example/x[1]'],
    ['"https://a.example/x"', 'https://a.example/x'],
    ['«https://a.example/x»', 'https://a.example/x'],
    ['‘https://a.example/x’', 'https://a.example/x'],
    ['https://a.example/x…', 'https://a.example/x'],
    ['https://a.example/x...', 'https://a.example/x'],
    ['https://a.example/x?!?', 'https://a.example/x'],
    ['https://a.example:8443/x?q=1,2;r#top.', 'https://a.example:8443/x?q=1,2;r#top'],
    ['http://localhost:8080.', 'http://localhost:8080'],
    ['http://[::1]:8080/x)', 'http://[::1]:8080/x'],
    ['http://127.0.0.1/x', 'http://127.0.0.1/x'],
    ['http://http://a.example/x', 'http://a.example/x'],
  ])('excludes punctuation: %s', (text, address) => {
    expect(addressesIn(text)).toEqual([address]);
  });

  it.each([
    ['見て https://example.com/foo。次の文', 'https://example.com/foo'],
    ['参见https://example.com/x，详见', 'https://example.com/x'],
    ['（https://example.com/x）', 'https://example.com/x'],
    ['「https://example.com/x」', 'https://example.com/x'],
    ['https://example.com、https', 'https://example.com'],
    ['https://example.comを見て', 'https://example.com'],
    ['https://ja.wikipedia.org/wiki/東京。', 'https://ja.wikipedia.org/wiki/東京'],
    ['ดูที่https://example.com/x ฯ', 'https://example.com/x'],
    ['https://example.comดูนี่', 'https://example.com'],
    ['انظر https://example.com/x، ثم', 'https://example.com/x'],
    ['هل https://example.com/x؟', 'https://example.com/x'],
    ['ראו https://example.com/x, תודה', 'https://example.com/x'],
    ['https://fa.wikipedia.org/wiki/می\u200cخواهم', 'https://fa.wikipedia.org/wiki/می\u200cخواهم'],
    ['https://пример.рф/путь.', 'https://пример.рф/путь'],
    ['https://例え.テスト/道', 'https://例え.テスト/道'],
    ['https://münchen.example/straße', 'https://münchen.example/straße'],
    ['देखें https://example.com/x। फिर', 'https://example.com/x'],
    ['https://a.example/👩\u200d🚀 !', 'https://a.example/👩\u200d🚀'],
    ['https://a.example/\u202egnp.exe', 'https://a.example/'],
    ['https://a.example/x\u200by', 'https://a.example/x'],
    ['https://a.example/\u2066x', 'https://a.example/'],
  ])('ends where a person would end it: %s', (text, address) => {
    expect(addressesIn(text)).toEqual([address]);
  });

  it('loses no text, and links only what the browser parses as a web URL', () => {
    const pieces = ['https://', 'HTTP://', 'a.example', '/x', '(', ')', '[', ']', '。', '，', '見', 'ส', 'ع', '@', ':', '?', '#', '.', ' ', "'", '"', '\u202e', '\u200d', '\u0301', '\ud83d', '👍', '*', '\\', 'xn--', '%zz', '\n', '-', '['];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: 1 + random(14) }, () => pieces[random(pieces.length)]).join('');
      const parts = splitLinks(text);
      expect(joined(parts)).toBe(text);
      for (const part of parts) {
        if (typeof part === 'string') continue;
        expect(part.href).toMatch(/^https?:\/\/[^@/]+\//u);
        expect(part.text).not.toMatch(/[\s\u202e]/u);
      }
    }
  });

  describe('in an old browser', () => {
    afterEach(() => vi.unstubAllGlobals());

    it('works without URL.canParse', () => {
      vi.stubGlobal('URL', class extends URL { static override canParse = undefined as never });
      expect(addressesIn('https://a.example/x')).toEqual(['https://a.example/x']);
    });

    it('leaves URLs that the browser can’t parse as text', () => {
      vi.stubGlobal('URL', function broken() {
        throw new Error('broken');
      });
      expect(splitLinks('see https://a.example/x')).toEqual(['see https://a.example/x']);
    });
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
    'https://bank.example:443@elsewhere.example/',
    `https://${'bank.'.repeat(20)}example@elsewhere.example/`,
    'https://exam\u200dple.example/',
    'https://exam\u00adple.example/',
    'https://intranet/x',
    'view-source:x https:a.example',
    'www.a.example',
    '//a.example',
  ])('leaves text that is no web URL: %s', (text) => {
    expect(splitLinks(text)).toEqual([text]);
  });

  it('shows where a disguised host name leads', () => {
    expect(linksIn('https://аpple.example/')[0]?.href).toBe('https://xn--pple-43d.example/');
  });

  it('does not backtrack exponentially in the longest messages', { timeout: HANG_TIMEOUT_MS }, () => {
    for (const text of [`https://a.example/${'('.repeat(240)}${')'.repeat(240)}`, 'https://'.repeat(62), `http://a${'.'.repeat(490)}`]) {
      expect(joined(splitLinks(text))).toBe(text);
    }
  });
});
