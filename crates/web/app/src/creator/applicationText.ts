// Texts for each status of an application.
import type { ApplicationStatus } from '../api/types';
import { creator } from '../i18n/en/creator';
import type { Message } from '../i18n/message';

interface ApplicationText {
  title: Message;
  text: Message;
  /** The submit button's label; null if there is nothing to submit. */
  action: Message | null;
}

const TEXTS: Record<ApplicationStatus, ApplicationText> = {
  NONE: { title: creator.title, text: creator.noneText, action: creator.apply },
  PENDING: { title: creator.pending, text: creator.pendingText, action: creator.update },
  REJECTED: { title: creator.rejected, text: creator.rejectedText, action: creator.applyAgain },
  REVOKED: { title: creator.revoked, text: creator.revokedText, action: creator.applyAgain },
  APPROVED: { title: creator.approved, text: creator.approvedText, action: null },
};

export function applicationText(status: ApplicationStatus): ApplicationText {
  return TEXTS[status];
}
