import { expect, it } from 'vitest';
import { formatAgo } from './formats';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

it.each([
  [0, '1 minute ago'],
  // The clock of the service is ahead.
  [-5_000, '1 minute ago'],
  [59 * MINUTE, '59 minutes ago'],
  [90 * MINUTE, '1 hour ago'],
  [3 * DAY + HOUR, '3 days ago'],
  [20 * DAY, '2 weeks ago'],
  [100 * DAY, '3 months ago'],
  [800 * DAY, '2 years ago'],
])('%s ms before are %s', (ms, text) => expect(formatAgo('en', NOW - ms, NOW)).toBe(text));

it('uses the words of the language', () => expect(formatAgo('de', new Date(NOW - 3 * DAY), NOW)).toBe('vor 3 Tagen'));
