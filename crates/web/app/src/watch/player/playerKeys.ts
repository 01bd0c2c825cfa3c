// The player's keyboard shortcuts. Pure.

export type PlayerAction = 'mute' | 'fullscreen' | 'pip' | 'theatre' | 'louder' | 'quieter' | 'help';

export interface KeyPress {
  key: string;
  /** The key's position, for keyboards with other letters than Latin ones. */
  code: string;
  hasModifier: boolean;
  /** The focus is in a field, a menu or a dialog. */
  isTyping: boolean;
  /** The focus is in the player, or the player fills the screen. Elsewhere the arrow keys scroll. */
  isInPlayer: boolean;
}

interface Shortcut {
  keys: string;
  what: string;
}

/** In the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'M', what: 'Mute or unmute' },
  { keys: '↑ ↓', what: 'Volume, while the player has the focus' },
  { keys: 'F', what: 'Full screen' },
  { keys: 'T', what: 'Theatre mode' },
  { keys: 'P', what: 'Picture-in-picture' },
  { keys: '?', what: 'This list' },
];

const LETTERS: Record<string, PlayerAction> = { m: 'mute', f: 'fullscreen', p: 'pip', t: 'theatre', '?': 'help' };

export function playerAction({ key, code, hasModifier, isTyping, isInPlayer }: KeyPress): PlayerAction | null {
  if (hasModifier || isTyping) return null;
  if (isInPlayer && key === 'ArrowUp') return 'louder';
  if (isInPlayer && key === 'ArrowDown') return 'quieter';
  const isLatin = /^[\x20-\x7e]$/.test(key);
  const letter = isLatin ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '');
  return LETTERS[letter] ?? null;
}

/** Where letters are typed, or keys have another meaning. */
const FIELDS = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"]';

export function keyPress(event: KeyboardEvent, player: Element | null): KeyPress {
  const target = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    code: event.code,
    hasModifier: event.ctrlKey || event.altKey || event.metaKey,
    isTyping: target !== null && target.closest(FIELDS) !== null,
    isInPlayer: player !== null && (document.fullscreenElement === player || (target !== null && player.contains(target))),
  };
}
