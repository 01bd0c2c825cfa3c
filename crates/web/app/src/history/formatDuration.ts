import { history } from '../i18n/en/history';
import type { Translate } from '../i18n/translate';
/** Formats a duration by its two largest units. */
export function formatDuration(t: Translate, totalSeconds: number): string {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return minutes > 0 ? t(history.hoursMinutes, { hours, minutes }) : t(history.hours, { hours });
  return minutes > 0 ? t(history.minutes, { minutes }) : t(history.seconds, { seconds });
}
