// What has been written and not sent, for each chat. It outlives the page: a sign-in that lapses turns a
// viewer into a guest, and what they were about to say must not be lost over it.
import { useCallback, useSyncExternalStore } from 'react';

export interface Draft {
  text: string;
  /** Why it was not taken. */
  problem: string | null;
  /** When the next message may be sent, by this device's clock. */
  mayAt: number;
}

const BLANK: Draft = { text: '', problem: null, mayAt: 0 };
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

export function useDraft(chat: string): [Draft, (change: (last: Draft) => Partial<Draft>) => void] {
  const draft = useSyncExternalStore(subscribe, () => drafts.get(chat) ?? BLANK);
  const change = useCallback(
    (changed: (last: Draft) => Partial<Draft>) => {
      const last = drafts.get(chat) ?? BLANK;
      drafts.set(chat, { ...last, ...changed(last) });
      for (const listener of listeners) listener();
    },
    [chat],
  );
  return [draft, change];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
