// The one bar under the mirror: what the next step is, and what is going on.
import { useId } from 'react';
import type { LocalMedia } from '../devices/useLocalMedia';
import { MAX_ATTEMPTS } from '../connection/backoff';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { Waiting } from '../ui/Waiting';
import styles from './BroadcastBar.module.css';
import { CreatorStreamControls } from './CreatorStreamControls';
import { MediaToggles } from './MediaToggles';
import type { ResumeAfter } from './studioView';
import type { Broadcast } from './useBroadcast';

interface Props {
  broadcast: Pick<Broadcast, 'view' | 'goLive' | 'resume' | 'cancel'>;
  media: LocalMedia;
  error: string | null;
  viewerCount: number;
  onEnd: () => void;
  onTakeOver: () => void;
}

export function BroadcastBar({ broadcast, media, error, viewerCount, onEnd, onTakeOver }: Props) {
  const { view, goLive, resume, cancel } = broadcast;
  const { camera, microphone, isAsking } = media;
  const [hasCamera, hasMic] = [camera.track !== null, microphone.track !== null];
  // Either will do; but while one is still being started, nobody goes live without it by accident.
  const isReady = !isAsking && (hasCamera || hasMic);
  const missingId = useId();
  const toggles = {
    onToggleCamera: camera.input.toggle,
    onToggleMic: microphone.input.toggle,
    isCameraOn: camera.isOn,
    isMicOn: microphone.isOn,
    hasCamera,
    hasMic,
  };
  const missing = !isAsking && !(hasCamera && hasMic) && (
    <p id={missingId} className={styles.missing}>
      {missingWords(hasCamera, hasMic)}
    </p>
  );

  switch (view.shows) {
    case 'preview':
    case 'connecting': {
      const isConnecting = view.shows === 'connecting';
      return (
        <>
          <div className={styles.bar}>
            <MediaToggles {...toggles} />
            {!isConnecting && isAsking && <Waiting>Waiting for camera and microphone…</Waiting>}
            {/* Stays where it is and keeps the focus: the second click of a double click finds nothing to do. */}
            <Button variant="signal" className={styles.last} disabled={!isReady} isBusy={isConnecting} onClick={goLive} aria-describedby={missing ? missingId : undefined}>
              {isConnecting ? 'Connecting…' : 'Go live'}
            </Button>
          </div>
          {missing}
          {isConnecting && (
            <div className={styles.bar}>
              <Waiting>{connectingWords(view.attempt, view.problem?.message)}</Waiting>
              {/* What is public already isn't ended by a slip of the hand. */}
              <Button variant="quiet" className={styles.stop} onClick={view.isLive ? onEnd : cancel}>
                {view.isLive ? 'End stream' : 'Cancel'}
              </Button>
            </div>
          )}
        </>
      );
    }
    case 'live':
      return (
        <>
          {view.isReconnecting && <Waiting>The connection is breaking up. Reconnecting…</Waiting>}
          <CreatorStreamControls {...toggles} onEndStream={onEnd} viewerCount={viewerCount} />
          {missing}
        </>
      );
    case 'checking':
      return <Waiting>You are live. Checking which tab is sending…</Waiting>;
    case 'resume':
      return (
        <Notice title={view.after === 'beginning' ? 'You were going live' : 'You are still live'}>
          <p>{RESUME_WORDS[view.after]}</p>
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
          <p>{view.isTab ? 'Another tab of this browser is sending right now.' : 'Another tab or device of yours is sending right now.'}</p>
          <div className={styles.actions}>
            <Button disabled={!isReady} onClick={onTakeOver}>
              {view.wasHere ? 'Bring it back here' : 'Move it here'}
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

function elsewhereTitle({ wasHere, isTab }: { wasHere: boolean; isTab: boolean }): string {
  if (wasHere) return 'Your broadcast has moved';
  return isTab ? 'You are live in another tab' : 'You are live somewhere else';
}

function missingWords(hasCamera: boolean, hasMic: boolean): string {
  if (hasMic) return 'Sound only: there is no camera. Viewers hear you and see no picture.';
  if (hasCamera) return 'Picture only: there is no microphone. Viewers see you and hear nothing.';
  return 'To go live, connect a camera or a microphone.';
}

const RESUME_WORDS: Record<ResumeAfter, string> = {
  beginning: 'This page was reloaded before picture and sound were sent. Viewers see that you are about to start.',
  reload: 'This page was reloaded and has stopped sending.',
  silence: 'Nobody is sending right now. Viewers see that you lost the connection.',
};

function connectingWords(attempt: number, problem: string | undefined): string {
  if (problem === undefined) return 'Going live…';
  // A lost connection starts to count anew: its first attempt isn't one of a row yet.
  return attempt > 1 ? `${problem} Trying again, attempt ${attempt} of ${MAX_ATTEMPTS}…` : `${problem} Reconnecting…`;
}
