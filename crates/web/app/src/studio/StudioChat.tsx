// The chat for the creator while on air.
import type { Me, Stream } from '../api/types';
import { ChatPanel } from '../chat/ChatPanel';
import { useChat } from '../chat/useChat';
import { useChatSettings } from '../chat/useChatSettings';
import { displayName } from '../ui/displayName';
import type { Broadcast } from './useBroadcast';

interface Props {
  broadcast: Broadcast;
  stream: Stream;
  me: Me;
}

export function StudioChat({ broadcast: { room, session, isConnected }, stream, me }: Props) {
  const chat = useChat({ room, hostId: stream.userId, session, isConnected, userId: me.id, guest: null });
  const settings = useChatSettings(room, stream);
  const name = displayName(me);
  return (
    <ChatPanel
      chat={chat}
      stage="open"
      settings={settings}
      host={{ id: me.id, name }}
      participant={{ isHost: true, isAdmin: me.roles.includes('admin'), isFollowing: false, isGuest: false, name }}
    />
  );
}
