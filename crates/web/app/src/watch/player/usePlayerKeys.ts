// Performs the player's keyboard shortcuts, unless the viewer has turned them off.
import { useEffect, useRef, useState } from 'react';
import { localStore } from '../../storage/storage';
import { keyPress, playerAction, type PlayerAction } from './playerKeys';

const STORAGE_KEY = 'onair.keys';

export function usePlayerKeys(player: HTMLElement | null, perform: (action: PlayerAction) => void): [areOn: boolean, setAreOn: (areOn: boolean) => void] {
  const [areOn, setAreOn] = useState(() => localStore.get(STORAGE_KEY) !== 'off');
  const latest = useRef(perform);
  useEffect(() => {
    latest.current = perform;
  });
  useEffect(() => {
    if (!areOn) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = playerAction(keyPress(event, player));
      if (action === null || (event.repeat && action !== 'louder' && action !== 'quieter')) return;
      event.preventDefault();
      latest.current(action);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [areOn, player]);
  return [
    areOn,
    (next) => {
      localStore.set(STORAGE_KEY, next ? 'on' : 'off');
      setAreOn(next);
    },
  ];
}
