// The messages that replace the video.
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { signInPath } from '../account/redirect';
import { problemText } from '../connection/connectionProblem';
import { environmentProblem, currentEnvironment } from '../devices/deviceProblem';
import { DeviceProblemNotice } from '../devices/DeviceProblemNotice';
import { ItemBoundary } from '../errors/boundaries';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { EndedSummary } from './EndedSummary';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { common } from '../i18n/en/common';
import { connection } from '../i18n/en/connection';
import { watch } from '../i18n/en/watch';
import styles from './StageMessage.module.css';
import type { WatchSession } from './useWatchSession';

export function StageMessage({ watchSession, username }: { watchSession: WatchSession; username: string }) {
  const t = useT();
  const { pathname, search } = useLocation();
  const { view, stream, tryAgain } = watchSession;
  const name = <Name>{stream ? displayName(stream.user) : username}</Name>;

  switch (view.kind) {
    case 'loading':
      return <Message title={t(common.loading)} isBusy />;
    case 'unknown-user':
      return (
        <Message title={<Trans message={watch.unknownUser} values={{ name }} />} action={<ButtonLink to="/">{t(common.browseStreams)}</ButtonLink>}>
          {t(watch.unknownUserText)}
        </Message>
      );
    case 'no-stream':
      return (
        <Message title={<Trans message={watch.noStream} values={{ name }} />} action={<ButtonLink to="/">{t(common.browseStreams)}</ButtonLink>}>
          {t(watch.noStreamText)}
        </Message>
      );
    case 'unavailable':
      return (
        <Message title={t(watch.cantLoad)} isBusy>
          {t(connection.tryingAgain, { message: view.message })}
        </Message>
      );
    case 'own':
      return (
        <Message title={t(watch.own)} action={<ButtonLink to="/studio">{t(common.openStudio)}</ButtonLink>}>
          {t(stream?.isLive ? watch.ownLive : watch.ownOffline)}
        </Message>
      );
    case 'blocked':
      return <Message title={<Trans message={watch.blocked} values={{ name }} />}>{t(watch.blockedText)}</Message>;
    case 'guests-not-allowed':
      return (
        <Message title={t(watch.noGuests)} action={<ButtonLink to={signInPath(pathname + search)}>{t(watch.signInToWatch)}</ButtonLink>}>
          <Trans message={watch.noGuestsText} values={{ name }} />
        </Message>
      );
    case 'removed':
      return (
        <Message title={t(watch.removed)}>
          <Trans message={watch.removedText} values={{ name }} />
        </Message>
      );
    case 'replaced':
      return (
        <Message title={t(watch.replaced)} action={<Button onClick={tryAgain}>{t(watch.playHere)}</Button>}>
          {t(watch.replacedText)}
        </Message>
      );
    case 'offline':
      return (
        <Message
          picture={stream && watchSession.joinedStartedAt === null && <Avatar user={stream.user} size="large" />}
          title={<Trans message={watch.offline} values={{ name }} />}
          more={
            <ItemBoundary fallback={null}>
              <EndedSummary summaryState={watchSession.summaryState} />
            </ItemBoundary>
          }
        >
          {t(watch.offlineText)}
        </Message>
      );
    case 'connecting':
      return (
        <Message title={t(watch.connecting)} isBusy>
          {view.problem && t(connection.tryingAgain, { message: problemText(t, view.problem) })}
        </Message>
      );
    case 'starting':
      return (
        <Message title={<Trans message={watch.starting} values={{ name }} />} isBusy>
          {t(watch.startingText)}
        </Message>
      );
    case 'interrupted':
      return (
        <Message title={t(watch.reconnecting)} isBusy>
          {t(watch.interruptedText)}
        </Message>
      );
    case 'failed': {
      const environment = environmentProblem(currentEnvironment());
      if (environment?.kind === 'unsupported') return <DeviceProblemNotice problem={environment} />;
      return (
        <Message title={t(watch.failed)} action={<Button onClick={tryAgain}>{t(common.tryAgain)}</Button>} isProblem>
          {view.problem.canRetry ? t(connection.keepsTrying, { message: problemText(t, view.problem) }) : problemText(t, view.problem)}
        </Message>
      );
    }
    case 'playing':
      return null;
  }
}

interface MessageProps {
  picture?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Content below the message. */
  more?: ReactNode;
  isBusy?: boolean;
  isProblem?: boolean;
}

function Message({ picture, title, children, action, more, isBusy = false, isProblem = false }: MessageProps) {
  return (
    <div className={styles.message} role={isProblem ? 'alert' : undefined} data-busy={isBusy || undefined}>
      {picture}
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.text}>{children}</p>}
      {action && <div className={styles.action}>{action}</div>}
      {more}
    </div>
  );
}
