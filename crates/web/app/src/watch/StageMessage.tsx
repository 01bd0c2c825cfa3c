// The messages that replace the video.
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { signInPath } from '../account/redirect';
import { environmentProblem, currentEnvironment } from '../devices/deviceProblem';
import { DeviceProblemNotice } from '../devices/DeviceProblemNotice';
import { ItemBoundary } from '../errors/boundaries';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { EndedSummary } from './EndedSummary';
import styles from './StageMessage.module.css';
import type { WatchSession } from './useWatchSession';

export function StageMessage({ watchSession, username }: { watchSession: WatchSession; username: string }) {
  const { pathname, search } = useLocation();
  const { view, stream, tryAgain } = watchSession;
  const name = <Name>{stream ? displayName(stream.user) : username}</Name>;

  switch (view.kind) {
    case 'loading':
      return <Message title="Loading…" isBusy />;
    case 'unknown-user':
      return (
        <Message title={<>There is no user called “{name}”</>} action={<ButtonLink to="/">Browse live streams</ButtonLink>}>
          Check the spelling of the name.
        </Message>
      );
    case 'no-stream':
      return (
        <Message title={<>{name} hasn’t set up a stream yet</>} action={<ButtonLink to="/">Browse live streams</ButtonLink>}>
          Once they do, you can watch it on this page.
        </Message>
      );
    case 'unavailable':
      return (
        <Message title="This page can’t be loaded right now" isBusy>
          {`${view.message} Trying again…`}
        </Message>
      );
    case 'own':
      return (
        <Message title="This is your own stream" action={<ButtonLink to="/studio">Open your studio</ButtonLink>}>
          {stream?.isLive
            ? 'You are live. Viewers see you here; you see yourself in the studio.'
            : 'Viewers will see you here as soon as you go live.'}
        </Message>
      );
    case 'blocked':
      return <Message title={<>{name} has blocked you</>}>You can’t watch this stream.</Message>;
    case 'guests-not-allowed':
      return (
        <Message title="This stream isn’t open to guests" action={<ButtonLink to={signInPath(pathname + search)}>Sign in to watch</ButtonLink>}>
          {name} lets only signed-in viewers watch.
        </Message>
      );
    case 'removed':
      return (
        <Message title="You were removed from this stream">
          You can watch {name} again after this broadcast ends.
        </Message>
      );
    case 'replaced':
      return (
        <Message title="Playing in another tab" action={<Button onClick={tryAgain}>Play here</Button>}>
          You opened this stream somewhere else, so it stopped here.
        </Message>
      );
    case 'offline':
      return (
        <Message
          picture={stream && watchSession.joinedStartedAt === null && <Avatar user={stream.user} size="large" />}
          title={<>{name} is offline</>}
          more={
            <ItemBoundary fallback={null}>
              <EndedSummary summaryState={watchSession.summaryState} />
            </ItemBoundary>
          }
        >
          This page starts playing as soon as they go live.
        </Message>
      );
    case 'connecting':
      return (
        <Message title="Connecting…" isBusy>
          {view.problem && `${view.problem.message} Trying again…`}
        </Message>
      );
    case 'starting':
      return (
        <Message title={<>{name} is about to start</>} isBusy>
          The video starts in a moment.
        </Message>
      );
    case 'interrupted':
      return (
        <Message title="Reconnecting…" isBusy>
          The creator lost the connection. The stream resumes when they are back.
        </Message>
      );
    case 'failed': {
      const environment = environmentProblem(currentEnvironment());
      if (environment?.kind === 'unsupported') return <DeviceProblemNotice problem={environment} />;
      return (
        <Message title="The stream can’t be played right now" action={<Button onClick={tryAgain}>Try again</Button>} isProblem>
          {view.problem.canRetry ? `${view.problem.message} This page keeps trying.` : view.problem.message}
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
