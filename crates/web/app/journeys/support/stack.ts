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
