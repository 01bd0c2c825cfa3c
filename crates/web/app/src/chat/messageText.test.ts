import { expect, it } from 'vitest';
import { normalizeText, textLength } from './messageText';

it('normalizes a text as the service does', () => {
  expect(normalizeText(' hello\nthere\tyou\r')).toBe('hello there you');
  expect(normalizeText('\u202eevil\u202c \u2066x\u2069')).toBe('evil x');
  expect(normalizeText(' \n\t ')).toBe('');
  expect(normalizeText('<b>&amp;</b>')).toBe('<b>&amp;</b>');
});

it('counts characters, not code units', () => {
  expect(textLength('👍👍')).toBe(2);
  expect(textLength('é'.repeat(500))).toBe(500);
  expect(textLength(`  a${'\u202e'.repeat(9)}  `)).toBe(1);
});
