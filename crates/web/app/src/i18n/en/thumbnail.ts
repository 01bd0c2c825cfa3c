// The picture of a broadcast, which the studio sends with the creator's consent.
import { defineTexts } from '../message';

export const thumbnail = defineTexts('thumbnail', {
  show: 'Show a preview picture',
  hint: 'While you are live, a picture of your broadcast is sent to this server every minute. Everybody sees it on the home page, in search and in link previews. It is deleted when the broadcast ends.',
  notForGuests: 'No picture is sent while guests may not watch.',
  question: 'Show a preview picture of your broadcasts?',
  decideLater: 'Without your consent nothing is sent. You can change this at any time under “Stream”.',
  dontShow: 'Don’t show one',
  given: 'A preview picture is shown while you are live.',
  refused: 'No preview picture is shown.',
});
