// The picture of a broadcast, in German.
import type { thumbnail as english } from '../en/thumbnail';
import type { Translation } from '../message';

export const thumbnail: Translation<typeof english> = {
  show: 'Vorschaubild zeigen',
  hint: 'Während du live bist, wird jede Minute ein Bild deiner Übertragung an diesen Server gesendet. Alle sehen es auf der Startseite, in der Suche und in Linkvorschauen. Es wird gelöscht, wenn die Übertragung endet.',
  notForGuests: 'Solange Gäste nicht zuschauen dürfen, wird kein Bild gesendet.',
  question: 'Ein Vorschaubild deiner Übertragungen zeigen?',
  decideLater: 'Ohne deine Einwilligung wird nichts gesendet. Du kannst das jederzeit unter „Stream“ ändern.',
  dontShow: 'Keines zeigen',
  given: 'Während du live bist, wird ein Vorschaubild gezeigt.',
  refused: 'Es wird kein Vorschaubild gezeigt.',
};
