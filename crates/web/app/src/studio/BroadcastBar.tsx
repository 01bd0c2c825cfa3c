// The bar under the preview: the current state and the next step.
import { useId, type ReactNode } from 'react';
import type { LocalMedia } from '../devices/useLocalMedia';
import { problemText } from '../connection/connectionProblem';
import { MAX_ATTEMPTS } from '../connection/backoff';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import { LiveBadge } from '../ui/LiveBadge';
import styles from './BroadcastBar.module.css';
import { ControlRow } from './ControlRow';
import { CreatorStreamControls } from './CreatorStreamControls';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
import type { Translate } from '../i18n/translate';
import type { Message } from '../i18n/message';
import { MediaToggles } from './MediaToggles';
import type { ResumeReason } from './studioView';
import type { Broadcast } from './useBroadcast';

interface Props {
  broadcast: Pick<Broadcast, 'view' | 'endedStartedAt' | 'goLive' | 'resume' | 'cancel'>;
  media: LocalMedia;
  error: string | null;
  /** Whether viewers receive anything. */
  isSent: boolean;
  /** When the broadcast started. */
  startedAt: string | null;
  viewerCount: number;
  peakViewers: number | null;
  /** More about the state of a live broadcast. */
  health?: ReactNode;
  /** More buttons beside those for camera and microphone. */
  tools?: ReactNode;
  /** Finds out why a connection has failed. */
  check?: ReactNode;
  onEnd: () => void;
  onTakeOver: () => void;
}

export function BroadcastBar({ broadcast, media, error, isSent, startedAt, viewerCount, peakViewers, health, tools, check, onEnd, onTakeOver }: Props) {
  const t = useT();
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
      {t(missingDeviceText(hasCamera, hasMic))}
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
                  <Loading>{connectingText(t, view.attempt, view.problem && problemText(t, view.problem))}</Loading>
                  {/* A public broadcast ends only after confirmation. */}
                  <Button variant="quiet" onClick={view.isLive ? onEnd : cancel}>
                    {t(view.isLive ? studio.endStream : studio.cancel)}
                  </Button>
                </>
              ) : isAsking ? (
                <Loading>{t(studio.waitingForDevices)}</Loading>
              ) : (
                <LiveBadge label={t(studio.offAir)} isMuted />
              )
            }
            toggles={<MediaToggles {...toggles} />}
            actions={
              // The button stays in place and keeps the focus, so the second click of a double click does nothing.
              <Button variant="signal" className={styles.last} disabled={!isReady} isBusy={isConnecting} onClick={goLive} aria-describedby={missing ? missingId : undefined}>
                {t(isConnecting ? studio.connecting : broadcast.endedStartedAt === null ? studio.goLive : studio.goLiveAgain)}
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
          <CreatorStreamControls {...toggles} onEndStream={onEnd} viewerCount={viewerCount} peakViewers={peakViewers} startedAt={startedAt} health={health} badge={badge(t, view.isReconnecting, isSent)} />
          {view.isReconnecting && <Loading>{t(studio.breakingUp)}</Loading>}
          {missing}
        </>
      );
    case 'checking':
      return <Loading>{t(studio.checking)}</Loading>;
    case 'resume':
      return (
        <Notice title={t(view.reason === 'not-published' ? studio.wereGoingLive : studio.stillLive)}>
          <p>{t(RESUME_TEXTS[view.reason])}</p>
          {missing}
          <div className={styles.actions}>
            <Button variant="signal" disabled={!isReady} onClick={resume}>
              {t(studio.resume)}
            </Button>
            <Button variant="secondary" onClick={onEnd}>
              {t(studio.end)}
            </Button>
          </div>
        </Notice>
      );
    case 'elsewhere':
      return (
        <Notice title={t(elsewhereTitle(view))}>
          <p>{t(view.isOtherTab ? studio.otherTabSends : studio.otherDeviceSends)}</p>
          <div className={styles.actions}>
            <Button disabled={!isReady} onClick={onTakeOver}>
              {t(view.wasSendingHere ? studio.bringBack : studio.moveHere)}
            </Button>
            <Button variant="secondary" onClick={onEnd}>
              {t(studio.end)}
            </Button>
          </div>
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="problem" title={t(studio.notOnAir)}>
          <p>{error}</p>
          {!view.isLive && <p>{t(studio.nothingPublic)}</p>}
          {view.isLive && view.problem.canRetry && <p>{t(studio.keepsRejoining)}</p>}
          <div className={styles.actions}>
            <Button disabled={!isReady} onClick={view.isLive ? resume : goLive}>
              {t(common.tryAgain)}
            </Button>
            {check}
            {view.isLive && (
              <Button variant="secondary" onClick={onEnd}>
                {t(studio.end)}
              </Button>
            )}
          </div>
        </Notice>
      );
  }
}

function badge(t: Translate, isReconnecting: boolean, isSent: boolean): { label: string; isMuted: boolean } {
  if (isReconnecting) return { label: t(studio.reconnecting), isMuted: true };
  return isSent ? { label: t(studio.onAir), isMuted: false } : { label: t(studio.notSending), isMuted: true };
}

function elsewhereTitle({ wasSendingHere, isOtherTab }: { wasSendingHere: boolean; isOtherTab: boolean }): Message {
  if (wasSendingHere) return studio.moved;
  return isOtherTab ? studio.liveInOtherTab : studio.liveElsewhere;
}

function missingDeviceText(hasCamera: boolean, hasMic: boolean): Message {
  if (hasMic) return studio.noCamera;
  if (hasCamera) return studio.noMicrophone;
  return studio.noDevice;
}

const RESUME_TEXTS: Record<ResumeReason, Message> = {
  'not-published': studio.resumeNotPublished,
  reload: studio.resumeReload,
  'not-sending': studio.resumeNotSending,
};

function connectingText(t: Translate, attempt: number, problem: string | null): string {
  if (problem === null) return t(studio.goingLive);
  // After a lost connection the attempts start over: the first one has no number yet.
  return attempt > 1 ? t(studio.attempt, { problem, attempt, max: MAX_ATTEMPTS }) : t(studio.problemReconnecting, { problem });
}
