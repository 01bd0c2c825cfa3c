// For people who may not go live (yet): why, and what happens next.
import type { ApplicationStatus } from '../api/types';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';

interface Words {
  title: string;
  text: string;
  /** What the way to the application is called. */
  way: string | null;
}

const WORDS: Record<ApplicationStatus, Words> = {
  NONE: { title: 'You aren’t a creator yet', text: 'Only approved creators can go live.', way: 'Become a creator' },
  PENDING: {
    title: 'Your application is being reviewed',
    text: 'Only approved creators can go live. Once you are approved, the studio opens on this page automatically.',
    way: 'See your application',
  },
  REJECTED: {
    title: 'Your application was rejected',
    text: 'Only approved creators can go live. Read the reason in your application. You can apply again.',
    way: 'See your application',
  },
  REVOKED: {
    title: 'Your approval was revoked',
    text: 'You can no longer go live. Read the reason in your application. You can apply again.',
    way: 'See your application',
  },
  APPROVED: {
    title: 'You are approved',
    text: 'The studio opens automatically in a moment.',
    way: null,
  },
};

interface Props {
  applicationStatus: ApplicationStatus;
  /** Whether a broadcast has just ended, and most likely for this. */
  hasEnded: boolean;
}

export function NotApproved({ applicationStatus, hasEnded }: Props) {
  const { title, text, way } = WORDS[applicationStatus];
  return (
    <NarrowPage title="Studio">
      <Notice title={title}>
        {hasEnded && <p>Your broadcast has ended.</p>}
        <p>{text}</p>
        {way && <ButtonLink to="/apply">{way}</ButtonLink>}
        <ButtonLink variant="secondary" to="/">
          Browse live streams
        </ButtonLink>
      </Notice>
    </NarrowPage>
  );
}
