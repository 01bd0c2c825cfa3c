// The chat as viewers and guests have it.
import { useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import type { WatchedStream } from '../api/types';
import { ChatPanel } from '../chat/ChatPanel';
import type { ChatStage } from '../chat/chatSettings';
import { useChat } from '../chat/useChat';
import { useChatSettings } from '../chat/useChatSettings';
import { ButtonLink } from '../ui/ButtonLink';
import { nameOf } from '../ui/nameOf';
import type { Watching } from './useWatching';
import type { Viewing } from './viewing';
import { FollowPrompt } from './FollowPrompt';

export function WatchChat({ watching, stream }: { watching: Watching; stream: WatchedStream }) {
  const { me } = useAccount();
  const { pathname } = useLocation();
  const { view, room, name, joinedStart, isConnected, isInRoom, pass } = watching;
  const chat = useChat({ room, hostId: stream.userId, session: joinedStart, isConnected, userId: me?.id ?? null, guest: pass });
  const settings = useChatSettings(room, stream);
  const hostName = nameOf(stream.user);
  const participant = {
    isHost: false,
    isAdmin: me?.roles.includes('admin') ?? false,
    isFollowing: stream.isFollowing ?? false,
    isGuest: me === null,
    name: me ? nameOf(me) : (name ?? 'You'),
  };
  return (
    <ChatPanel
      chat={chat}
      stage={stageOf(view, isInRoom, joinedStart)}
      settings={settings}
      host={{ id: stream.userId, name: hostName }}
      participant={participant}
      followAction={
        me ? (
          <FollowPrompt stream={stream} />
        ) : (
          <ButtonLink variant="secondary" to={signInPath(pathname)}>
            Sign in
          </ButtonLink>
        )
      }
    />
  );
}

/** Whether there is anything of a chat to show: who may not watch has none. */
export function hasChat(view: Viewing): boolean {
  return !WITHOUT.has(view.shows);
}

const WITHOUT: ReadonlySet<Viewing['shows']> = new Set(['own', 'blocked', 'removed', 'guests-not-allowed', 'unknown-user', 'no-stream']);

function stageOf(view: Viewing, isInRoom: boolean, joinedStart: string | null): ChatStage {
  if (isInRoom) return 'open';
  if (view.shows === 'offline') return joinedStart === null ? 'not-started' : 'ended';
  return 'connecting';
}
