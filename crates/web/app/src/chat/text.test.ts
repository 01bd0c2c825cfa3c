import { expect, it } from 'vitest';
import { cleaned, lengthOf } from './text';

it('cleans a text as the service does', () => {
  expect(cleaned(' hello\nthere\tyou\r')).toBe('hello there you');
  expect(cleaned('\u202eevil\u202c \u2066x\u2069')).toBe('evil x');
  expect(cleaned(' \n\t ')).toBe('');
  expect(cleaned('<b>&amp;</b>')).toBe('<b>&amp;</b>');
});

it('counts characters, not what they are made of', () => {
  expect(lengthOf('👍👍')).toBe(2);
  expect(lengthOf('é'.repeat(500))).toBe(500);
  expect(lengthOf(`  a${'\u202e'.repeat(9)}  `)).toBe(1);
});
