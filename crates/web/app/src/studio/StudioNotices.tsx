// What the creator has to know now: what viewers don't receive, problems of devices, and the end of the broadcast.
import type { PastSession } from '../api/types';
import { mergeProblems } from '../devices/deviceProblem';
import { DeviceProblemNotice } from '../devices/DeviceProblemNotice';
import type { LocalMedia } from '../devices/useLocalMedia';
import { SectionBoundary } from '../errors/boundaries';
import { EndedNotice } from './EndedNotice';
import { MediaFaultNotice } from './MediaFaultNotice';
import { SignInExpiredNotice } from './SignInExpiredNotice';
import styles from './StudioNotices.module.css';
import type { Broadcast } from './useBroadcast';

interface Props {
  media: LocalMedia;
  broadcast: Pick<Broadcast, 'view' | 'mediaFaults' | 'endedStartedAt'>;
  /** The broadcast that has just ended; null until it is loaded. */
  ended: PastSession | null;
  isSummaryLoading: boolean;
}

export function StudioNotices({ media, broadcast: { view, mediaFaults, endedStartedAt }, ended, isSummaryLoading }: Props) {
  return (
    <div className={styles.notices}>
      {view.kind === 'live' && <MediaFaultNotice media={media} mediaFaults={mediaFaults} />}
      {mergeProblems(media.camera.problem, media.microphone.problem).map((problem) => (
        <DeviceProblemNotice key={problem.device} problem={problem} onTryAgain={media.tryAgain} />
      ))}
      <SignInExpiredNotice />
      {endedStartedAt !== null && (
        <SectionBoundary name="The summary">
          <EndedNotice session={ended} isLoading={isSummaryLoading} />
        </SectionBoundary>
      )}
    </div>
  );
}
