// A date and time.

import { useT } from '../i18n/current';
import { formatDateTime } from '../i18n/formats';
export function DateTime({ at }: { at: string }) {
  const t = useT();
  return <time dateTime={at}>{formatDateTime(t.locale, at)}</time>;
}
