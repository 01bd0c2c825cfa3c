// The rules that bind now. They come by the room and by the service's own events, whichever is faster:
// the last change that this page heard of counts.
import { type Room, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { rulesOfMetadata, type ChatRules } from './rules';

export function useChatRules(room: Room, known: ChatRules): ChatRules {
  const [rules, setRules] = useState(known);
  const [heard, setHeard] = useState(known);
  if (!isSame(heard, known)) {
    setHeard(known);
    setRules(known);
  }
  useEffect(() => {
    let last = room.metadata;
    const look = () => {
      if (room.metadata === last) return;
      last = room.metadata;
      const told = rulesOfMetadata(last);
      if (told) setRules(told);
    };
    room.on(RoomEvent.RoomMetadataChanged, look).on(RoomEvent.Connected, look);
    return () => void room.off(RoomEvent.RoomMetadataChanged, look).off(RoomEvent.Connected, look);
  }, [room]);
  return rules;
}

function isSame(one: ChatRules, other: ChatRules): boolean {
  return (
    one.isChatEnabled === other.isChatEnabled &&
    one.isChatDelayed === other.isChatDelayed &&
    one.isChatFollowersOnly === other.isChatFollowersOnly
  );
}
