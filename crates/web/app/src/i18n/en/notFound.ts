// The page for unknown addresses.
import { defineTexts } from '../message';

export const notFound = defineTexts('notFound', {
  title: 'Not found',
  heading: 'Page not found',
  text: 'The link may be wrong, or the page no longer exists.',
});
