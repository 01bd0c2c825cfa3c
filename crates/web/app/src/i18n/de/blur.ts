// The blurred background of the creator's picture.
import type { blur as english } from '../en/blur';
import type { Translation } from '../message';

export const blur: Translation<typeof english> = {
  label: 'Hintergrund unscharf',
  hint: 'Zuschauer sehen dich vor einem unscharfen Hintergrund. Lädt beim ersten Mal etwa 3 MB.',
  unsupported: 'Dieser Browser kann den Hintergrund nicht unscharf machen.',
  starting: 'Startet…',
  failed: 'Der Hintergrund kann gerade nicht unscharf gemacht werden. Dein Bild wird so gezeigt und gesendet, wie es ist.',
  slow: 'Dieser Computer ist zu langsam für die Unschärfe: Dein Bild ruckelt vielleicht.',
  turnOff: 'Unschärfe ausschalten',
  again: 'Nochmal versuchen',
};
