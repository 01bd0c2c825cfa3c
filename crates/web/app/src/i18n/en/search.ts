// The search results.
import { defineTexts } from '../message';

export const search = defineTexts('search', {
  title: 'Search',
  titleOf: 'Search: {query}',
  advice: 'Type a stream title or the name of a creator in the field above.',
  unavailable: 'Search isn’t available right now',
  retries: '{message} This page retries automatically.',
  failed: 'The search failed',
  searching: 'Searching…',
  results: 'Results',
  nothing: 'Nothing found for “{query}”',
  found: { one: '{count} stream found for “{query}”', other: '{count} streams found for “{query}”' },
  fewerWords: 'Try fewer words or another spelling. Small typos in longer words are fine.',
  covers: 'The search covers titles, names and usernames, but not descriptions.',
  onlySetUp: 'Only creators who have set up a stream are listed.',
});
