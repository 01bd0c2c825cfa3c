// A date and time in the browser's locale.

const DATE_FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function DateTime({ at }: { at: string }) {
  return <time dateTime={at}>{DATE_FORMAT.format(new Date(at))}</time>;
}
