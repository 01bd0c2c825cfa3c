// Sends messages directly to LiveKit, bypassing the service, for comparison.
import { createHmac, randomUUID } from 'node:crypto';
import type { Answer } from './api';
import type { Options } from './options';

const LASTS_SECONDS = 3_600;

export function sendThroughLiveKit(options: NonNullable<Options['direct']>): (room: string, text: string) => Promise<Answer<{ id: string }>> {
  const url = `${options.url.replace(/^ws/, 'http').replace(/\/$/, '')}/twirp/livekit.RoomService/SendData`;
  const author = { id: 'direct', name: 'direct', isHost: false, isGuest: false };
  return async (room, text) => {
    const id = randomUUID();
    const packet = { type: 'message', id, seq: 0, text, sentAt: new Date().toISOString(), author };
    const body = { room, data: Buffer.from(JSON.stringify(packet)).toString('base64'), kind: 'RELIABLE', topic: 'chat' };
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${roomAdminToken(options, room)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await response.arrayBuffer();
      return { status: response.status, code: response.ok ? 'OK' : `HTTP_${response.status}`, data: response.ok ? { id } : null, retryAfterMs: 0 };
    } catch {
      return { status: 0, code: 'UNREACHABLE', data: null, retryAfterMs: 0 };
    }
  };
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Signs a token for LiveKit's API. It may list all rooms, and administer one. */
export function roomAdminToken({ key, secret }: { key: string; secret: string }, room: string): string {
  const claims = { iss: key, exp: Math.floor(Date.now() / 1_000) + LASTS_SECONDS, video: { roomAdmin: true, roomList: true, room } };
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}
