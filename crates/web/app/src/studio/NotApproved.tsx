// Shown to users who can't go live: why, and what to do.
import type { ApplicationStatus } from '../api/types';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';

interface StatusText {
  title: Message;
  text: Message;
  /** The label of the link to the application. */
  linkLabel: Message | null;
}

const TEXTS: Record<ApplicationStatus, StatusText> = {
  NONE: { title: studio.notCreator, text: studio.notCreatorText, linkLabel: common.becomeCreator },
  PENDING: { title: studio.pending, text: studio.pendingText, linkLabel: studio.seeApplication },
  REJECTED: { title: studio.rejected, text: studio.rejectedText, linkLabel: studio.seeApplication },
  REVOKED: { title: studio.revoked, text: studio.revokedText, linkLabel: studio.seeApplication },
  APPROVED: { title: studio.approved, text: studio.approvedText, linkLabel: null },
};

interface Props {
  applicationStatus: ApplicationStatus;
  /** Whether a broadcast has just ended, probably for this reason. */
  hasEnded: boolean;
}

export function NotApproved({ applicationStatus, hasEnded }: Props) {
  const t = useT();
  const { title, text, linkLabel } = TEXTS[applicationStatus];
  return (
    <NarrowPage title={t(studio.title)}>
      <Notice title={t(title)}>
        {hasEnded && <p>{t(studio.endedDot)}</p>}
        <p>{t(text)}</p>
        {linkLabel && <ButtonLink to="/apply">{t(linkLabel)}</ButtonLink>}
        <ButtonLink variant="secondary" to="/">
          {t(common.browseStreams)}
        </ButtonLink>
      </Notice>
    </NarrowPage>
  );
}
