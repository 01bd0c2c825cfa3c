// The chat for the creator while on air.
import { useMemo } from 'react';
import type { Me, Stream } from '../api/types';
import { ChatPanel } from '../chat/ChatPanel';
import { PopOutButton } from '../chat/popOut/PopOutButton';
import { roomTransport } from '../chat/roomTransport';
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
  const transport = useMemo(() => roomTransport(room, isConnected), [room, isConnected]);
  const chat = useChat({ hostId: stream.userId, session, userId: me.id, guest: null }, transport);
  const settings = useChatSettings(room, stream);
  const name = displayName(me);
  return (
    <ChatPanel
      chat={chat}
      stage="open"
      settings={settings}
      host={{ id: me.id, name }}
      participant={{ isHost: true, isAdmin: me.roles.includes('admin'), isFollowing: false, isGuest: false, name }}
      headAction={<PopOutButton username={me.username} />}
    />
  );
}
