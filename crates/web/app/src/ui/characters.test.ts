import { expect, it } from 'vitest';
import { countCharacters, validateLength } from './characters';

it('counts Unicode scalar values after trimming', () => {
  expect(countCharacters('  é😀\n')).toBe(2);
  expect(countCharacters('👩‍🎨')).toBe(3);
});

it('accepts 1 to the maximum number of characters', () => {
  expect(validateLength(' \n', 5, 'A reason')).toBe('A reason is needed.');
  expect(validateLength('😀'.repeat(5), 5, 'A reason')).toBeUndefined();
  expect(validateLength('x'.repeat(2_003), 2_000, 'A text')).toBe('At most 2,000 characters: this is 3 too long.');
});
