import { expect, it } from 'vitest';
import { formatBitrate, formatDateTime, formatNumber, formatPercent, formatSeconds, formatTime } from './formats';

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
