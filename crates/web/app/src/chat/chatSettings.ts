// The chat's settings, and who is allowed to write.
import type { Stream } from '../api/types';
import { chat } from '../i18n/en/chat';
import type { Translate } from '../i18n/translate';

export type ChatSettings = Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly'>;

/** Parses the settings from the room's metadata; null if they are missing or invalid. */
export function parseRoomMetadata(metadata: string | undefined): ChatSettings | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(metadata ?? '');
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { isChatEnabled, isChatDelayed, isChatFollowersOnly } = parsed as Record<string, unknown>;
  if (typeof isChatEnabled !== 'boolean' || typeof isChatDelayed !== 'boolean' || typeof isChatFollowersOnly !== 'boolean') return null;
  return { isChatEnabled, isChatDelayed, isChatFollowersOnly };
}

export interface ChatParticipant {
  isHost: boolean;
  isAdmin: boolean;
  isFollowing: boolean;
}

/** The phase of the broadcast. `connecting`: this page isn't in the room. */
export type ChatStage = 'not-started' | 'connecting' | 'open' | 'ended';

export type ChatDeniedReason = 'not-started' | 'connecting' | 'ended' | 'off' | 'followers-only';

/** Why the participant can't write now; null if they can. */
export function chatDeniedReason(stage: ChatStage, settings: ChatSettings, participant: ChatParticipant): ChatDeniedReason | null {
  if (stage !== 'open') return stage;
  if (!settings.isChatEnabled) return 'off';
  const isExempt = participant.isHost || participant.isAdmin || participant.isFollowing;
  return settings.isChatFollowersOnly && !isExempt ? 'followers-only' : null;
}

/** The line above an open chat. */
export function describeSettings(t: Translate, { isChatEnabled, isChatDelayed, isChatFollowersOnly }: ChatSettings, isHost: boolean): string {
  if (!isChatEnabled) return '';
  const delay = t(isHost ? chat.delayedForHost : chat.delayed);
  return [isChatFollowersOnly && t(chat.followersOnly), isChatDelayed && delay].filter(Boolean).join(' ');
}
