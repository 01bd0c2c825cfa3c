// The chat of a stream as the whole page.
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useAccount } from '../../account/AccountProvider';
import { signInPath } from '../../account/redirect';
import { isApiError } from '../../api/apiError';
import type { WatchedStream } from '../../api/types';
import { SectionBoundary } from '../../errors/boundaries';
import { chatWindow } from '../../i18n/en/chatWindow';
import { common } from '../../i18n/en/common';
import { useT } from '../../i18n/current';
import { Trans } from '../../i18n/Trans';
import { usePageTitle } from '../../shell/usePageTitle';
import { bidiIsolate } from '../../ui/bidiIsolate';
import { ButtonLink } from '../../ui/ButtonLink';
import { displayName } from '../../ui/displayName';
import { errorMessage } from '../../ui/errorMessage';
import { Loading } from '../../ui/Loading';
import { Name } from '../../ui/Name';
import { FollowPrompt } from '../../watch/FollowPrompt';
import { useWatchedStream } from '../../watch/useWatchedStream';
import { ChatPanel } from '../ChatPanel';
import type { ChatStage } from '../chatSettings';
import { pollingTransport } from '../pollingTransport';
import { useChat } from '../useChat';
import styles from './PopOutChat.module.css';
import { popOutView } from './popOutView';
import { useGuestCredentials, type NamedGuest } from './useGuestCredentials';

export function PopOutChat({ username }: { username: string }) {
  const t = useT();
  const { me } = useAccount();
  const { data: stream, error: streamError } = useWatchedStream(username);
  const name = stream ? displayName(stream.user) : username;
  usePageTitle(t(chatWindow.title, { name: bidiIsolate(name) }));
  // The messages of an ended session stay.
  const startedAt = stream?.isLive ? stream.startedAt : null;
  const [session, setSession] = useState(startedAt);
  if (startedAt !== null && startedAt !== undefined && startedAt !== session) setSession(startedAt);
  const isGuest = me === null;
  const { guest, error: guestError, renew } = useGuestCredentials(stream?.userId ?? null, startedAt ?? null, isGuest);
  const [readError, setReadError] = useState<unknown>(null);
  const view = popOutView({ stream, streamError, chatError: readError ?? guestError, isGuest, hasCredentials: guest !== null, hasSession: session !== null });
  const onAnswer = useCallback(
    (error: unknown) => {
      setReadError(error);
      if (isGuest && (isApiError(error, 'INVALID_TOKEN') || isApiError(error, 'UNAUTHENTICATED'))) renew();
    },
    [isGuest, renew],
  );

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">{t(chatWindow.title, { name: bidiIsolate(name) })}</h1>
      {stream && view.kind === 'chat' ? (
        <SectionBoundary text={t(chatWindow.broken)}>
          <Chat stream={stream} stage={view.stage} session={session} guest={guest} onAnswer={onAnswer} />
        </SectionBoundary>
      ) : (
        <Message kind={view.kind} name={name} problem={streamError} />
      )}
    </main>
  );
}

interface ChatProps {
  stream: WatchedStream;
  stage: ChatStage;
  session: string | null;
  guest: NamedGuest | null;
  onAnswer: (error: unknown) => void;
}

function Chat({ stream, stage, session, guest, onAnswer }: ChatProps) {
  const t = useT();
  const { me } = useAccount();
  const { pathname, search } = useLocation();
  const isOpen = stage === 'open';
  const transport = useMemo(() => (isOpen ? pollingTransport({ isActiveWhenHidden: false, onAnswer }) : null), [isOpen, onAnswer]);
  const chat = useChat({ hostId: stream.userId, session, userId: me?.id ?? null, guest }, transport);
  const hostName = displayName(stream.user);
  const isHost = me !== null && me.id === stream.userId;
  return (
    <ChatPanel
      chat={chat}
      stage={stage}
      settings={stream}
      host={{ id: stream.userId, name: hostName }}
      participant={{
        isHost,
        isAdmin: me?.roles.includes('admin') ?? false,
        isFollowing: stream.isFollowing ?? false,
        isGuest: me === null,
        name: me ? displayName(me) : (guest?.name ?? t(chatWindow.you)),
      }}
      title={<Trans message={chatWindow.chatOf} values={{ name: <Name>{hostName}</Name> }} />}
      followAction={
        me ? (
          <FollowPrompt stream={stream} />
        ) : (
          <ButtonLink variant="secondary" to={signInPath(pathname + search)}>
            {t(common.signIn)}
          </ButtonLink>
        )
      }
    />
  );
}

function Message({ kind, name, problem }: { kind: string; name: string; problem: unknown }) {
  const t = useT();
  const { pathname, search } = useLocation();
  const values = { name: <Name>{name}</Name> };
  switch (kind) {
    case 'unknown-user':
      return <Text title={<Trans message={chatWindow.unknownUser} values={values} />}>{t(chatWindow.checkSpelling)}</Text>;
    case 'no-stream':
      return <Text title={<Trans message={chatWindow.noStream} values={values} />} />;
    case 'unavailable':
      return <Text title={t(chatWindow.unavailable)}>{t(chatWindow.tryingAgain, { problem: errorMessage(problem) })}</Text>;
    case 'blocked':
      return <Text title={<Trans message={chatWindow.blocked} values={values} />}>{t(chatWindow.blockedText)}</Text>;
    case 'removed':
      return (
        <Text title={t(chatWindow.removed)}>
          <Trans message={chatWindow.removedText} values={values} />
        </Text>
      );
    case 'guests-not-allowed':
      return (
        <Text title={t(chatWindow.guestsNotAllowed)} action={<ButtonLink to={signInPath(pathname + search)}>{t(chatWindow.signInToChat)}</ButtonLink>}>
          <Trans message={chatWindow.guestsNotAllowedText} values={values} />
        </Text>
      );
    default:
      return <Loading>{t(chatWindow.loading)}</Loading>;
  }
}

function Text({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div role="status" className={styles.message}>
      <p className={styles.title}>{title}</p>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
