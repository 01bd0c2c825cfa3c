// Problems of the connection to the media server, in German.
import type { connection as english } from '../en/connection';
import type { Translation } from '../message';

export const connection: Translation<typeof english> = {
  refused: 'Der Medienserver hat die Verbindung abgelehnt.',
  unexpected: 'Etwas Unerwartetes hat die Verbindung beendet.',
  lost: 'Die Verbindung wurde unterbrochen.',
  unreachable: 'Der Medienserver ist von hier aus nicht erreichbar. Vielleicht blockiert ihn eine Firewall oder ein VPN, oder er startet gerade neu.',
  notAnswering: 'Der Medienserver antwortet gerade nicht.',
  unavailable: 'Onair ist gerade nicht verfügbar.',
  tryingAgain: '{message} Neuer Versuch …',
  keepsTrying: '{message} Diese Seite versucht es weiter.',
};
