// Performs the keyboard shortcuts of a page, unless they are switched off.
import { useEffect, useRef } from 'react';
import { useStored } from '../storage/storedValue';
import { areShortcutsOn, isShortcut } from './shortcuts';

/** `actionOf` returns null for keys without an action. */
export function useShortcuts<Action>(actionOf: (event: KeyboardEvent) => Action | null, perform: (action: Action) => void): void {
  const isOn = useStored(areShortcutsOn);
  const latest = useRef({ actionOf, perform });
  useEffect(() => {
    latest.current = { actionOf, perform };
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const action = isShortcut(event) ? latest.current.actionOf(event) : null;
      if (action === null) return;
      event.preventDefault();
      latest.current.perform(action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}
