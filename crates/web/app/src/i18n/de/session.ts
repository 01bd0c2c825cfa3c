// What is wrong with the sign-in, on every page, in German.
import type { session as english } from '../en/session';
import type { Translation } from '../message';

export const session: Translation<typeof english> = {
  endsSoon: 'Deine Anmeldung läuft bald ab. Um angemeldet zu bleiben, <link>melde dich in einem neuen Tab noch einmal an</link>. Diese Seite bleibt, wie sie ist.',
  unavailable: 'Deine Anmeldung ist abgelaufen, und der Anmeldedienst antwortet nicht. Sobald er wieder antwortet, meldet dich diese Seite wieder an.',
  expired: 'Deine Anmeldung ist abgelaufen. <link>Erneut anmelden</link>',
  signedOut: 'Du wurdest abgemeldet. {reason} <link>Anmelden</link>',
  signedOutHere: 'Du bist hier abgemeldet, aber vielleicht nicht beim Anmeldedienst. Melde dich an einem gemeinsam genutzten Computer auch dort ab.',
};
