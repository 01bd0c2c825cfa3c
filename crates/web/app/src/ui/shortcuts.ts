// Keyboard shortcuts of single keys: when a key press is one, and the setting that switches them off.
import { storedSwitch } from '../storage/storedValue';

/** Users of speech input switch single keys off: a spoken word would press them. */
export const areShortcutsOn = storedSwitch('onair.shortcuts');

/** Where letters are typed, or keys have another meaning. */
const OCCUPIED = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role$="dialog"], [role="menu"], [role="listbox"]';

/** False while somebody types, in a menu, while a dialog is open, and for the browser's own shortcuts. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
  // A component with a shadow tree hides the field that has the focus from `event.target`.
  const [target] = event.composedPath();
  if (target instanceof Element && target.closest(OCCUPIED) !== null) return false;
  return document.querySelector('[role$="dialog"][data-state="open"]') === null;
}

/** The letter or sign of a key in upper case; on keyboards with other letters than Latin ones, by the key's position. */
export function letterOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[\x20-\x7e]$/.test(key)) return key.toUpperCase();
  return /^Key([A-Z])$/.exec(code)?.[1] ?? '';
}
