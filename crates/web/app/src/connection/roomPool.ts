// Rooms that pages take and give back. livekit-client's `Room` listens to device changes from its construction on, and
// nothing ends that: the listener's closure holds the room, so that it is never collected. One for each visit
// would pile up.
import { ConnectionState, Room, RoomEvent, type RoomOptions } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';

/** A connection is made or refused by then, unless the media server is in trouble. */
const SETTLED_AFTER_MS = 2_000;

/** Makes a hook that lends a room for as long as its component is mounted, and leaves the room afterwards. */
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
        leave(room).then(giveBack, () => undefined);
      };
    }, [room]);
    return room;
  };
}

async function leave(room: Room): Promise<void> {
  // Chromium never collects a peer connection that is closed while it gathers candidates.
  if (room.state === ConnectionState.Connecting) await settled(room);
  await room.disconnect(false);
}

function settled(room: Room): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      room.off(RoomEvent.ConnectionStateChanged, done);
      resolve();
    };
    const timer = setTimeout(done, SETTLED_AFTER_MS);
    room.on(RoomEvent.ConnectionStateChanged, done);
  });
}
