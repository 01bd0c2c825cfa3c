// The chat in a window of its own, and as an overlay for streaming programs.
import type { chatWindow as english } from '../en/chatWindow';
import type { Translation } from '../message';

export const chatWindow: Translation<typeof english> = {
  popOut: 'Chat in eigenem Fenster',
  title: 'Chat von {name}',
  chatOf: 'Chat · {name}',
  loading: 'Der Chat wird geladen…',
  unknownUser: 'Niemand heißt „{name}“',
  checkSpelling: 'Prüfe, ob der Name richtig geschrieben ist.',
  noStream: '{name} hat noch keinen Stream eingerichtet',
  unavailable: 'Der Chat kann gerade nicht geladen werden',
  tryingAgain: '{problem} Neuer Versuch…',
  blocked: '{name} hat dich blockiert',
  blockedText: 'Du kannst in diesem Chat nicht lesen oder schreiben.',
  removed: 'Du wurdest aus diesem Stream entfernt',
  removedText: 'Nach dieser Sendung kannst du in den Chat von {name} zurückkehren.',
  guestsNotAllowed: 'Dieser Stream ist nicht für Gäste offen',
  guestsNotAllowedText: '{name} lässt nur angemeldete Zuschauer den Chat lesen.',
  signInToChat: 'Anmelden und chatten',
  you: 'Du',
  broken: 'Der Chat funktioniert nicht mehr.',
  messages: 'Chat',
  overlay: 'Chat in OBS',
  overlayHint: 'Füge diese Adresse als Browserquelle hinzu: Dein Chat liegt dann ohne Hintergrund über deinem Bild.',
};
