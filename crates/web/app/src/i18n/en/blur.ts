// The blurred background of the creator's picture.
import { defineTexts } from '../message';

export const blur = defineTexts('blur', {
  label: 'Blur background',
  hint: 'Viewers see you in front of a blurred background. Loads about 3 MB the first time.',
  unsupported: 'This browser can’t blur the background.',
  starting: 'Starting…',
  failed: 'The background can’t be blurred right now. Your picture is shown and sent as it is.',
  slow: 'This computer is too slow for the blur: your picture may stutter.',
  turnOff: 'Turn off the blur',
  again: 'Try again',
});
