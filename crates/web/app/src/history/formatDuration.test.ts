import { expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { formatDuration } from './formatDuration';

it.each([
  [-1, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [3_660, '1 h 1 min'],
  [360_059, '100 h'],
])('formats %i seconds as %s', (seconds, text) => {
  expect(formatDuration(currentT(), seconds)).toBe(text);
});
