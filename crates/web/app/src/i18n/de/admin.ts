// The administration, in German.
import type { admin as english } from '../en/admin';
import type { Translation } from '../message';

export const admin: Translation<typeof english> = {
  reasonMissing: 'Eine Begründung ist nötig.',
};
