// When something was, in the language of the person's browser: how dates are written differs more than words do.

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{WHEN.format(new Date(at))}</time>;
}
