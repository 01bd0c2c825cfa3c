// The player's keyboard shortcuts.
import { player } from '../../i18n/en/player';
import type { Message } from '../../i18n/message';
import { letterOf } from '../../ui/shortcuts';

export type PlayerAction = 'mute' | 'fullscreen' | 'pip' | 'theatre' | 'louder' | 'quieter' | 'help';

/** In the order of the help. */
export const SHORTCUTS: readonly { keys: string; what: Message }[] = [
  { keys: 'M', what: player.keyMute },
  { keys: '↑ ↓', what: player.keyVolume },
  { keys: 'F', what: player.fullscreen },
  { keys: 'T', what: player.theatre },
  { keys: 'P', what: player.pip },
  { keys: '?', what: player.keyHelp },
];

const LETTERS: Record<string, PlayerAction> = { M: 'mute', F: 'fullscreen', P: 'pip', T: 'theatre', '?': 'help' };

/** `hasFocus`: the focus is in the player, or the player fills the screen. Elsewhere the arrow keys scroll. */
export function playerAction(event: Pick<KeyboardEvent, 'key' | 'code' | 'repeat'>, hasFocus: boolean): PlayerAction | null {
  if (hasFocus && event.key === 'ArrowUp') return 'louder';
  if (hasFocus && event.key === 'ArrowDown') return 'quieter';
  return event.repeat ? null : (LETTERS[letterOf(event)] ?? null);
}

export function isInPlayer({ target }: Event, frame: Element | null): boolean {
  if (frame === null) return false;
  return document.fullscreenElement === frame || (target instanceof Element && frame.contains(target));
}
