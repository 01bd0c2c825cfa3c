// The bar under the preview: the current state and the next step.
import { useId, type ReactNode } from 'react';
import type { LocalMedia } from '../devices/useLocalMedia';
import { MAX_ATTEMPTS } from '../connection/backoff';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import { LiveBadge } from '../ui/LiveBadge';
import styles from './BroadcastBar.module.css';
import { ControlRow } from './ControlRow';
import { CreatorStreamControls } from './CreatorStreamControls';
import { MediaToggles } from './MediaToggles';
import type { ResumeReason } from './studioView';
import type { Broadcast } from './useBroadcast';

interface Props {
  broadcast: Pick<Broadcast, 'view' | 'goLive' | 'resume' | 'cancel'>;
  media: LocalMedia;
  error: string | null;
  /** Whether viewers receive anything. */
  isSent: boolean;
  /** When the broadcast started. */
  startedAt: string | null;
  viewerCount: number;
  /** More about the state of a live broadcast. */
  health?: ReactNode;
  /** More buttons beside those for camera and microphone. */
  tools?: ReactNode;
  /** Finds out why a connection has failed. */
  check?: ReactNode;
  onEnd: () => void;
  onTakeOver: () => void;
}

export function BroadcastBar({ broadcast, media, error, isSent, startedAt, viewerCount, health, tools, check, onEnd, onTakeOver }: Props) {
  const { view, goLive, resume, cancel } = broadcast;
  const { camera, microphone, isAsking } = media;
  const [hasCamera, hasMic] = [camera.track !== null, microphone.track !== null];
  // One device is enough, but while one is starting, nobody should go live without it by accident.
  const isReady = !isAsking && (hasCamera || hasMic);
  const missingId = useId();
  const toggles = {
    onToggleCamera: camera.input.toggle,
    onToggleMic: microphone.input.toggle,
    isCameraOn: camera.isOn,
    isMicOn: microphone.isOn,
    hasCamera,
    hasMic,
    tools,
  };
  const missing = !isAsking && !(hasCamera && hasMic) && (
    <p id={missingId} className={styles.missing}>
      {missingDeviceText(hasCamera, hasMic)}
    </p>
  );

  switch (view.kind) {
    case 'preview':
    case 'connecting': {
      const isConnecting = view.kind === 'connecting';
      return (
        <>
          <ControlRow
            state={
              isConnecting ? (
                <>
                  <Loading>{connectingText(view.attempt, view.problem?.message)}</Loading>
                  {/* A public broadcast ends only after confirmation. */}
                  <Button variant="quiet" onClick={view.isLive ? onEnd : cancel}>
                    {view.isLive ? 'End stream' : 'Cancel'}
                  </Button>
                </>
              ) : isAsking ? (
                <Loading>Waiting for camera and microphone…</Loading>
              ) : (
                <LiveBadge label="Off air" isMuted />
              )
            }
            toggles={<MediaToggles {...toggles} />}
            actions={
              // The button stays in place and keeps the focus, so the second click of a double click does nothing.
              <Button variant="signal" className={styles.last} disabled={!isReady} isBusy={isConnecting} onClick={goLive} aria-describedby={missing ? missingId : undefined}>
                {isConnecting ? 'Connecting…' : 'Go live'}
              </Button>
            }
          />
          {missing}
        </>
      );
    }
    case 'live':
      return (
        <>
          <CreatorStreamControls {...toggles} onEndStream={onEnd} viewerCount={viewerCount} startedAt={startedAt} health={health} badge={badge(view.isReconnecting, isSent)} />
          {view.isReconnecting && <Loading>The connection is breaking up. Reconnecting…</Loading>}
          {missing}
        </>
      );
    case 'checking':
      return <Loading>You are live. Checking which tab is sending…</Loading>;
    case 'resume':
      return (
        <Notice title={view.reason === 'not-published' ? 'You were going live' : 'You are still live'}>
          <p>{RESUME_TEXTS[view.reason]}</p>
          {missing}
          <div className={styles.actions}>
            <Button variant="signal" disabled={!isReady} onClick={resume}>
              Resume
            </Button>
            <Button variant="secondary" onClick={onEnd}>
              End
            </Button>
          </div>
        </Notice>
      );
    case 'elsewhere':
      return (
        <Notice title={elsewhereTitle(view)}>
          <p>{view.isOtherTab ? 'Another tab of this browser is sending right now.' : 'Another tab or device of yours is sending right now.'}</p>
          <div className={styles.actions}>
            <Button disabled={!isReady} onClick={onTakeOver}>
              {view.wasSendingHere ? 'Bring it back here' : 'Move it here'}
            </Button>
            <Button variant="secondary" onClick={onEnd}>
              End
            </Button>
          </div>
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="problem" title="You are not on air">
          <p>{error}</p>
          {!view.isLive && <p>Nothing was made public.</p>}
          {view.isLive && view.problem.canRetry && <p>The broadcast hasn’t ended yet, and this page keeps trying to rejoin it.</p>}
          <div className={styles.actions}>
            <Button disabled={!isReady} onClick={view.isLive ? resume : goLive}>
              Try again
            </Button>
            {check}
            {view.isLive && (
              <Button variant="secondary" onClick={onEnd}>
                End
              </Button>
            )}
          </div>
        </Notice>
      );
  }
}

function badge(isReconnecting: boolean, isSent: boolean): { label: string; isMuted: boolean } {
  if (isReconnecting) return { label: 'Reconnecting…', isMuted: true };
  return isSent ? { label: 'On air', isMuted: false } : { label: 'Not sending', isMuted: true };
}

function elsewhereTitle({ wasSendingHere, isOtherTab }: { wasSendingHere: boolean; isOtherTab: boolean }): string {
  if (wasSendingHere) return 'Your broadcast has moved';
  return isOtherTab ? 'You are live in another tab' : 'You are live somewhere else';
}

function missingDeviceText(hasCamera: boolean, hasMic: boolean): string {
  if (hasMic) return 'Sound only: there is no camera. Viewers hear you and see no picture.';
  if (hasCamera) return 'Picture only: there is no microphone. Viewers see you and hear nothing.';
  return 'To go live, connect a camera or a microphone.';
}

const RESUME_TEXTS: Record<ResumeReason, string> = {
  'not-published': 'This page was reloaded before picture and sound were sent. Viewers see that you are about to start.',
  reload: 'This page was reloaded and has stopped sending.',
  'not-sending': 'Nobody is sending right now. Viewers see that you lost the connection.',
};

function connectingText(attempt: number, problem: string | undefined): string {
  if (problem === undefined) return 'Going live…';
  // After a lost connection the attempts start over: the first one has no number yet.
  return attempt > 1 ? `${problem} Trying again, attempt ${attempt} of ${MAX_ATTEMPTS}…` : `${problem} Reconnecting…`;
}
