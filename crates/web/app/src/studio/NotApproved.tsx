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
    text: 'Only approved creators can go live. You don’t have to do anything: once you are approved, the studio opens on this page by itself.',
    way: 'See your application',
  },
  REJECTED: {
    title: 'Your application was turned down',
    text: 'Only approved creators can go live. Read why, and apply again.',
    way: 'See your application',
  },
  REVOKED: {
    title: 'Your approval was withdrawn',
    text: 'You can’t go live any more. Read why, and apply again.',
    way: 'See your application',
  },
  APPROVED: {
    title: 'Your approval is arriving',
    text: 'You are approved, but the studio hasn’t heard of it yet. It opens by itself in a moment.',
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
          See who is live
        </ButtonLink>
      </Notice>
    </NarrowPage>
  );
}
