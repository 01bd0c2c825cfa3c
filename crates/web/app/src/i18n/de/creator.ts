// Applying to become a creator, in German.
import type { creator as english } from '../en/creator';
import type { Translation } from '../message';

export const creator: Translation<typeof english> = {
  aboutMissing: 'Ein Text ist nötig.',
  title: 'Creator werden',
  signIn: 'Melde dich an, um dich zu bewerben',
  signInText: 'Deine Bewerbung gehört zu deinem Konto, damit du hier ihren Stand sehen kannst.',
  about: 'Über dich',
  aboutHint: 'Wer du bist, was du zeigen möchtest und wo man Beispiele sehen kann.',
  sent: 'Gesendet.',
  noneText: 'Creator gehen aus ihrem Browser live. Schreib den Admins, wer du bist und was du zeigen möchtest. Ein Admin prüft deine Bewerbung.',
  apply: 'Bewerben',
  pending: 'Deine Bewerbung wird geprüft',
  pendingText: 'Ein Admin prüft sie, und du siehst die Entscheidung hier. Bis dahin kannst du sie ändern.',
  update: 'Bewerbung aktualisieren',
  rejected: 'Deine Bewerbung wurde abgelehnt',
  rejectedText: 'Lies unten die Begründung. Du kannst dich erneut bewerben.',
  applyAgain: 'Erneut bewerben',
  revoked: 'Deine Freigabe wurde entzogen',
  revokedText: 'Du kannst nicht mehr live gehen. Lies unten die Begründung. Du kannst dich erneut bewerben.',
  approved: 'Du bist Creator',
  approvedText: 'Dein Studio ist offen: Richte deinen Stream ein und geh live.',
};
