// The chat for viewers and guests.
import { useMemo } from 'react';
import { useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import type { WatchedStream } from '../api/types';
import { ChatPanel } from '../chat/ChatPanel';
import type { ChatStage } from '../chat/chatSettings';
import { PopOutButton } from '../chat/popOut/PopOutButton';
import { roomTransport } from '../chat/roomTransport';
import { useChat } from '../chat/useChat';
import { useChatSettings } from '../chat/useChatSettings';
import { ButtonLink } from '../ui/ButtonLink';
import { displayName } from '../ui/displayName';
import type { WatchSession } from './useWatchSession';
import type { WatchView } from './watchView';
import { FollowPrompt } from './FollowPrompt';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { watch } from '../i18n/en/watch';

export function WatchChat({ watchSession, stream }: { watchSession: WatchSession; stream: WatchedStream }) {
  const t = useT();
  const { me } = useAccount();
  const { pathname, search } = useLocation();
  const { view, room, name, joinedStartedAt, isConnected, isInRoom, guestCredentials } = watchSession;
  const transport = useMemo(() => roomTransport(room, isConnected), [room, isConnected]);
  const chat = useChat({ hostId: stream.userId, session: joinedStartedAt, userId: me?.id ?? null, guest: guestCredentials }, transport);
  const settings = useChatSettings(room, stream);
  const hostName = displayName(stream.user);
  const participant = {
    isHost: false,
    isAdmin: me?.roles.includes('admin') ?? false,
    isFollowing: stream.isFollowing ?? false,
    isGuest: me === null,
    name: me ? displayName(me) : (name ?? t(watch.you)),
  };
  return (
    <ChatPanel
      chat={chat}
      stage={chatStage(view, isInRoom, joinedStartedAt)}
      settings={settings}
      host={{ id: stream.userId, name: hostName }}
      participant={participant}
      headAction={<PopOutButton username={stream.user.username} />}
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

/** Whether to show the chat: not to users who aren't allowed to watch. */
export function hasChat(view: WatchView): boolean {
  return !VIEWS_WITHOUT_CHAT.has(view.kind);
}

const VIEWS_WITHOUT_CHAT: ReadonlySet<WatchView['kind']> = new Set(['own', 'blocked', 'removed', 'guests-not-allowed', 'unknown-user', 'no-stream']);

function chatStage(view: WatchView, isInRoom: boolean, joinedStartedAt: string | null): ChatStage {
  if (isInRoom) return 'open';
  if (view.kind === 'offline') return joinedStartedAt === null ? 'not-started' : 'ended';
  return 'connecting';
}
