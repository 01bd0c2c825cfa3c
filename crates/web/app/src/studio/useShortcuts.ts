// Performs the keyboard shortcuts of the studio.
import { useEffect, useRef } from 'react';
import { useStored } from '../storage/storedValue';
import { areShortcutsOn, shortcutOf, type Shortcut } from './shortcuts';

export function useShortcuts(actions: Record<Shortcut, () => void>): void {
  const isOn = useStored(areShortcutsOn);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = event.defaultPrevented ? null : shortcutOf(event);
      if (shortcut === null) return;
      event.preventDefault();
      latest.current[shortcut]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}
