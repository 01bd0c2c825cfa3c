import { expect, it } from 'vitest';
import { lengthOf, lengthProblem } from './characters';

it('counts Unicode scalar values after trimming', () => {
  expect(lengthOf('  é😀\n')).toBe(2);
  expect(lengthOf('👩‍🎨')).toBe(3);
});

it('takes 1 to the bound', () => {
  expect(lengthProblem(' \n', 5, 'A reason')).toBe('A reason is needed.');
  expect(lengthProblem('😀'.repeat(5), 5, 'A reason')).toBeUndefined();
  expect(lengthProblem('x'.repeat(2_003), 2_000, 'A text')).toBe('At most 2,000 characters: this is 3 too long.');
});
