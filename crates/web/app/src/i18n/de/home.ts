// The home page, in German.
import type { home as english } from '../en/home';
import type { Translation } from '../message';

export const home: Translation<typeof english> = {
  title: 'Livestreams',
  liveNow: 'Jetzt live',
  intro: 'Live aus dem Browser, fast ohne Verzögerung.',
  loading: 'Livestreams werden geladen …',
  newStreams: { one: '{count} neuen Stream anzeigen', other: '{count} neue Streams anzeigen' },
  followedBroke: 'Die Liste der Creator, denen du folgst, funktioniert nicht mehr.',
  quiet: 'Gerade ist es ruhig',
  quietCreator: 'Niemand ist live. Mach den Anfang: Du brauchst nur diesen Browser, eine Kamera und ein Mikrofon.',
  quietViewer: 'Im Moment ist niemand live. Diese Seite aktualisiert sich automatisch, wenn jemand live geht. Bis dahin kannst du nach Creatorn suchen und ihnen folgen, um sie hier zu sehen, ob live oder offline, oder selbst Creator werden.',
  searchStreams: 'Streams und Creator suchen',
  search: 'Suche',
  closeSearch: 'Suche schließen',
  pictureOf: 'Bild der Übertragung von {name}',
};
