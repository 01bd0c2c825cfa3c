// Numbers, dates, times and lists as the language of the page writes them. All functions take the locale of `useT()`.

type Options = Intl.DateTimeFormatOptions;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Formats are expensive to make, and lists show many. */
function dateFormat(locale: string, options: Options): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, format);
  return format;
}

export function formatNumber(locale: string, value: number, options?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(locale, options);
}

/** Date and time of day, as `Nov 28, 2026, 10:15 AM`. */
export function formatDateTime(locale: string, at: string | number | Date): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** The time of day, as `10:15 AM`. */
export function formatTime(locale: string, at: string | number | Date): string {
  return dateFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** `3 days ago`: the largest unit that fits, at least a minute. */
export function formatAgo(locale: string, at: string | number | Date, nowMs: number): string {
  const seconds = (nowMs - new Date(at).getTime()) / 1_000;
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? MINUTE;
  const format = relativeFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale);
  relativeFormats.set(locale, format);
  return format.format(-Math.max(1, Math.floor(seconds / length)), unit);
}

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

const MINUTE = ['minute', 60] as const;
/** With their average lengths, in seconds. */
const UNITS = [['year', 31_556_952], ['month', 2_629_746], ['week', 604_800], ['day', 86_400], ['hour', 3_600], MINUTE] as const;

/** `fraction` 0.25 is 25%. */
export function formatPercent(locale: string, fraction: number, digits = 0): string {
  return formatNumber(locale, fraction, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `1.4 Mbit/s`, or `340 kbit/s`. The units are the same in all languages. */
export function formatBitrate(locale: string, bitsPerSecond: number): string {
  if (bitsPerSecond < 1e6) return `${formatNumber(locale, Math.round(bitsPerSecond / 1e3))} kbit/s`;
  return `${formatNumber(locale, bitsPerSecond / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} Mbit/s`;
}

/** `0.3 s`. */
export function formatSeconds(locale: string, seconds: number): string {
  return `${formatNumber(locale, seconds, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;
}
