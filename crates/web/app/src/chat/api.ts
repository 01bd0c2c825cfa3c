// API calls of the chat.
import { unwrap, api } from '../api/client';
import type { ChatMessage } from './message';

/** The guest's room token, which identifies the guest. Null for signed-in users, and before joining. */
export type ViewerToken = string | null;

export async function fetchMessages(hostId: string, after: number | null, token: ViewerToken, signal: AbortSignal): Promise<ChatMessage[]> {
  const params = { path: { hostId }, query: after === null ? {} : { after } };
  return (await unwrap(api.GET('/api/chat/{hostId}/messages', { params, headers: viewerHeaders(token), signal }))).data.map(withQuote);
}

/** A server of the release before replies has none. */
function withQuote(message: Omit<ChatMessage, 'replyTo'> & Partial<Pick<ChatMessage, 'replyTo'>>): ChatMessage {
  return { ...message, replyTo: message.replyTo ?? null };
}

/** The timeout for sending a message. */
const SEND_TIMEOUT_MS = 15_000;

export async function postMessage(hostId: string, text: string, replyTo: string | null, token: ViewerToken): Promise<ChatMessage> {
  const call = api.POST('/api/chat/{hostId}/messages', {
    params: { path: { hostId } },
    headers: viewerHeaders(token),
    body: replyTo === null ? { text } : { text, replyTo },
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
  });
  return withQuote((await unwrap(call)).data);
}

export async function deleteMessage(hostId: string, id: string, token: ViewerToken): Promise<void> {
  await unwrap(api.DELETE('/api/chat/{hostId}/messages/{id}', { params: { path: { hostId, id } }, headers: viewerHeaders(token) }));
}

/** Removes a viewer until the broadcast ends. */
export async function removeViewer(identity: string): Promise<void> {
  await unwrap(api.DELETE('/api/stream/viewers/{identity}', { params: { path: { identity } } }));
}

function viewerHeaders(token: ViewerToken): Record<string, string> {
  return token === null ? {} : { 'x-viewer-token': token };
}
