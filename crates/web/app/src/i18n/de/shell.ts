// The frame of all pages: header, account menu, banners, and pages that replace others, in German.
import type { shell as english } from '../en/shell';
import type { Translation } from '../message';

export const shell: Translation<typeof english> = {
  skip: 'Zum Inhalt springen',
  brand: 'Onair, jetzt live',
  mainNavigation: 'Hauptnavigation',
  liveNow: 'Jetzt live',
  studio: 'Studio',
  accountMenu: 'Kontomenü',
  signedInAs: 'Kontomenü, angemeldet als',
  peopleYouFollow: 'Wem du folgst',
  peopleYouBlocked: 'Wen du blockiert hast',
  administration: 'Verwaltung',
  language: 'Sprache',
  noConnection: 'Keine Verbindung zu Onair. Prüfe dein Netzwerk. Diese Seite verbindet sich automatisch wieder.',
  notAnswering: 'Onair antwortet gerade nicht. Sobald es wieder antwortet, geht es auf dieser Seite automatisch weiter.',
  broken: 'Etwas ist schiefgegangen',
  brokenIntro: 'Das ist ein Fehler in Onair. Meist hilft es, die Seite neu zu laden. Eine laufende Übertragung kannst du fortsetzen.',
  outage: 'Onair ist nicht erreichbar',
  outageIntro: 'Diese Seite konnte nicht geladen werden. Prüfe deine Verbindung und lade sie dann neu.',
  upgrade: 'Ein Teil dieser Seite fehlt',
  upgradeIntro: 'Onair wurde wahrscheinlich aktualisiert, während diese Seite offen war. Lade die Seite neu. Wenn das nicht hilft, warte eine Minute: Die Aktualisierung läuft vielleicht noch.',
};
