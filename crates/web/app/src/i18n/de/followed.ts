// The followed creators on the home page, in German.
import type { followed as english } from '../en/followed';
import type { Translation } from '../message';

export const followed: Translation<typeof english> = {
  peopleYouFollow: 'Wem du folgst',
  title: 'Creator, denen du folgst',
  loading: 'Creator, denen du folgst, werden geladen …',
};
