// The search results, in German.
import type { search as english } from '../en/search';
import type { Translation } from '../message';

export const search: Translation<typeof english> = {
  title: 'Suche',
  titleOf: 'Suche: {query}',
  advice: 'Gib oben im Feld den Titel eines Streams oder den Namen eines Creators ein.',
  unavailable: 'Die Suche ist gerade nicht verfügbar',
  retries: '{message} Diese Seite versucht es automatisch noch einmal.',
  failed: 'Die Suche ist fehlgeschlagen',
  searching: 'Suche läuft …',
  results: 'Ergebnisse',
  nothing: 'Nichts gefunden für „{query}“',
  found: { one: '{count} Stream gefunden für „{query}“', other: '{count} Streams gefunden für „{query}“' },
  fewerWords: 'Versuche es mit weniger Wörtern oder einer anderen Schreibweise. Kleine Tippfehler in längeren Wörtern stören nicht.',
  covers: 'Die Suche umfasst Titel, Namen und Benutzernamen, aber keine Beschreibungen.',
  onlySetUp: 'Es werden nur Creator aufgeführt, die einen Stream eingerichtet haben.',
};
