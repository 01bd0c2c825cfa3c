// The player's keyboard shortcuts.
import { letterOf } from '../../ui/shortcuts';

export type PlayerAction = 'mute' | 'fullscreen' | 'pip' | 'theatre' | 'louder' | 'quieter' | 'help';

/** In the order of the help. */
export const SHORTCUTS: readonly { keys: string; what: string }[] = [
  { keys: 'M', what: 'Mute or unmute' },
  { keys: '↑ ↓', what: 'Volume, while the player has the focus' },
  { keys: 'F', what: 'Full screen' },
  { keys: 'T', what: 'Theatre mode' },
  { keys: 'P', what: 'Picture-in-picture' },
  { keys: '?', what: 'This list' },
];

const LETTERS: Record<string, PlayerAction> = { M: 'mute', F: 'fullscreen', P: 'pip', T: 'theatre', '?': 'help' };

/** `hasFocus`: the focus is in the player, or the player fills the screen. Elsewhere the arrow keys scroll. */
export function playerAction(event: Pick<KeyboardEvent, 'key' | 'code' | 'repeat'>, hasFocus: boolean): PlayerAction | null {
  if (hasFocus && event.key === 'ArrowUp') return 'louder';
  if (hasFocus && event.key === 'ArrowDown') return 'quieter';
  return event.repeat ? null : (LETTERS[letterOf(event)] ?? null);
}

export function isInPlayer({ target }: Event, player: Element | null): boolean {
  if (player === null) return false;
  return document.fullscreenElement === player || (target instanceof Element && player.contains(target));
}
