// Queries LiveKit's API.
import { signJwt, type Stack } from './stack';

/** Whether the creator's room exists. */
export async function hasRoom(stack: Stack, creatorId: string): Promise<boolean> {
  const { rooms = [] } = await call<{ rooms?: unknown[] }>(stack, 'ListRooms', { roomList: true }, { names: [creatorId] });
  return rooms.length > 0;
}

/** What the creator publishes, such as `SCREEN_SHARE`. */
export async function publishedSources(stack: Stack, creatorId: string): Promise<string[]> {
  interface Participants {
    participants?: { identity: string; tracks?: { source?: string }[] }[];
  }
  const grant = { roomAdmin: true, room: creatorId };
  const { participants = [] } = await call<Participants>(stack, 'ListParticipants', grant, { room: creatorId });
  const tracks = participants.find(({ identity }) => identity === creatorId)?.tracks ?? [];
  return tracks.map(({ source = 'UNKNOWN' }) => source);
}

async function call<T>(stack: Stack, method: string, grant: object, body: object): Promise<T> {
  const claims = { iss: stack.livekitKey, exp: Math.floor(Date.now() / 1_000) + 60, video: grant };
  const response = await fetch(`${stack.livekitUrl.replace(/^ws/, 'http')}/twirp/livekit.RoomService/${method}`, {
    method: 'POST',
    headers: { connection: 'close', authorization: `Bearer ${signJwt(claims, stack.livekitSecret)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}
