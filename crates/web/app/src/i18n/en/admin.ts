// The administration.
import { defineTexts } from '../message';

export const admin = defineTexts('admin', {
  reasonMissing: 'A reason is needed.',
});
