// Which messages an overlay shows. Pure.
import type { ChatMessage } from '../message';

export interface OverlayMessage {
  message: ChatMessage;
  isFading: boolean;
}

/** The style sheet fades as long as this. */
export const FADE_MS = 1_000;

/**
 * When each message appeared, by this device's clock. Messages that were there at the start count from when they were
 * sent: a restarted streaming program must not show them again. `isFirst` says that this is the start.
 */
export function withAppearances(last: ReadonlyMap<string, number>, messages: readonly ChatMessage[], now: number, isFirst: boolean): ReadonlyMap<string, number> {
  const isSame = messages.length === last.size && messages.every(({ id }) => last.has(id));
  if (isSame) return last;
  return new Map(messages.map(({ id, sentAt }) => [id, last.get(id) ?? (isFirst ? Math.min(now, Date.parse(sentAt)) : now)]));
}

export function overlayMessages(messages: readonly ChatMessage[], appearances: ReadonlyMap<string, number>, now: number, fadeSeconds: number | null): OverlayMessage[] {
  if (fadeSeconds === null) return messages.map((message) => ({ message, isFading: false }));
  const fadeAfterMs = fadeSeconds * 1_000;
  return messages.flatMap((message) => {
    const ageMs = now - (appearances.get(message.id) ?? now);
    return ageMs >= fadeAfterMs + FADE_MS ? [] : [{ message, isFading: ageMs >= fadeAfterMs }];
  });
}

/** How long what is shown stays the same, in ms; null if only a new message changes it. */
export function nextChangeMs(messages: readonly ChatMessage[], appearances: ReadonlyMap<string, number>, now: number, fadeSeconds: number | null): number | null {
  if (fadeSeconds === null) return null;
  const moments = messages.flatMap(({ id }) => {
    const fadesAt = (appearances.get(id) ?? now) + fadeSeconds * 1_000;
    return [fadesAt, fadesAt + FADE_MS].filter((at) => at > now);
  });
  return moments.length === 0 ? null : Math.min(...moments) - now;
}
