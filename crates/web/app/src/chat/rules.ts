// The rules of a chat as its creator has set them, and what they mean for who wants to write.
import type { Stream } from '../api/types';

export type ChatRules = Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly'>;

/** A room tells them by its metadata. Null for what isn't told so. */
export function rulesOfMetadata(metadata: string | undefined): ChatRules | null {
  let told: unknown;
  try {
    told = JSON.parse(metadata ?? '');
  } catch {
    return null;
  }
  if (typeof told !== 'object' || told === null) return null;
  const { isChatEnabled, isChatDelayed, isChatFollowersOnly } = told as Record<string, unknown>;
  if (typeof isChatEnabled !== 'boolean' || typeof isChatDelayed !== 'boolean' || typeof isChatFollowersOnly !== 'boolean') return null;
  return { isChatEnabled, isChatDelayed, isChatFollowersOnly };
}

export interface Writer {
  isHost: boolean;
  isAdmin: boolean;
  isFollowing: boolean;
}

/** Where the broadcast is that the chat belongs to. `waiting`: this page isn't in its room (any more). */
export type ChatStage = 'before' | 'waiting' | 'open' | 'over';

export type Silence = 'before' | 'waiting' | 'over' | 'off' | 'followers-only';

/** Why this person can't write now, told before they try; null if they can. */
export function silenceOf(stage: ChatStage, rules: ChatRules, writer: Writer): Silence | null {
  if (stage !== 'open') return stage;
  if (!rules.isChatEnabled) return 'off';
  const isFree = writer.isHost || writer.isAdmin || writer.isFollowing;
  return rules.isChatFollowersOnly && !isFree ? 'followers-only' : null;
}

/** What stands over the chat while it can be written in. */
export function rulesInWords({ isChatEnabled, isChatDelayed, isChatFollowersOnly }: ChatRules, isHost: boolean): string {
  if (!isChatEnabled) return '';
  const delay = isHost ? 'You see messages 3 seconds before everybody else.' : 'Messages reach others 3 seconds later.';
  return [isChatFollowersOnly && 'Followers only.', isChatDelayed && delay].filter(Boolean).join(' ');
}
