// Shown to users who can't go live: why, and what to do.
import type { ApplicationStatus } from '../api/types';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';

interface StatusText {
  title: string;
  text: string;
  /** The label of the link to the application. */
  linkLabel: string | null;
}

const TEXTS: Record<ApplicationStatus, StatusText> = {
  NONE: { title: 'You aren’t a creator yet', text: 'Only approved creators can go live.', linkLabel: 'Become a creator' },
  PENDING: {
    title: 'Your application is being reviewed',
    text: 'Only approved creators can go live. Once you are approved, the studio opens on this page automatically.',
    linkLabel: 'See your application',
  },
  REJECTED: {
    title: 'Your application was rejected',
    text: 'Only approved creators can go live. Read the reason in your application. You can apply again.',
    linkLabel: 'See your application',
  },
  REVOKED: {
    title: 'Your approval was revoked',
    text: 'You can no longer go live. Read the reason in your application. You can apply again.',
    linkLabel: 'See your application',
  },
  APPROVED: {
    title: 'You are approved',
    text: 'The studio opens automatically in a moment.',
    linkLabel: null,
  },
};

interface Props {
  applicationStatus: ApplicationStatus;
  /** Whether a broadcast has just ended, probably for this reason. */
  hasEnded: boolean;
}

export function NotApproved({ applicationStatus, hasEnded }: Props) {
  const { title, text, linkLabel } = TEXTS[applicationStatus];
  return (
    <NarrowPage title="Studio">
      <Notice title={title}>
        {hasEnded && <p>Your broadcast has ended.</p>}
        <p>{text}</p>
        {linkLabel && <ButtonLink to="/apply">{linkLabel}</ButtonLink>}
        <ButtonLink variant="secondary" to="/">
          Browse live streams
        </ButtonLink>
      </Notice>
    </NarrowPage>
  );
}
