// Applying to become a creator.
import { defineTexts } from '../message';

export const creator = defineTexts('creator', {
  aboutMissing: 'A text is needed.',
});
