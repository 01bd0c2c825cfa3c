// A creator's page, and what the watch page says about a creator who is offline, in German.
import type { profile as english } from '../en/profile';
import type { Translation } from '../message';

export const profile: Translation<typeof english> = {
  creatorTab: 'Creator',
  followingCount: { one: 'folgt {count} Person', other: 'folgt {count} Personen' },
  watchNow: 'Jetzt ansehen',
  liveNow: 'Jetzt live',
  about: 'Beschreibung',
  own: 'So sehen dich andere. Titel und Beschreibung kannst du in deinem Studio ändern.',
  past: 'Frühere Übertragungen',
  pastBroke: 'Die Liste der früheren Übertragungen funktioniert nicht mehr.',
  liveBroke: 'Die laufende Übertragung lässt sich nicht mehr anzeigen.',
  allPast: 'Alle früheren Übertragungen',
  count: { one: 'Bisher {count} Übertragung', other: 'Bisher {count} Übertragungen' },
  lastLive: 'Zuletzt live {ago}, Dauer: {duration}',
  neverLive: 'Noch nie live',
  neverLiveHint: 'Folge dem Creator, um auf deiner Startseite zu sehen, wann er zum ersten Mal live geht.',
  neverLiveOwn: 'Nach deiner ersten Übertragung steht sie hier.',
  peak: 'Meiste Zuschauer: {peak}',
  summary: 'Zusammenfassung der Übertragung',
  by: 'von {name}',
  noSummary: 'Diese Übertragung wurde nicht gefunden',
  noSummaryText: 'Sie ist noch nicht vorbei, oder die Adresse stimmt nicht.',
};
