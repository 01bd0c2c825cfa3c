// For people who may not go live (yet): why, and what happens next.
import type { ApplicationStatus } from '../api/types';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';

const APPLY =
  'To become one, apply as a creator. The form for it isn’t part of this page yet: until then, ask the people who run this site to take your application.';

const WORDS: Record<ApplicationStatus, { title: string; text: string }> = {
  NONE: { title: 'You aren’t a creator yet', text: `Only approved creators can go live. ${APPLY}` },
  PENDING: {
    title: 'Your application is being reviewed',
    text: 'Only approved creators can go live. You don’t have to do anything: once you are approved, the studio opens on this page by itself.',
  },
  REJECTED: {
    title: 'Your application was turned down',
    text: 'Only approved creators can go live. You may apply again; the form for it isn’t part of this page yet, so ask the people who run this site.',
  },
  REVOKED: {
    title: 'Your approval was withdrawn',
    text: 'You can’t go live any more. You may apply again; the form for it isn’t part of this page yet, so ask the people who run this site.',
  },
  APPROVED: {
    title: 'Your approval is arriving',
    text: 'You are approved, but the studio hasn’t heard of it yet. It opens by itself in a moment.',
  },
};

interface Props {
  applicationStatus: ApplicationStatus;
  /** Whether a broadcast has just ended, and most likely for this. */
  hasEnded: boolean;
}

export function NotApproved({ applicationStatus, hasEnded }: Props) {
  const { title, text } = WORDS[applicationStatus];
  return (
    <NarrowPage title="Studio">
      <Notice title={title}>
        {hasEnded && <p>Your broadcast has ended.</p>}
        <p>{text}</p>
        <ButtonLink variant="secondary" to="/">
          See who is live
        </ButtonLink>
      </Notice>
    </NarrowPage>
  );
}
