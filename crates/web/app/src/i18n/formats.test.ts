import { expect, it } from 'vitest';
import { formatAgo, formatBitrate, formatDateTime, formatNumber, formatPercent, formatSeconds, formatTime } from './formats';

const AT = new Date(2026, 10, 28, 9, 5);

/** With ordinary spaces: versions of the browsers' data differ in them. */
function all(locale: string): string[] {
  return [
    formatNumber(locale, 12_345),
    formatPercent(locale, 0.0312, 1),
    formatBitrate(locale, 1_440_000),
    formatBitrate(locale, 340_000),
    formatSeconds(locale, 0.26),
    formatDateTime(locale, AT),
    formatTime(locale, AT),
  ].map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '));
}

it('writes numbers, dates and times as each language does', () => {
  expect(all('en-US')).toEqual(['12,345', '3.1%', '1.4 Mbit/s', '340 kbit/s', '0.3 s', 'Nov 28, 2026, 9:05 AM', '09:05 AM']);
  expect(all('de-DE')).toEqual(['12.345', '3,1 %', '1,4 Mbit/s', '340 kbit/s', '0,3 s', '28.11.2026, 09:05', '09:05']);
});

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
