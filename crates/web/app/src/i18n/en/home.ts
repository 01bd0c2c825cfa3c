// The home page.
import { defineTexts } from '../message';

export const home = defineTexts('home', {
  title: 'Live streams',
  liveNow: 'Live now',
  intro: 'Live from people’s browsers, with almost no delay.',
  loading: 'Loading live streams…',
  newStreams: { one: 'Show {count} new stream', other: 'Show {count} new streams' },
  followedBroke: 'The list of creators you follow has stopped working.',
  quiet: 'It’s quiet right now',
  quietCreator: 'Nobody is live. Be the first: all you need is this browser, a camera and a microphone.',
  quietViewer: 'Nobody is live at the moment. This page updates automatically when someone goes live. Meanwhile you can search for a creator and follow them, to see them here live or offline, or become a creator yourself.',
  searchStreams: 'Search streams and creators',
  search: 'Search',
  closeSearch: 'Close search',
  pictureOf: 'Picture of the broadcast by {name}',
});
