// What the creator has to know now: what viewers don't receive, problems of devices, and the end of the broadcast.
import type { PastSession } from '../api/types';
import { mergeProblems } from '../devices/deviceProblem';
import { DeviceProblemNotice } from '../devices/DeviceProblemNotice';
import type { LocalMedia } from '../devices/useLocalMedia';
import { SectionBoundary } from '../errors/boundaries';
import { Notice } from '../ui/Notice';
import { EndedNotice } from './EndedNotice';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { MediaFaultNotice } from './MediaFaultNotice';
import { SignInExpiredNotice } from './SignInExpiredNotice';
import { ThumbnailQuestion } from './thumbnail/ThumbnailQuestion';
import styles from './StudioNotices.module.css';
import type { Broadcast } from './useBroadcast';
import type { ScreenShare } from './useScreenShare';

interface Props {
  userId: string;
  /** The creator has answered the question, which then disappears. */
  onDecided: () => void;
  media: LocalMedia;
  broadcast: Pick<Broadcast, 'view' | 'mediaFaults' | 'endedStartedAt'>;
  screen: Pick<ScreenShare, 'track' | 'problem'>;
  /** The broadcast that has just ended; null until it is loaded. */
  ended: PastSession | null;
  isSummaryLoading: boolean;
}

export function StudioNotices({ userId, onDecided, media, broadcast: { view, mediaFaults, endedStartedAt }, screen, ended, isSummaryLoading }: Props) {
  const t = useT();
  return (
    <div className={styles.notices}>
      {view.kind === 'live' && <MediaFaultNotice media={media} mediaFaults={mediaFaults} isScreenShared={screen.track !== null} />}
      {screen.problem !== null && <Notice tone="problem" title={t(screen.problem)} />}
      {mergeProblems(media.camera.problem, media.microphone.problem).map((problem) => (
        <DeviceProblemNotice key={problem.device} problem={problem} onTryAgain={media.tryAgain} />
      ))}
      <SignInExpiredNotice />
      {view.kind === 'preview' && endedStartedAt === null && <ThumbnailQuestion userId={userId} onDecided={onDecided} />}
      {endedStartedAt !== null && (
        <SectionBoundary text={t(studio.summaryBroke)}>
          <EndedNotice session={ended} isLoading={isSummaryLoading} />
        </SectionBoundary>
      )}
    </div>
  );
}
