// The page for unknown addresses, in German.
import type { notFound as english } from '../en/notFound';
import type { Translation } from '../message';

export const notFound: Translation<typeof english> = {
  title: 'Nicht gefunden',
  heading: 'Seite nicht gefunden',
  text: 'Der Link ist vielleicht falsch, oder die Seite gibt es nicht mehr.',
};
