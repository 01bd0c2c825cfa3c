// The followed creators on the home page.
import { defineTexts } from '../message';

export const followed = defineTexts('followed', {
  peopleYouFollow: 'People you follow',
  title: 'Creators you follow',
  loading: 'Loading creators you follow…',
});
