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
