// The running product, as described by its state file.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';

export interface Stack {
  url: string;
  databaseUrl: string;
  livekitUrl: string;
  livekitKey: string;
  livekitSecret: string;
  jwtSecret: string;
  pids: { server: number; postgres: number; livekit: number };
}

export interface Person {
  id: string;
  username: string;
  token: string;
}

export function readStack(path: string | undefined): Stack {
  if (!path) throw new Error('ONAIR_STATE must name the state file of a running stack');
  return JSON.parse(readFileSync(path, 'utf8')) as Stack;
}

/** A user with a unique name. */
export function createPerson(stack: Stack, called: string, roles: string[] = []): Person {
  const username = `${called}-${randomBytes(4).toString('hex')}`;
  // Signed with the stack's shared secret.
  const claims = {
    sub: username,
    preferred_username: username,
    name: username,
    roles,
    exp: Math.floor(Date.now() / 1_000) + 3_600,
  };
  return { id: username, username, token: signJwt(claims, stack.jwtSecret) };
}

export interface Answer {
  status: number;
  body: { success: boolean; code?: string; data?: Record<string, unknown> };
}

export async function call(stack: Stack, who: Person | null, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(stack.url + path, {
    method,
    headers: {
      // A busy process may reuse an idle connection while the server closes it.
      connection: 'close',
      ...(who ? { authorization: `Bearer ${who.token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Registers the user with the service, which creates users from valid tokens. */
export async function registerUser(stack: Stack, who: Person): Promise<void> {
  const { status } = await call(stack, who, 'GET', '/api/viewer/me');
  if (status !== 200) throw new Error(`the stack doesn't take this journey's tokens: ${status}`);
}

export async function apply(stack: Stack, who: Person): Promise<void> {
  await sql(
    stack,
    `INSERT INTO creator_applications (user_id, about, status, created_at)
     VALUES ($1, 'For a journey', 'pending', now())`,
    [who.id],
  );
}

/** Approves the application directly in the database. */
export async function approve(stack: Stack, who: Person): Promise<void> {
  await sql(
    stack,
    `UPDATE creator_applications SET status = 'approved', reviewed_at = now(), reviewed_by = $1
     WHERE user_id = $1`,
    [who.id],
  );
}

/** Stops the creator's stream as a new admin. */
export async function stopAsAdmin(stack: Stack, creator: Person, reason: string): Promise<void> {
  await asAdmin(stack, `/api/admin/streams/${creator.id}/stop`, reason);
}

/** Revokes the creator's approval as a new admin. */
export async function revokeAsAdmin(stack: Stack, creator: Person, reason: string): Promise<void> {
  await asAdmin(stack, `/api/admin/creator-applications/${creator.id}/revoke`, reason);
}

async function asAdmin(stack: Stack, path: string, reason: string): Promise<void> {
  const { status, body } = await call(stack, createPerson(stack, 'admin', ['admin']), 'POST', path, { reason });
  if (status !== 200) throw new Error(`an admin is refused at ${path}: ${status} ${body.code}`);
}

export async function block(stack: Stack, blocker: Person, blocked: Person): Promise<void> {
  await sql(stack, 'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, now())', [
    blocker.id,
    blocked.id,
  ]);
}

interface PastBroadcast {
  title: string;
  /** How long ago it ended. */
  endedMs: number;
  durationMs: number;
  peakViewers: number;
}

/** A broadcast of earlier, written directly into the database. Returns its id. */
export async function addPastBroadcast(stack: Stack, creator: Person, { title, endedMs, durationMs, peakViewers }: PastBroadcast): Promise<string> {
  const endedAt = Date.now() - endedMs;
  const startedAt = endedAt - durationMs;
  // UUIDs of version 7 begin with the time.
  const time = startedAt.toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${randomBytes(2).toString('hex').slice(1)}-8${randomBytes(2).toString('hex').slice(1)}-${randomBytes(6).toString('hex')}`;
  await sql(
    stack,
    `INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, ended_at, end_reason, peak_viewers, total_viewers)
     SELECT $1, id, $2, $3, 'RM_past', $4, 'ENDED', $5, 'ENDED_BY_CREATOR', $6::bigint, $6::bigint FROM streams WHERE user_id = $2`,
    [id, creator.id, title, new Date(startedAt).toISOString(), new Date(endedAt).toISOString(), String(peakViewers)],
  );
  return id;
}

async function sql(stack: Stack, statement: string, values: string[]): Promise<void> {
  const client = new Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    await client.query(statement, values);
  } finally {
    await client.end();
  }
}

/** Signs a JWT. */
export function signJwt(claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}
