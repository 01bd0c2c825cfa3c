// Unsent messages by chat. They are kept outside the component: an expired sign-in turns a viewer into a guest and
// remounts the page, but the text must stay.
import { useCallback, useSyncExternalStore } from 'react';

export interface Draft {
  text: string;
  /** Why the last message wasn't sent. */
  problem: string | null;
  /** When the next message may be sent, by this device's clock. */
  canSendAt: number;
  /** The message that it answers. */
  reply: ReplyDraft | null;
}

export interface ReplyDraft {
  id: string;
  /** Of the author. */
  name: string;
  text: string;
}

const EMPTY_DRAFT: Draft = { text: '', problem: null, canSendAt: 0, reply: null };
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

export function useDraft(chat: string): [Draft, (change: (last: Draft) => Partial<Draft>) => void] {
  const draft = useSyncExternalStore(subscribe, () => drafts.get(chat) ?? EMPTY_DRAFT);
  const change = useCallback((changed: (last: Draft) => Partial<Draft>) => changeDraft(chat, changed), [chat]);
  return [draft, change];
}

/** For components that don't show the draft: they don't render again while somebody types. */
export function changeDraft(chat: string, changed: (last: Draft) => Partial<Draft>): void {
  const last = drafts.get(chat) ?? EMPTY_DRAFT;
  drafts.set(chat, { ...last, ...changed(last) });
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
