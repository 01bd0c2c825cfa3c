// The keys of the studio. None of them works while the creator types, or while a dialog asks something.
import { storedSwitch } from '../storage/storedValue';

export type Shortcut = 'microphone' | 'camera' | 'help';

export const SHORTCUTS: readonly { shortcut: Shortcut; key: string; label: string }[] = [
  { shortcut: 'microphone', key: 'M', label: 'Mute or unmute the microphone' },
  { shortcut: 'camera', key: 'V', label: 'Turn the camera off or on' },
  { shortcut: 'help', key: '?', label: 'Show the keyboard shortcuts' },
];

/** Users of speech input switch single keys off: a spoken word would press them. */
export const areShortcutsOn = storedSwitch('onair.studio.shortcuts');

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'isComposing'> & { target: unknown };

export function shortcutOf({ key, ctrlKey, altKey, metaKey, repeat, isComposing, target }: Press): Shortcut | null {
  if (ctrlKey || altKey || metaKey || repeat || isComposing) return null;
  if (target instanceof Element && !isFree(target)) return null;
  return SHORTCUTS.find((one) => one.key === key.toUpperCase())?.shortcut ?? null;
}

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role$="dialog"], [role="menu"], [role="listbox"]';

function isFree(target: Element): boolean {
  return target.closest(TYPING) === null && target.ownerDocument.querySelector('[role$="dialog"][data-state="open"]') === null;
}
