// Rooms that pages take and give back. livekit-client's `Room` listens to device changes from its construction on, and
// nothing ends that: the listener's closure holds the room, so that it is never collected. One for each visit
// would pile up.
import { Room, type RoomOptions } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';

/** Makes a hook that lends a room for as long as its component is mounted. */
export function createRoomPool(options: RoomOptions): () => Room {
  const idle: Room[] = [];

  return function useRoom() {
    const [room] = useState(() => idle.pop() ?? new Room(options));
    const isUsed = useRef(false);
    useEffect(() => {
      isUsed.current = true;
      const giveBack = () => {
        // Strict mode unmounts a component and mounts it again.
        if (!isUsed.current) idle.push(room);
      };
      return () => {
        isUsed.current = false;
        // Nobody takes a room that is still being left. One that can't be left isn't taken again.
        room.disconnect(false).then(giveBack, () => undefined);
      };
    }, [room]);
    return room;
  };
}
