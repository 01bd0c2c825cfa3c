// Applying to become a creator, in German.
import type { creator as english } from '../en/creator';
import type { Translation } from '../message';

export const creator: Translation<typeof english> = {
  aboutMissing: 'Ein Text ist nötig.',
};
