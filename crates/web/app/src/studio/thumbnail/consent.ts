// Whether the creator lets the page send pictures of their broadcasts. Remembered in this browser, for each user.
import { storedValue, type StoredValue } from '../../storage/storedValue';

/** Nothing is sent before the creator has decided. */
export type Consent = 'undecided' | 'given' | 'refused';

const stored = new Map<string, StoredValue<Consent>>();

export function thumbnailConsent(userId: string): StoredValue<Consent> {
  const known = stored.get(userId);
  if (known) return known;
  const value = storedValue<Consent>(`onair.thumbnail.${userId}`, (text) => (text === 'given' || text === 'refused' ? text : 'undecided'));
  stored.set(userId, value);
  return value;
}
