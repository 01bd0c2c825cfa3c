// The studio of a creator with a stream: preview, broadcast controls and stream settings.
import { useEffect, useRef, useState } from 'react';
import { pinToken } from '../account/token';
import type { Me, Stream, StreamStatus } from '../api/types';
import { onDeviceChange } from '../devices/acquire';
import { DevicePicker } from '../devices/DevicePicker';
import { mergeProblems } from '../devices/deviceProblem';
import { DeviceProblemNotice } from '../devices/DeviceProblemNotice';
import type { LocalMedia } from '../devices/useLocalMedia';
import { SectionBoundary } from '../errors/boundaries';
import { announce } from '../ui/announce';
import { LiveBadge } from '../ui/LiveBadge';
import { Notice } from '../ui/Notice';
import { useRestoreFocus } from '../ui/useRestoreFocus';
import { BroadcastBar } from './BroadcastBar';
import { ElapsedTime } from './ElapsedTime';
import { EndedNotice } from './EndedNotice';
import { EndDialog, LeaveDialog, SignOutDialog, TakeOverDialog } from './dialogs';
import type { GoLivePageState } from './GoLivePage';
import { PastBroadcasts } from './PastBroadcasts';
import { onAirStateFromMedia, MediaFaultNotice } from './MediaFaultNotice';
import { ShareLink } from './ShareLink';
import { SignInExpiredNotice } from './SignInExpiredNotice';
import { StreamInfoEditor } from './StreamInfoEditor';
import { StreamPreview } from './StreamPreview';
import { StreamSettingsForm } from './StreamSettingsForm';
import { StudioChat } from './StudioChat';
import styles from './Studio.module.css';
import type { Broadcast } from './useBroadcast';
import { usePastBroadcasts } from './usePastBroadcasts';
import { Viewers } from './Viewers';

interface Props {
  state: GoLivePageState;
  stream: Stream;
  status: StreamStatus | null;
  me: Me;
  media: LocalMedia;
  broadcast: Broadcast;
  isNew: boolean;
  onStreamChanged: (stream: Stream) => void;
}

export function Studio({ state, stream, status, me, media, broadcast, isNew, onStreamChanged }: Props) {
  const [isEnding, setIsEnding] = useState(false);
  const [isTakingOver, setIsTakingOver] = useState(false);
  const { view, endedStartedAt } = broadcast;
  const startedAt = status?.startedAt ?? null;
  const { isSending: isSent } = onAirStateFromMedia(media, broadcast.mediaFaults);
  const isSending = state.isLive || state.isConnecting;
  // A broken broadcast can still be resumed.
  const isLiveOrRetrying = isSending || (view.kind === 'failed' && view.isLive);
  const past = usePastBroadcasts(`${startedAt} ${endedStartedAt}`);
  const ended = past.items?.find((session) => session.startedAt === endedStartedAt) ?? null;
  useEffect(() => (isLiveOrRetrying ? pinToken() : undefined), [isLiveOrRetrying]);
  const { recover } = media;
  useEffect(() => onDeviceChange(() => recover({ mayStart: !isLiveOrRetrying })), [recover, isLiveOrRetrying]);
  const bar = useRef<HTMLDivElement>(null);
  useRestoreFocus(bar, view.kind);
  useEffect(() => {
    if (state.isLive) announce('You are on air.');
  }, [state.isLive]);
  useEffect(() => {
    if (endedStartedAt !== null) announce('Your broadcast is over.');
  }, [endedStartedAt]);
  // The media library stops the tracks when it leaves the room by itself.
  useEffect(() => {
    if (view.kind !== 'connecting') recover({ mayStart: false });
  }, [recover, view.kind]);
  return (
    <div className={state.isLive ? styles.studioOnAir : styles.studio}>
      <h1 className="visually-hidden">Studio</h1>
      <div className={`${styles.broadcast} ${view.kind === 'live' && !view.isReconnecting && isSent ? styles.onAir : ''}`}>
        <SectionBoundary name="The preview">
          <StreamPreview
            localVideoTrack={media.camera.track}
            localAudioTrack={media.microphone.track}
            isAsking={media.isAsking}
            isCameraOn={media.camera.isOn}
          >
            {view.kind === 'live' && <LiveBadge label={badgeLabel(view.isReconnecting, isSent)} isMuted={view.isReconnecting || !isSent} />}
            {!state.isLive && media.camera.track && <LiveBadge label="Only you see this" isMuted />}
            {state.isLive && startedAt && <ElapsedTime since={startedAt} />}
          </StreamPreview>
        </SectionBoundary>
        <div ref={bar} tabIndex={-1} role="group" aria-label="Broadcast" className={styles.bar}>
          <SectionBoundary name="The broadcast controls">
            <BroadcastBar
              broadcast={broadcast}
              media={media}
              error={state.error}
              viewerCount={status?.viewerCount ?? 0}
              onEnd={() => setIsEnding(true)}
              onTakeOver={() => setIsTakingOver(true)}
            />
          </SectionBoundary>
        </div>
        {state.isLive && <MediaFaultNotice media={media} mediaFaults={broadcast.mediaFaults} />}
        {mergeProblems(media.camera.problem, media.microphone.problem).map((problem) => (
          <DeviceProblemNotice key={problem.device} problem={problem} onTryAgain={media.tryAgain} />
        ))}
        <SignInExpiredNotice />
        {endedStartedAt !== null && (
          <SectionBoundary name="The summary">
            <EndedNotice session={ended} isLoading={past.error === null} />
          </SectionBoundary>
        )}
        {isNew && view.kind === 'preview' && endedStartedAt === null && (
          <Notice title="Your stream is set up">
            <p>Check picture and sound above. Nothing is public until you press “Go live”.</p>
          </Notice>
        )}
      </div>
      {state.isLive && (
        <div className={styles.chat}>
          <SectionBoundary name="The chat">
            <StudioChat broadcast={broadcast} stream={stream} me={me} />
          </SectionBoundary>
        </div>
      )}
      <div className={styles.devices}>
        <SectionBoundary name="The device selection">
          <DevicePicker label="Camera" kind="videoinput" device={media.camera} />
          <DevicePicker label="Microphone" kind="audioinput" device={media.microphone} />
        </SectionBoundary>
      </div>
      <aside className={styles.details} aria-label="About your stream">
        {state.isLive && (
          <SectionBoundary name="The list of viewers">
            <Viewers />
          </SectionBoundary>
        )}
        <SectionBoundary name="The title and description editor">
          <StreamInfoEditor stream={stream} onSaved={onStreamChanged} />
        </SectionBoundary>
        <SectionBoundary name="The stream settings">
          <StreamSettingsForm stream={stream} onSaved={onStreamChanged} />
        </SectionBoundary>
        <ShareLink username={me.username} />
      </aside>
      {/* Hidden while live. */}
      {!state.isLive && (
        <SectionBoundary name="The list of past broadcasts">
          <PastBroadcasts list={past} />
        </SectionBoundary>
      )}
      <EndDialog isOpen={isEnding} onEnd={broadcast.end} onClose={() => setIsEnding(false)} />
      <TakeOverDialog
        isOpen={isTakingOver}
        onConfirm={() => {
          setIsTakingOver(false);
          broadcast.resume();
        }}
        onClose={() => setIsTakingOver(false)}
      />
      <LeaveDialog isLive={isSending} />
      <SignOutDialog isLive={isSending} onEnd={broadcast.end} />
    </div>
  );
}

function badgeLabel(isReconnecting: boolean, isSent: boolean): string {
  if (isReconnecting) return 'Reconnecting…';
  return isSent ? 'On air' : 'Not sending';
}
