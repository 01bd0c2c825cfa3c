// What LiveKit and PostgreSQL hold, asked directly.
import { Client } from 'pg';
import { roomAdminToken } from '../sendThroughLiveKit';

export interface Access {
  url: string;
  key: string;
  secret: string;
}

interface Room {
  name: string;
  metadata: string;
  participants: { identity: string; isPublishing: boolean }[];
}

interface Participant {
  identity: string;
  tracks?: { sid: string }[];
}

const TIMEOUT_MS = 5_000;

/** All rooms with their participants. */
export async function rooms(access: Access): Promise<Room[]> {
  const list = await call<{ rooms?: { name: string; metadata?: string }[] }>(access, 'ListRooms', {}, '');
  return Promise.all(
    (list.rooms ?? []).map(async ({ name, metadata }) => {
      const { participants } = await call<{ participants?: Participant[] }>(access, 'ListParticipants', { room: name }, name);
      return { name, metadata: metadata ?? '', participants: (participants ?? []).map((it) => ({ identity: it.identity, isPublishing: (it.tracks ?? []).length > 0 })) };
    }),
  );
}

async function call<T>({ url, key, secret }: Access, method: string, body: object, room: string): Promise<T> {
  const response = await fetch(`${url.replace(/^ws/, 'http')}/twirp/livekit.RoomService/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${roomAdminToken({ key, secret }, room)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${method}: status ${response.status}`);
  return (await response.json()) as T;
}

/** Runs one statement on a connection of its own, and returns the rows as texts. */
export async function query(url: string, sql: string): Promise<(string | null)[][]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS, query_timeout: TIMEOUT_MS, application_name: 'soak' });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  } finally {
    await client.end();
  }
}
