// The current chat settings. Changes arrive by room metadata and by server-sent events; the latest one counts.
import { type Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { parseRoomMetadata, type ChatSettings } from './chatSettings';

export function useChatSettings(room: Room, known: ChatSettings): ChatSettings {
  const [settings, setSettings] = useState(known);
  const [lastKnown, setLastKnown] = useState(known);
  if (!isSame(lastKnown, known)) {
    setLastKnown(known);
    setSettings(known);
  }
  useEffect(() => {
    let lastMetadata = room.metadata;
    const onMetadata = () => {
      if (room.metadata === lastMetadata) return;
      lastMetadata = room.metadata;
      const parsed = parseRoomMetadata(lastMetadata);
      if (parsed) setSettings(parsed);
    };
    room.on(RoomEvent.RoomMetadataChanged, onMetadata).on(RoomEvent.Connected, onMetadata);
    return () => void room.off(RoomEvent.RoomMetadataChanged, onMetadata).off(RoomEvent.Connected, onMetadata);
  }, [room]);
  return settings;
}

function isSame(one: ChatSettings, other: ChatSettings): boolean {
  return (
    one.isChatEnabled === other.isChatEnabled &&
    one.isChatDelayed === other.isChatDelayed &&
    one.isChatFollowersOnly === other.isChatFollowersOnly
  );
}
