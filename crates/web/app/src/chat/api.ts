// The calls about chat.
import { unwrap, api } from '../api/client';
import type { ChatMessage } from './message';

/** The token a guest came into the room with, which proves who they are. Null for who is signed in, or isn't in the room yet. */
export type ViewerToken = string | null;

export async function fetchMessages(hostId: string, after: number | null, token: ViewerToken, signal: AbortSignal): Promise<ChatMessage[]> {
  const params = { path: { hostId }, query: after === null ? {} : { after } };
  return (await unwrap(api.GET('/api/chat/{hostId}/messages', { params, headers: headersOf(token), signal }))).data;
}

/** Nobody looks at a message that is being sent for longer than this. */
const SEND_MS = 15_000;

export async function postMessage(hostId: string, text: string, token: ViewerToken): Promise<ChatMessage> {
  const call = api.POST('/api/chat/{hostId}/messages', {
    params: { path: { hostId } },
    headers: headersOf(token),
    body: { text },
    signal: AbortSignal.timeout(SEND_MS),
  });
  return (await unwrap(call)).data;
}

export async function deleteMessage(hostId: string, id: string, token: ViewerToken): Promise<void> {
  await unwrap(api.DELETE('/api/chat/{hostId}/messages/{id}', { params: { path: { hostId, id } }, headers: headersOf(token) }));
}

/** Out of the room for as long as the broadcast lasts. */
export async function removeViewer(identity: string): Promise<void> {
  await unwrap(api.DELETE('/api/stream/viewers/{identity}', { params: { path: { identity } } }));
}

function headersOf(token: ViewerToken): Record<string, string> {
  return token === null ? {} : { 'x-viewer-token': token };
}
