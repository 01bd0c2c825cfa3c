// A pool of `Room` objects. livekit-client's `Room` adds a device change listener in its constructor and never
// removes it, and the listener's closure keeps the room in memory. A new room for each visit would be a leak.
import { ConnectionState, Room, RoomEvent, type RoomOptions } from 'livekit-client';
import { useEffect, useRef, useState } from 'react';

/** A connection attempt succeeds or fails within this time, unless the media server has a problem. */
const SETTLE_TIMEOUT_MS = 2_000;

/** Creates a hook that provides a room while its component is mounted and disconnects it afterwards. */
export function createRoomPool(options: RoomOptions): () => Room {
  const idle: Room[] = [];

  return function useRoom() {
    const [room] = useState(() => idle.pop() ?? new Room(options));
    const isInUse = useRef(false);
    useEffect(() => {
      isInUse.current = true;
      const returnToPool = () => {
        // Strict mode unmounts a component and mounts it again.
        if (!isInUse.current) idle.push(room);
      };
      return () => {
        isInUse.current = false;
        // A room is reusable only after it is disconnected. If disconnecting fails, it isn't reused.
        leave(room).then(returnToPool, () => undefined);
      };
    }, [room]);
    return room;
  };
}

async function leave(room: Room): Promise<void> {
  // Chromium never collects a peer connection that is closed while it gathers candidates.
  if (room.state === ConnectionState.Connecting) await connectionSettled(room);
  await room.disconnect(false);
}

function connectionSettled(room: Room): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      room.off(RoomEvent.ConnectionStateChanged, done);
      resolve();
    };
    const timer = setTimeout(done, SETTLE_TIMEOUT_MS);
    room.on(RoomEvent.ConnectionStateChanged, done);
  });
}
