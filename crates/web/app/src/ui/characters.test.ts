import { expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { countCharacters, validateLength } from './characters';
import { common } from '../i18n/en/common';

const t = currentT();

it('counts Unicode scalar values after trimming', () => {
  expect(countCharacters('  é😀\n')).toBe(2);
  expect(countCharacters('👩‍🎨')).toBe(3);
});

it('accepts 1 to the maximum number of characters', () => {
  expect(validateLength(t, ' \n', 5, common.pageBroke)).toBe(t(common.pageBroke));
  expect(validateLength(t, '😀'.repeat(5), 5, common.pageBroke)).toBeUndefined();
  expect(validateLength(t, 'x'.repeat(2_003), 2_000, common.pageBroke)).toBe('At most 2,000 characters: this is 3 too long.');
});
