import { expect, it } from 'vitest';
import { localeFor, preferredLanguage } from './languages';

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'en-GB', 'de'], 'en'],
  [['DE'], 'de'],
  [['constructor', 'he'], 'en'],
  [[], 'en'],
])('%j gets %s', (preferred, language) => {
  expect(preferredLanguage(preferred)).toBe(language);
});

it('formats for the region that the browser names', () => {
  expect(localeFor('de', ['fr', 'de-CH', 'de'])).toBe('de-CH');
  expect(localeFor('de', ['en-GB'])).toBe('de');
});
